import { describe, expect, test } from 'vitest'
import { createAccess } from '../../src/headless/access.ts'
import { howToRun } from '../../src/headless/installation.ts'
import { listen } from '../../src/headless/listen.ts'
import { startProbeServer } from '../support/doors/doors.ts'
import { shareProbeHost } from '../support/doors/share-probe-host.ts'
import { sendRequest } from '../support/http.ts'

const host = shareProbeHost()
const { send, bearer } = host

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** Opens a session as a browser does, and returns the secret that its page finds in the address. */
async function signIn(): Promise<string> {
  const answer = await send(`/?token=${host.server.access.mintOneTimeToken()}`)
  return answer.headers.location?.split('=')[1] ?? ''
}

/** A request for a socket as the page sends it. */
const page = (secret: string) => ({
  ...upgrade,
  origin: host.server.address,
  'sec-websocket-protocol': `diwan, ${secret}`,
})

describe('SEC-3.token: who is let in', () => {
  test('a one-time token opens a session, once, without a cookie and with nothing that a server could read', async () => {
    const token = host.server.access.mintOneTimeToken()
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
      { cookie: `diwan_session_${host.server.port}=${session}` },
      { origin: host.server.address, 'sec-websocket-protocol': `diwan, ${session}` },
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
    expect(new URL(url).origin).toBe(host.server.address)
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
      const answer = await send('/health/live', { headers: { host: `${name}:${host.server.port}` } })
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
    for (const origin of [
      'http://127.0.0.1:1',
      `http://localhost:${host.server.port}`,
      'https://evil.example',
      'null',
    ]) {
      expect(await statusOf({ ...own, origin })).toBe(403)
    }
    expect(await statusOf({ ...own, 'sec-fetch-site': 'same-site' })).toBe(403)
    const { origin: _none, ...without } = own
    expect(await statusOf(without)).toBe(403)
  })

  // Catches a page of another local server that shows Diwan inside itself and has its buttons pressed.
  test.each(['iframe', 'frame', 'embed', 'object'])('nothing is shown in an %s', async (destination) => {
    const headers = { 'sec-fetch-dest': destination, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }
    for (const path of ['/', '/api/docs', `/?token=${host.server.access.mintOneTimeToken()}`]) {
      expect((await send(path, { headers })).status).toBe(403)
    }
  })

  test('a program needs no origin, but a wrong one gives a page away', async () => {
    expect((await echo(bearer())).status).toBe(200)
    expect((await echo({ ...bearer(), origin: 'https://evil.example' })).status).toBe(403)
  })
})

describe('SEC-3.loopback: where the host listens', () => {
  test.each(['0.0.0.0', '::', '192.168.1.10', 'example.org', ''])('it refuses to bind %s', async (address) => {
    await expect(listen(host.server.app, { host: address, port: 0 })).rejects.toMatchObject({
      name: 'NotLoopbackError',
    })
  })

  test('it is bound to 127.0.0.1 only', () => {
    expect(host.server.app.addresses()).toMatchObject([{ address: '127.0.0.1' }])
  })
})
