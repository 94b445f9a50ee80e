import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  createFrameHandler,
  defaultMaximumFrameBytes,
  type EngineRouter,
  type Frame,
  openRpcChannel,
} from './rpc-channel.ts'

export type ProgramDoor = AsyncDisposable & {
  /** Base address on loopback; calls come in over a WebSocket at `/rpc`. */
  address: string
  /** Bearer token that every program must send. */
  token: string
}

/** Bytes that may wait in a socket's buffer before its streams pause. */
const highWaterBytes = 1024 * 1024
const loopback = '127.0.0.1'

/**
 * A way in for this person's own programs, the command line above all, to the engine of a desktop application. Loopback
 * only, on a free port; the token lies where only its owner can read it. There is no page here, so that a browser has
 * no business with it: a request that carries an `Origin`, or another host's name, is refused before its token is read.
 */
export async function openProgramDoor(router: EngineRouter, onError: (error: unknown) => void): Promise<ProgramDoor> {
  const token = randomBytes(32).toString('base64url')
  const handler = createFrameHandler(router)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: defaultMaximumFrameBytes,
    perMessageDeflate: false,
  })
  const server = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
    response.end('This Diwan runs as a desktop application. Its window has the page.\n')
  })
  server.on('upgrade', (request, socket, head) => {
    // Node has taken its own listener off: a program that resets its connection would end the whole engine.
    socket.on('error', () => socket.destroy())
    const status = refusal(request, { port: server.address(), token })
    if (status !== null) {
      refuse(socket, status)
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      const channel = openRpcChannel(handler, {
        context: { door: 'websocket' },
        send: (frame) => sendDrained(accepted, frame),
      })
      accepted.on('message', (data: Buffer, isBinary) => {
        channel.receive(isBinary ? data : data.toString('utf8')).catch((error: unknown) => {
          onError(error)
          accepted.close()
        })
      })
      accepted.on('close', () => channel.close())
      accepted.on('error', onError)
    })
  })
  server.listen({ host: loopback, port: 0 })
  await once(server, 'listening')

  return {
    address: `http://${loopback}:${portOf(server.address())}`,
    token,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await closed
    },
  }
}

type Address = ReturnType<ReturnType<typeof createServer>['address']>

function portOf(address: Address): number {
  if (address === null || typeof address === 'string') throw new Error('The door for programs has no port.')
  return address.port
}

function refusal(request: IncomingMessage, { port, token }: { port: Address; token: string }): number | null {
  const { host, origin, authorization } = request.headers
  const own = host === `${loopback}:${portOf(port)}` || host === `localhost:${portOf(port)}`
  if (!own || origin !== undefined) return 403
  const sent = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1]
  if (sent === undefined || !isSameSecret(sent, token)) return 401
  return request.url === '/rpc' ? null : 404
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Compares in the same time wherever the first difference is, and whatever the lengths are. */
function isSameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

/** Settles at once while the reader keeps up, otherwise when this frame has left the buffer. */
function sendDrained(socket: WebSocket, frame: Frame): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(frame, (error) => (error ? reject(error) : resolve()))
    if (socket.bufferedAmount < highWaterBytes) resolve()
  })
}
