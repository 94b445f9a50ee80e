import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../../src/headless/listen.ts'
import { startProbeServer } from '../support/doors/doors.ts'
import { sendRequest } from '../support/http.ts'

let folder: string
let server: Awaited<ReturnType<typeof startProbeServer>>
const send = (path: string, options: Omit<Parameters<typeof sendRequest>[1], 'path'> = {}) =>
  sendRequest(server.address, { path, ...options })
const bearer = () => ({ authorization: `Bearer ${server.access.bearerToken}` })

/** Opens a session as a browser does, and returns the cookie it would send. */
async function signIn(): Promise<string> {
  const answer = await send(`/?token=${server.access.mintOneTimeToken()}`)
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diwan-page-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Diwan</title>')
  await writeFile(join(folder, 'assets', 'index-1a2b.js'), 'export {}')
  server = await startProbeServer({ pageFolder: folder })
})
afterAll(async () => {
  await server.app.close()
  await rm(folder, { recursive: true })
})

describe('SEC-3.token: who is let in', () => {
  test('a one-time token opens a session, once, and disappears from the address', async () => {
    const token = server.access.mintOneTimeToken()
    const first = await send(`/?token=${token}`)
    expect({ status: first.status, to: first.headers.location, cache: first.headers['cache-control'] }).toEqual({
      status: 303,
      to: '/',
      cache: 'no-store',
    })
    const cookie = first.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/^diwan_session_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)

    const page = await send('/', { headers: { cookie: cookie.split(';')[0] } })
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Diwan</title>' })

    const second = await send(`/?token=${token}`)
    expect(second.status).toBe(401)
    expect(second.headers['set-cookie']).toBeUndefined()
    expect(second.body).toContain('This link has been used already')
  })

  test.each([
    ['a made-up one-time token', () => send('/?token=AAAA', { headers: { accept: 'text/html' } })],
    ['no token at all', () => send('/', { headers: { accept: 'text/html,*/*' } })],
    ['a made-up session', () => send('/', { headers: { accept: 'text/html', cookie: 'diwan_session_1=x' } })],
    ['an asset without a session', () => send('/assets/index-1a2b.js', { headers: { accept: 'text/html' } })],
  ])('%s is answered with a page in plain words that says what to do', async (_what, ask) => {
    const answer = await ask()
    expect(answer).toMatchObject({ status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(answer.body).toContain('<h1>Diwan is locked</h1>')
    expect(answer.body).toContain('diwan serve')
    expect(answer.body).not.toContain('<script')
  })

  // Catches a door that somebody forgot to lock.
  test.each([
    ['GET', '/api/search'],
    ['POST', '/api/echo/a'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/docs'],
    ['GET', '/metrics'],
    ['GET', '/rpc'],
    ['POST', '/access/links'],
    ['GET', '/no-such-path'],
  ])('%s %s needs a token, and takes no wrong one', async (method, path) => {
    const wrong = { authorization: `Bearer ${'A'.repeat(43)}` }
    for (const headers of [{}, wrong, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }]) {
      const answer = await send(path, { method, headers })
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'UNAUTHORIZED' })
    }
  })

  test('a socket without a token is not opened', async () => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    expect((await send('/rpc', { headers })).status).toBe(401)
    expect((await send('/rpc', { headers: { ...headers, ...bearer() } })).status).toBe(101)
  })

  test('a program gets fresh links for a person, and nobody else does', async () => {
    const answer = await send('/access/links', { method: 'POST', headers: bearer() })
    const { url } = JSON.parse(answer.body) as { url: string }
    expect(new URL(url).origin).toBe(server.address)
    expect((await send(new URL(url).pathname + new URL(url).search)).status).toBe(303)

    const person = { cookie: await signIn(), origin: server.address }
    expect((await send('/access/links', { method: 'POST', headers: person })).status).toBe(403)
  })

  test('tokens and sessions of one host are worth nothing on another', async () => {
    const other = await startProbeServer()
    const headers = { authorization: `Bearer ${other.access.bearerToken}` }
    expect((await send('/metrics', { headers })).status).toBe(401)
    await other.app.close()
  })
})

describe('SEC-3.host: the Host header', () => {
  // Catches DNS rebinding: a page of the web whose name was made to point at 127.0.0.1.
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:80', '0.0.0.0:80'])(
    '%s is refused, even with a token',
    async (host) => {
      expect(await send('/', { headers: { host, ...bearer() } })).toMatchObject({ status: 421 })
      expect(await send('/health/live', { headers: { host } })).toMatchObject({ status: 421 })
    },
  )

  test('the names of loopback are answered', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      const answer = await send('/health/live', { headers: { host: `${name}:${server.port}` } })
      expect(answer.status).toBe(200)
    }
  })
})

describe('SEC-3.origin: where a browser’s request comes from', () => {
  const echo = (headers: Record<string, string>) =>
    send('/api/echo/a', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' })

  // Catches another local server's page that uses the session cookie, which browsers send to every port.
  test('only the host’s own page may change things with a session', async () => {
    const cookie = await signIn()
    expect((await echo({ cookie, origin: server.address })).status).toBe(200)
    for (const origin of ['http://127.0.0.1:1', `http://localhost:${server.port}`, 'https://evil.example', 'null']) {
      expect((await echo({ cookie, origin })).status).toBe(403)
    }
    expect((await echo({ cookie })).status).toBe(403)
    expect((await echo({ cookie, origin: server.address, 'sec-fetch-site': 'same-site' })).status).toBe(403)
  })

  test('reading from another page is refused too, following a link is not', async () => {
    const cookie = await signIn()
    const from = (site: string, mode: string) =>
      send('/', { headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': mode } })
    expect((await from('same-origin', 'cors')).status).toBe(200)
    expect((await from('none', 'navigate')).status).toBe(200)
    expect((await from('cross-site', 'navigate')).status).toBe(200)
    expect((await from('same-site', 'no-cors')).status).toBe(403)
    expect((await from('cross-site', 'cors')).status).toBe(403)
  })

  test('a socket opens for the own page only', async () => {
    const cookie = await signIn()
    const headers = {
      cookie,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    expect((await send('/rpc', { headers: { ...headers, origin: server.address } })).status).toBe(101)
    expect((await send('/rpc', { headers: { ...headers, origin: 'http://127.0.0.1:1' } })).status).toBe(403)
    expect((await send('/rpc', { headers })).status).toBe(403)
  })

  test('a program needs no origin, but a wrong one gives a page away', async () => {
    expect((await echo(bearer())).status).toBe(200)
    expect((await echo({ ...bearer(), origin: 'https://evil.example' })).status).toBe(403)
  })
})

describe('SEC-3.loopback: where the host listens', () => {
  test.each(['0.0.0.0', '::', '192.168.1.10', 'example.org', ''])('it refuses to bind %s', async (host) => {
    await expect(listen(server.app, { host, port: 0 })).rejects.toMatchObject({ name: 'NotLoopbackError' })
  })

  test('it is bound to 127.0.0.1 only', () => {
    expect(server.app.addresses()).toMatchObject([{ address: '127.0.0.1' }])
  })
})

describe('SEC-3.csp: headers of the page', () => {
  test('whatever a browser shows carries the strict policy and its companions', async () => {
    const cookie = await signIn()
    for (const [path, session] of [
      ['/', cookie],
      ['/assets/index-1a2b.js', cookie],
      ['/api/docs', cookie],
      ['/', ''],
    ] as const) {
      const { headers } = await send(path, { headers: { cookie: session, accept: 'text/html' } })
      const policy = headers['content-security-policy'] ?? ''
      expect(policy).toContain("default-src 'self'")
      for (const directive of ['object-src', 'base-uri', 'frame-ancestors']) {
        expect(policy).toContain(`${directive} 'none'`)
      }
      expect(policy).not.toMatch(/unsafe|http:|https:|\*/)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
    }
  })

  // Catches an answer that a browser takes for a page, or that another site's page can embed.
  test('every other answer says what it is and that nobody else may use it', async () => {
    for (const path of ['/health/live', '/api/search', '/metrics', '/no-such-path', '/host.css']) {
      expect((await send(path, { headers: bearer() })).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'content-type': expect.not.stringContaining('text/html'),
      })
    }
  })

  test('assets named by their content are kept, the page is asked for again', async () => {
    const cookie = await signIn()
    const cacheOf = async (path: string) => (await send(path, { headers: { cookie } })).headers['cache-control']
    expect(await cacheOf('/assets/index-1a2b.js')).toContain('immutable')
    expect(await cacheOf('/')).toBe('no-cache')
  })

  // Catches a way out of the page's folder.
  test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/assets/..\\..\\package.json'])(
    'nothing outside the page is served: %s',
    async (path) => {
      const answer = await send(path, { headers: bearer() })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.body).not.toContain('"dependencies"')
    },
  )
})

describe('API-5.health API-5.readiness API-5.metrics: for whoever watches the host', () => {
  test('health says that it lives and whether it is ready, and no more, to anybody', async () => {
    expect(JSON.parse((await send('/health/live')).body)).toEqual({ status: 'live' })
    expect(JSON.parse((await send('/health/ready')).body)).toEqual({ status: 'ready' })
    const broken = await startProbeServer({ isReady: async () => false })
    expect(await sendRequest(broken.address, { path: '/health/ready' })).toMatchObject({ status: 503 })
    await broken.app.close()
  })

  test('metrics are Prometheus text', async () => {
    const answer = await send('/metrics', { headers: bearer() })
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    })
    expect(answer.body).toContain('probe_up 1')
  })
})

describe('API-1.openapi: the document of the interface', () => {
  test('it describes every procedure, its errors and its streams, as OpenAPI 3.1', async () => {
    const answer = await send('/api/openapi.json', { headers: bearer() })
    const document = JSON.parse(answer.body)
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(Object.keys(document.paths).sort()).toEqual([
      '/correlation',
      '/count',
      '/crashes',
      '/echo/{word}',
      '/failures',
      '/hangs',
      '/search',
      '/uploads',
    ])
    expect(Object.keys(document.paths['/count'].get.responses['200'].content)).toEqual(['text/event-stream'])
    expect(JSON.stringify(document.paths['/failures'].post.responses)).toContain('CONVERSATION_NOT_FOUND')
  })

  test('people read it without a script and without the network', async () => {
    const { status, body } = await send('/api/docs', { headers: bearer() })
    expect(status).toBe(200)
    expect(body).toContain('POST /api/echo/{word}')
    expect(body).not.toMatch(/<script|style=|https?:\/\//)
  })
})

describe('API-1.rest: bodies', () => {
  const post = (headers: Record<string, string>, body: string) =>
    send('/api/echo/a', { method: 'POST', headers: { ...bearer(), ...headers }, body })

  test('what is no JSON, of another type or too large is refused in the shape of every other error', async () => {
    const json = { 'content-type': 'application/json' }
    const codeOf = (answer: { body: string }) => JSON.parse(answer.body)
    expect(codeOf(await post(json, '{"a":'))).toMatchObject({ code: 'BAD_REQUEST', status: 400 })
    expect(codeOf(await post({ 'content-type': 'text/xml' }, '<a/>'))).toMatchObject({ status: 415 })
    expect(codeOf(await post(json, `{"text":"${'x'.repeat(300_000)}"}`))).toMatchObject({ status: 413 })
    const chunked = { ...json, 'transfer-encoding': 'chunked' }
    expect(codeOf(await post(chunked, `{"text":"${'x'.repeat(300_000)}"}`))).toMatchObject({ status: 413 })
    expect(codeOf(await send('/api/nowhere', { headers: bearer() }))).toMatchObject({ code: 'NOT_FOUND', status: 404 })
  })

  test('garbage instead of HTTP is answered and hung up on', async () => {
    const socket = createConnection({ host: '127.0.0.1', port: server.port })
    socket.write('\u0000\u0001 not http\r\n\r\n')
    const [data] = (await once(socket, 'data')) as [Buffer]
    expect(data.toString('latin1')).toMatch(/^HTTP\/1\.1 400/)
    socket.destroy()
  })
})

describe('API-3.serve: closing', () => {
  // Catches a host that cannot be stopped while somebody reads from it.
  test('a host with an open stream and an open socket closes at once', async () => {
    const closing = await startProbeServer()
    const headers = { authorization: `Bearer ${closing.access.bearerToken}` }
    const stream = await fetch(`${closing.address}/api/count?to=1000000&padding=1000`, { headers })
    const reading = stream.text().catch(() => 'cut off')
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`ws://127.0.0.1:${closing.port}/rpc`, { headers })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    const started = performance.now()
    await closing.app.close()
    expect(performance.now() - started).toBeLessThan(2_000)
    expect((await closed)[0]).toBe(1001)
    expect(await reading).toBe('cut off')
    expect(closing.seen.ended).toBe(1)
  })
})
