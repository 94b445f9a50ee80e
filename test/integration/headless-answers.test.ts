import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { describe, expect, test } from 'vitest'
import { startProbeServer } from '../support/doors/doors.ts'
import { shareProbeHost } from '../support/doors/share-probe-host.ts'
import { sendRequest } from '../support/http.ts'

const host = shareProbeHost()
const { send, bearer } = host

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
    const socket = createConnection({ host: '127.0.0.1', port: host.server.port })
    socket.write('\u0000\u0001 not http\r\n\r\n')
    const [data] = (await once(socket, 'data')) as [Buffer]
    expect(data.toString('latin1')).toMatch(/^HTTP\/1\.1 400/)
    socket.destroy()
  })
})

describe('API-3.serve: closing', () => {
  // Catches a host that cannot be stopped while somebody reads from it.
  test('a host with an open stream and an open socket closes without their end', async () => {
    const closing = await startProbeServer()
    const headers = { authorization: `Bearer ${closing.access.bearerToken}` }
    const stream = await fetch(`${closing.address}/api/count?to=1000000&padding=1000`, { headers })
    const reading = stream.text().catch(() => 'cut off')
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`ws://127.0.0.1:${closing.port}/rpc`, { headers })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await closing.app.close()
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
