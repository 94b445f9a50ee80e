import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccess } from '../../src/headless/access.ts'
import { howToRun } from '../../src/headless/installation.ts'
import { listen } from '../../src/headless/listen.ts'
import { startProbeServer } from '../support/doors/doors.ts'
import { sendRequest } from '../support/http.ts'

let folder: string
let server: Awaited<ReturnType<typeof startProbeServer>>
const send = (path: string, options: Omit<Parameters<typeof sendRequest>[1], 'path'> = {}) =>
  sendRequest(server.address, { path, ...options })
const bearer = () => ({ authorization: `Bearer ${server.access.bearerToken}` })

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** Opens a session as a browser does, and returns the secret that its page finds in the address. */
async function signIn(): Promise<string> {
  const answer = await send(`/?token=${server.access.mintOneTimeToken()}`)
  return answer.headers.location?.split('=')[1] ?? ''
}

/** A request for a socket as the page sends it. */
const page = (secret: string) => ({
  ...upgrade,
  origin: server.address,
  'sec-websocket-protocol': `diwan, ${secret}`,
})

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
  test('a one-time token opens a session, once, without a cookie and with nothing that a server could read', async () => {
    const token = server.access.mintOneTimeToken()
    const first = await send(`/?token=${token}`)
    expect({ status: first.status, cache: first.headers['cache-control'], body: first.body }).toEqual({
      status: 303,
      cache: 'no-store',
      body: '',
    })
    // Catches a session in a cookie, which a browser sends to every other port of the machine.
    expect(first.headers['set-cookie']).toBeUndefined()
    const secret = /^\/#session=([\w-]{43})$/.exec(first.headers.location ?? '')?.[1] ?? ''
    const opened = await send('/rpc', { headers: page(secret) })
    expect(opened).toMatchObject({ status: 101, headers: { 'sec-websocket-protocol': 'diwan' } })

    const second = await send(`/?token=${token}`)
    expect(second.status).toBe(401)
    expect(second.headers.location).toBeUndefined()
    expect(second.body).toContain('This link has been used already')
  })

  test.each([
    ['a made-up one-time token', '/?token=AAAA'],
    ['an empty one-time token', '/?token='],
    ['an address for programs', '/metrics'],
  ])('%s is answered with a page in plain words that says what to do', async (_what, path) => {
    const answer = await send(path, { headers: { accept: 'text/html,*/*' } })
    expect(answer).toMatchObject({ status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(answer.body).toContain('<h1>Diwan is locked</h1>')
    expect(answer.body).toContain(howToRun('serve'))
    expect(answer.body).not.toContain('<script')
  })

  // Catches a link in a terminal's history or a process list that opens Diwan for ever.
  test('a link that nobody used within ten minutes opens nothing', () => {
    let now = 0
    const access = createAccess(() => now)
    const [early, late] = [access.mintOneTimeToken(), access.mintOneTimeToken()]
    now = 10 * 60_000 - 1
    expect(access.redeem(early)).toMatch(/^[\w-]{43}$/)
    now += 1
    expect(access.redeem(late)).toBe(null)
  })

  test('the page is served to a browser that was not let in, and holds nothing of the person’s', async () => {
    expect(await send('/')).toMatchObject({ status: 200, body: '<!doctype html><title>Diwan</title>' })
    expect(await send('/assets/index-1a2b.js')).toMatchObject({ status: 200, body: 'export {}' })
    expect((await send('/assets/none.js')).status).toBe(404)
  })

  test('a page can ask whether the host still knows it', async () => {
    const ask = async (headers: Record<string, string>) =>
      JSON.parse((await send('/access/session', { headers })).body) as unknown
    expect(await ask({ authorization: `Bearer ${await signIn()}` })).toEqual({ known: true })
    expect(await ask({ authorization: `Bearer ${'A'.repeat(43)}` })).toEqual({ known: false })
    expect(await ask({})).toEqual({ known: false })
  })

  // Catches a door that somebody forgot to lock.
  test.each([
    ['GET', '/api/search'],
    ['POST', '/api/echo/a'],
    ['GET', '/api/nowhere'],
    ['POST', '/api/docs'],
    ['GET', '/metrics'],
    ['GET', '/metrics?'],
    ['GET', '/rpc'],
    ['POST', '/access/links'],
    ['POST', '/'],
    ['DELETE', '/assets/index-1a2b.js'],
  ])('%s %s needs a token, and takes no wrong one', async (method, path) => {
    const wrong = { authorization: `Bearer ${'A'.repeat(43)}` }
    const session = await signIn()
    const sessions = [
      { authorization: `Bearer ${session}` },
      { cookie: `diwan_session_${server.port}=${session}` },
      { origin: server.address, 'sec-websocket-protocol': `diwan, ${session}` },
    ]
    for (const headers of [{}, wrong, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }, ...sessions]) {
      const answer = await send(path, { method, headers })
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'UNAUTHORIZED' })
    }
  })

  test('a socket opens with the token for programs or a page’s session, and with nothing else', async () => {
    const session = await signIn()
    const statusOf = async (headers: Record<string, string>) => (await send('/rpc', { headers })).status
    expect(await statusOf({ ...upgrade, ...bearer() })).toBe(101)
    expect(await statusOf(page(session))).toBe(101)
    expect(await statusOf(upgrade)).toBe(401)
    for (const protocols of [
      'diwan',
      `diwan, ${'A'.repeat(43)}`,
      `${session}, diwan`,
      session,
      `diwan, x, ${session}`,
    ]) {
      expect(await statusOf({ ...page(session), 'sec-websocket-protocol': protocols })).toBe(401)
    }
    // A wrong token is not made good by a session.
    expect(await statusOf({ ...page(session), authorization: `Bearer ${session}` })).toBe(401)
  })

  // Catches a request for a socket that gets a page's session through to what is for programs.
  test.each(['/api/search', '/metrics', '/', '/assets/index-1a2b.js', '/health/live'])(
    'a page’s session opens no socket at %s',
    async (path) => {
      expect((await send(path, { headers: page(await signIn()) })).status).toBe(401)
    },
  )

  test('a program gets fresh links for a person, and nobody else does', async () => {
    const answer = await send('/access/links', { method: 'POST', headers: bearer() })
    const { url } = JSON.parse(answer.body) as { url: string }
    expect(new URL(url).origin).toBe(server.address)
    expect((await send(new URL(url).pathname + new URL(url).search)).status).toBe(303)
    expect((await send('/access/links', { method: 'POST', headers: page(await signIn()) })).status).toBe(401)
  })

  test('tokens and sessions of one host are worth nothing on another', async () => {
    const other = await startProbeServer()
    const headers = { authorization: `Bearer ${other.access.bearerToken}` }
    expect((await send('/metrics', { headers })).status).toBe(401)
    expect((await sendRequest(other.address, { path: '/rpc', headers: page(await signIn()) })).status).toBe(401)
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

  // Catches an address that no route can parse and that is therefore answered before anything is checked.
  test.each(['/%', '/api/%E0%A4%A'])('%s passes the same check', async (path) => {
    const headers = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }
    expect(await send(path, { headers: { host: 'evil.example' } })).toMatchObject({ status: 421, headers })
    expect(await send(path, { headers: bearer() })).toMatchObject({ status: 400, headers, body: 'refused' })
  })

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

  // Catches another local server's page that came by a session.
  test('a socket opens for the own page only', async () => {
    const own = page(await signIn())
    const statusOf = async (headers: Record<string, string>) => (await send('/rpc', { headers })).status
    expect(await statusOf(own)).toBe(101)
    for (const origin of ['http://127.0.0.1:1', `http://localhost:${server.port}`, 'https://evil.example', 'null']) {
      expect(await statusOf({ ...own, origin })).toBe(403)
    }
    expect(await statusOf({ ...own, 'sec-fetch-site': 'same-site' })).toBe(403)
    const { origin: _none, ...without } = own
    expect(await statusOf(without)).toBe(403)
  })

  // Catches a page of another local server that shows Diwan inside itself and has its buttons pressed.
  test.each(['iframe', 'frame', 'embed', 'object'])('nothing is shown in an %s', async (destination) => {
    const headers = { 'sec-fetch-dest': destination, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }
    for (const path of ['/', '/api/docs', `/?token=${server.access.mintOneTimeToken()}`]) {
      expect((await send(path, { headers })).status).toBe(403)
    }
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
    for (const path of ['/', '/assets/index-1a2b.js', '/api/docs', '/?token=used']) {
      const { headers } = await send(path, { headers: { accept: 'text/html' } })
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
    for (const path of ['/health/live', '/api/search', '/metrics', '/no-such-path', '/host.css', '/access/session']) {
      expect((await send(path, { headers: bearer() })).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'content-type': expect.not.stringContaining('text/html'),
      })
    }
  })

  // Catches an original that a browser runs as a page of this host, and answers that stay in its cache.
  test('answers for programs run nothing, show nothing and are not kept', async () => {
    for (const path of ['/api/search', '/api/nowhere', '/api/openapi.json']) {
      expect((await send(path, { headers: bearer() })).headers).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'cache-control': 'no-store',
      })
    }
    const { headers } = await send('/api/originals/page.html', { headers: bearer() })
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': expect.stringMatching(/^attachment; filename="page\.html"/),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    })
  })

  test('assets named by their content are kept, the page is asked for again', async () => {
    const cacheOf = async (path: string) => (await send(path)).headers['cache-control']
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
    const answer = await send('/api/openapi.json')
    const document = JSON.parse(answer.body)
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(Object.keys(document.paths).sort()).toEqual([
      '/correlation',
      '/count',
      '/crashes',
      '/echo/{word}',
      '/failures',
      '/hangs',
      '/originals/{name}',
      '/search',
      '/uploads',
    ])
    expect(Object.keys(document.paths['/count'].get.responses['200'].content)).toEqual(['text/event-stream'])
    expect(JSON.stringify(document.paths['/failures'].post.responses)).toContain('CONVERSATION_NOT_FOUND')
  })

  test('people read it without a script and without the network', async () => {
    const { status, body } = await send('/api/docs')
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
    expect(codeOf(await post(json, `{"text":"${'x'.repeat(300_000)}"}`))).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      status: 413,
      data: { maximumBytes: 256 * 1024 },
    })
    const chunked = { ...json, 'transfer-encoding': 'chunked' }
    expect(codeOf(await post(chunked, `{"text":"${'x'.repeat(300_000)}"}`))).toMatchObject({ status: 413 })
    expect(codeOf(await send('/api/nowhere', { headers: bearer() }))).toMatchObject({ code: 'NOT_FOUND', status: 404 })
  })

  // Catches a host whose failures nobody ever learns of.
  test('API-5.logs: what fails in the host itself is reported, what a caller did wrong is not', async () => {
    const failures: unknown[] = []
    const failing = await startProbeServer({
      onError: (error) => failures.push(error),
      isReady: () => Promise.reject(new Error('cannot look')),
      contract: new Proxy({}, { ownKeys: () => assert.fail('no contract') }),
    })
    const headers = { authorization: `Bearer ${failing.access.bearerToken}`, 'content-type': 'application/json' }
    const echo = (body: string) =>
      sendRequest(failing.address, { path: '/api/echo/a', method: 'POST', headers, body }).then(({ status }) => status)
    expect(await echo('{"a":')).toBe(400)
    expect(failures).toEqual([])
    expect((await sendRequest(failing.address, { path: '/health/ready' })).status).toBe(500)
    expect((await sendRequest(failing.address, { path: '/api/openapi.json' })).status).toBe(500)
    expect(failures).toMatchObject([{ message: 'cannot look' }, { message: 'no contract' }])
    await failing.app.close()
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

  // Catches a host that never ends: what asks for a socket while it closes is refused before any hook of ours, and its
  // connection belongs to nobody.
  test('a host that closes lets go of who asks for a socket meanwhile', async () => {
    const closing = await startProbeServer()
    const upgrade = [
      'GET /rpc HTTP/1.1',
      `Host: 127.0.0.1:${closing.port}`,
      `Authorization: Bearer ${closing.access.bearerToken}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.from('sixteen letters!').toString('base64')}`,
      '\r\n',
    ].join('\r\n')
    // Its first client has a socket, and does not answer the good-bye.
    const silent = createConnection(closing.port, '127.0.0.1').on('error', () => undefined)
    silent.write(upgrade)
    await once(silent, 'data')
    const late = createConnection({ port: closing.port, host: '127.0.0.1', allowHalfOpen: true }).on(
      'error',
      () => undefined,
    )
    await once(late, 'connect')
    const closed = closing.app.close()
    late.write(upgrade)
    await closed
    expect(closing.app.server.listening).toBe(false)
    silent.destroy()
    late.destroy()
  })
})
