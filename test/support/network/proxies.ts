import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net'
import { onTestFinished } from 'vitest'
import type { Issued } from './certificates.ts'

/** What a proxy was asked: for CONNECT the server's name and port, otherwise the whole address. */
export type ProxyRequest = { method: string; target: string; headers: IncomingHttpHeaders }
export type TestProxy = { host: string; requests: ProxyRequest[]; close(): Promise<void> }

/** Where this proxy finds every server, whatever its name: the part of the loopback network that stands for the world. */
const outside = '127.0.0.2'

/**
 * A real HTTP proxy on loopback until the running test ends: absolute addresses for http, CONNECT for https. `login`:
 * `user:password` that it wants. `certificate`: speaks TLS itself. `answer`: what it says instead of doing its work.
 */
export async function startProxy(
  options: { login?: string; certificate?: Issued; answer?: number; silent?: boolean } = {},
): Promise<TestProxy> {
  const { login, certificate, answer, silent = false } = options
  const requests: ProxyRequest[] = []
  const refusal = (headers: IncomingHttpHeaders): number | null => {
    if (answer !== undefined) return answer
    const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
    return headers['proxy-authorization'] === wanted ? null : 407
  }
  const server: Server = certificate
    ? createTlsServer({ key: certificate.key, cert: certificate.certificate })
    : createServer()
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('request', (incoming, response) => {
    const { method = '', url: target = '', headers } = incoming
    requests.push({ method, target, headers })
    const refused = refusal(headers)
    if (refused !== null) return void response.writeHead(refused).end('refused by the proxy')
    const { port, pathname, search } = new URL(target)
    const { 'proxy-authorization': _login, ...passed } = headers
    const onward = request({ host: outside, port: port || 80, method, path: `${pathname}${search}`, headers: passed })
    onward.on('response', (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connect', ({ method = '', url: target = '', headers }, socket) => {
    requests.push({ method, target, headers })
    socket.on('error', () => socket.destroy())
    if (silent) return
    const refused = refusal(headers)
    if (refused !== null) return void socket.end(`HTTP/1.1 ${refused} No\r\ncontent-length: 0\r\n\r\n`)
    const onward = connect(Number(target.split(':').at(-1)), outside, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket)
      socket.pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad gateway\r\n\r\n'))
  })
  return { requests, ...(await listen(server, sockets)) }
}

/** A real SOCKS5 proxy (RFC 1928, 1929) on loopback until the running test ends. */
export async function startSocksProxy(options: { login?: string } = {}): Promise<TestProxy> {
  const requests: ProxyRequest[] = []
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    void serve(socket)
  })
  const read = (socket: Socket) => new Promise<Buffer>((resolve) => socket.once('data', resolve))
  async function serve(socket: Socket): Promise<void> {
    await read(socket)
    socket.write(Buffer.from([5, options.login === undefined ? 0 : 2]))
    if (options.login !== undefined) {
      const said = await read(socket)
      const userLength = said[1] ?? 0
      const user = said.subarray(2, 2 + userLength).toString()
      const password = said.subarray(3 + userLength).toString()
      const isRight = `${user}:${password}` === options.login
      socket.write(Buffer.from([1, isRight ? 0 : 1]))
      if (!isRight) return void socket.end()
    }
    const asked = await read(socket)
    const isName = asked[3] === 3
    const end = isName ? 5 + (asked[4] ?? 0) : 8
    const name = isName ? asked.subarray(5, end).toString() : asked.subarray(4, 8).join('.')
    const port = asked.readUInt16BE(end)
    requests.push({ method: 'SOCKS5', target: `${name}:${port}`, headers: {} })
    const onward = connect(port, outside, () => {
      socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
      onward.pipe(socket)
      socket.pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])))
  }
  return { requests, ...(await listen(server, sockets)) }
}

async function listen(server: SocketServer, sockets: Set<Socket>): Promise<Pick<TestProxy, 'host' | 'close'>> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
    return closing
  }
  onTestFinished(close)
  return { host: `127.0.0.1:${port}`, close }
}
