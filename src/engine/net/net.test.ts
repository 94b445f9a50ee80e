import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { judgeAddress } from './addresses.ts'
import { createNet, type Net, type NetSettings } from './net.ts'
import type { ResolvedAddress } from './resolve.ts'

/** The loopback network has more than one address; this one stands for a server out in the world. */
const outside = '127.0.0.2'
let net: Net
let settings: NetSettings
let lines: string[]
let asked: string[]
let names: Record<string, ResolvedAddress[] | (() => ResolvedAddress[])>
const closers: (() => Promise<void>)[] = []
const never = new AbortController().signal

beforeEach(() => {
  settings = Settings.parse({}).network
  lines = []
  asked = []
  names = { 'world.test': [{ address: outside, family: 4 }] }
  net = createNet({
    telemetry: createTelemetry({ level: 'info', destination: (line) => void lines.push(line) }),
    settings: async () => settings,
    version: 'test',
    judge: (address) => (address === outside ? 'public' : judgeAddress(address)),
    resolve: async (name) => {
      asked.push(name)
      const found = names[name]
      if (found === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
      return typeof found === 'function' ? found() : found
    },
  })
})
afterEach(async () => {
  await net.close()
  for (const close of closers.splice(0)) await close()
})

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A real server; answers with its port. What it was asked is in `requests`. */
async function serve(address: string, handler: Handler): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, requests }
}

const hello: Handler = (_request, response) => response.end('hello')

async function get(url: string, options: { totalMs?: number; signal?: AbortSignal } = {}): Promise<string> {
  const { totalMs = 20_000, signal = never } = options
  await using response = await net.fetch({ url, purpose: 'trial', totalMs, signal })
  const pieces = await Array.fromAsync(response.body)
  return `${response.status} ${Buffer.concat(pieces).toString()}`
}

describe('LIB-1.url: the one way out', () => {
  it('brings what a public address answers, and logs the host and no more', async () => {
    const { port, requests } = await serve(outside, hello)
    expect(await get(`http://user:secret@world.test:${port}/private/path?q=1#part`)).toBe('200 hello')
    expect(requests[0]?.url).toBe('/private/path?q=1')
    expect(requests[0]?.headers.authorization).toBeUndefined()
    const [line] = lines.map((each) => JSON.parse(each))
    expect(line).toMatchObject({
      purpose: 'trial',
      host: `world.test:${port}`,
      status: 200,
      bytesSent: 0,
      bytesReceived: 5,
    })
    expect(lines.join()).not.toMatch(/private|secret|q=1/)
  })

  it('unpacks what comes compressed', async () => {
    const { port } = await serve(outside, (_request, response) => {
      response.setHeader('content-encoding', 'br')
      response.end(brotliCompressSync('packed'))
    })
    expect(await get(`http://world.test:${port}/`)).toBe('200 packed')
  })

  it('asks nobody when the offline switch is on, not even for a name', async () => {
    const { port, requests } = await serve(outside, hello)
    settings.offline = true
    await expect(get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'OFFLINE' })
    expect({ asked, requests: requests.length }).toEqual({ asked: [], requests: 0 })
  })

  it('goes offline between two redirects', async () => {
    const target = await serve(outside, hello)
    const { port } = await serve(outside, (_request, response) => {
      settings.offline = true
      response.writeHead(302, { location: `http://world.test:${target.port}/` }).end()
    })
    await expect(get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'OFFLINE' })
    expect(target.requests).toHaveLength(0)
  })

  it.each(['ftp://world.test/', 'file:///etc/passwd', 'javascript:alert(1)', 'nonsense'])('refuses %s', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: 'ADDRESS_UNSUPPORTED' })
  })
})

it('LIB-1.url: a port of mail or of another service is not spoken to', async () => {
  await expect(get('http://world.test:25/')).rejects.toMatchObject({ code: 'ADDRESS_UNSUPPORTED' })
})

describe('LIB-1.url: no request forgery by a pasted link', () => {
  /** Every way to write an address of this machine; none may reach the server that listens there. */
  const forms = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '①②⑦.⓪.⓪.①',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1]',
    '0.0.0.0',
    '169.254.169.254',
    'localhost',
    'inside.test',
    'localtest.world.test',
  ]
  it.each(forms)('http://%s is refused before anything is sent', async (host) => {
    const { port, requests } = await serve('127.0.0.1', hello)
    names.localhost = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]
    names['inside.test'] = [{ address: '192.168.0.10', family: 4 }]
    names['localtest.world.test'] = [{ address: '::ffff:127.0.0.1', family: 6 }]
    await expect(get(`http://${host}:${port}/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    expect(requests).toHaveLength(0)
  })

  it('a redirect to this machine is refused, by address and by name', async () => {
    const inside = await serve('127.0.0.1', hello)
    names['inside.test'] = [{ address: '127.0.0.1', family: 4 }]
    for (const target of ['127.0.0.1', '0x7f.1', 'inside.test']) {
      const { port } = await serve(outside, (_request, response) => {
        response.writeHead(302, { location: `http://${target}:${inside.port}/admin` }).end()
      })
      await expect(get(`http://world.test:${port}/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    }
    expect(inside.requests).toHaveLength(0)
  })

  // Catches a check of one answer of the name server and a connection to the next one.
  it('a name that first is public and then this machine reaches only what was judged', async () => {
    const inside = await serve('127.0.0.1', hello)
    let answers = 0
    names['rebinding.test'] = () => {
      answers += 1
      return [{ address: answers === 1 ? outside : '127.0.0.1', family: 4 }]
    }
    // Nothing listens there on this port, so the first connection fails, whatever the name says next.
    await expect(get(`http://rebinding.test:${inside.port}/`)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await expect(get(`http://rebinding.test:${inside.port}/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    expect(inside.requests).toHaveLength(0)
  })

  it('of a name with public and private addresses only the public ones are tried', async () => {
    const inside = await serve('127.0.0.1', hello)
    names['both.test'] = [
      { address: '127.0.0.1', family: 4 },
      { address: outside, family: 4 },
    ]
    await expect(get(`http://both.test:${inside.port}/`)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    expect(inside.requests).toHaveLength(0)
  })

  it('private addresses are reached when the setting allows it, and no longer when it does not', async () => {
    const { port, requests } = await serve('127.0.0.1', hello)
    settings.privateAddresses = true
    expect(await get(`http://127.0.0.1:${port}/`)).toBe('200 hello')
    await expect(get('http://169.254.169.254/latest/meta-data')).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    settings.privateAddresses = false
    // Catches a connection that was kept open from before.
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    expect(requests).toHaveLength(1)
  })

  // Would catch a page of the web that has what is inside a person's network fetched for it.
  it('where private addresses are allowed, a public page still leads to none, and a private one does', async () => {
    const inside = await serve('127.0.0.1', hello)
    const leadIn: Handler = (_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end()
    const [publicOne, privateOne] = [await serve(outside, leadIn), await serve('127.0.0.1', leadIn)]
    settings.privateAddresses = true
    await expect(get(`http://world.test:${publicOne.port}/`)).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    expect(inside.requests).toHaveLength(0)
    expect(await get(`http://127.0.0.1:${privateOne.port}/`)).toBe('200 hello')
  })
})

describe('LIB-1.url: servers that misbehave', () => {
  it('redirects are followed five times at most, and not out of the web', async () => {
    const { port, requests } = await serve(outside, (request, response) => {
      const hop = Number(request.url?.slice(1))
      const location = hop === 90 ? 'file:///etc/passwd' : `/${hop + 1}`
      if (hop === 5 || hop === 25) response.end('arrived')
      else response.writeHead(307, { location }).end('x'.repeat(100_000))
    })
    expect(await get(`http://world.test:${port}/0`)).toBe('200 arrived')
    await expect(get(`http://world.test:${port}/19`)).rejects.toMatchObject({ code: 'TOO_MANY_REDIRECTS' })
    await expect(get(`http://world.test:${port}/90`)).rejects.toMatchObject({ code: 'ADDRESS_UNSUPPORTED' })
    expect(requests.length).toBe(6 + 6 + 1)
  })

  it('a name that is none, a port where nobody listens and a connection that breaks are unreachable', async () => {
    const { port } = await serve(outside, (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('only this')
      setImmediate(() => response.destroy())
    })
    const closed = await serve(outside, hello)
    await closers.pop()?.()
    const other = createSocketServer((socket) => void socket.resume().end('SSH-2.0-other\r\n'))
    await new Promise<void>((resolve) => other.listen(0, outside, resolve))
    closers.push(() => new Promise((resolve) => other.close(() => resolve())))
    const ports = [closed.port, port, (other.address() as AddressInfo).port]
    for (const url of ['http://nobody.test/', ...ports.map((each) => `http://world.test:${each}/`)]) {
      const refused = await get(url).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'UNREACHABLE' })
      // Would catch: "undefined" as the reason that a person is told.
      expect((refused as Error).message).toMatch(
        /^(?:the connection|its name|no machine|no way|what it sent)[ a-zA-Z]*(?: \([A-Z][A-Z_]+\))?$/,
      )
    }
  })

  it('one that drips for ever is left when the time is over', async () => {
    const { port } = await serve(outside, (_request, response) => {
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    })
    await expect(get(`http://world.test:${port}/`, { totalMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('a call that is given up ends with the reason', async () => {
    const { port } = await serve(outside, () => undefined)
    const leaving = new AbortController()
    const call = get(`http://world.test:${port}/`, { signal: leaving.signal })
    setTimeout(() => leaving.abort(new Error('no longer wanted')), 50)
    await expect(call).rejects.toThrow('no longer wanted')
    await expect(get(`http://world.test:${port}/`, { signal: leaving.signal })).rejects.toThrow('no longer wanted')
  })
})

describe('MOD-4.embed-remote: a server that a person named', () => {
  const post = async (url: string, headers: Record<string, string> = {}) => {
    const request = { url, purpose: 'model', body: '{"input":"text"}', destination: 'server' as const, headers }
    await using response = await net.fetch({ ...request, totalMs: 20_000, signal: never })
    return `${response.status} ${Buffer.concat(await Array.fromAsync(response.body)).toString()}`
  }
  const echo: Handler = async (request, response) => {
    response.end(`${request.method} ${Buffer.concat(await request.toArray()).toString()}`)
  }

  it('is sent a body, at a private address whatever the setting', async () => {
    const { port } = await serve('127.0.0.1', echo)
    expect(await post(`http://127.0.0.1:${port}/v1`)).toBe('200 POST {"input":"text"}')
  })

  it('is reached offline on this machine only, and no name is asked for', async () => {
    // Catches a switch that cuts off the person's own model, and one that lets a name lead out.
    const { port } = await serve('127.0.0.1', echo)
    settings.offline = true
    names.localhost = [{ address: '127.0.0.1', family: 4 }]
    expect(await post(`http://127.0.0.1:${port}/`)).toContain('200 POST')
    expect(await post(`http://localhost:${port}/`)).toContain('200 POST')
    names['server.test'] = [{ address: '127.0.0.1', family: 4 }]
    await expect(post(`http://server.test:${port}/`)).rejects.toMatchObject({ code: 'OFFLINE' })
    await expect(post('http://192.168.1.2/')).rejects.toMatchObject({ code: 'OFFLINE' })
    expect(asked).toEqual(['localhost'])
  })

  it('does not make localhost lead elsewhere while offline', async () => {
    settings.offline = true
    names.localhost = [{ address: '192.168.1.2', family: 4 }]
    await expect(post('http://localhost:8080/')).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
  })

  it('may not be a service that tells secrets', async () => {
    await expect(post('http://169.254.169.254/')).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
  })

  it('gives a redirect as it comes: no body and no key goes where it points', async () => {
    const target = await serve(outside, hello)
    const { port } = await serve('127.0.0.1', (_request, response) => {
      response.writeHead(307, { location: `http://world.test:${target.port}/` }).end()
    })
    expect(await post(`http://127.0.0.1:${port}/`, { authorization: 'Bearer secret' })).toBe('307 ')
    expect(target.requests).toHaveLength(0)
    expect(lines.join()).not.toMatch(/secret|input/)
  })

  it('a key does not follow a redirect to another site', async () => {
    const target = await serve(outside, hello)
    const { port } = await serve(outside, (_request, response) => {
      response.writeHead(302, { location: `http://world.test:${target.port}/` }).end()
    })
    const request = { url: `http://world.test:${port}/`, purpose: 'trial', totalMs: 20_000, signal: never }
    await using _response = await net.fetch({ ...request, headers: { Authorization: 'Bearer secret' } })
    expect(target.requests[0]?.headers.authorization).toBeUndefined()
  })
})
