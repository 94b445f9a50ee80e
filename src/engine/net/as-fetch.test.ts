import { createHash, randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { openWayOut, startServer } from '../../../test/support/network/way-out.ts'
import { asFetch } from './as-fetch.ts'

const use = { purpose: 'model', destination: 'server', totalMs: 20_000 } as const

describe('MOD-5.log: the way out in the shape of fetch', () => {
  it('sends text, bytes, forms and streams as they are, by any method, and counts what left and what came', async () => {
    // Catches bytes that are sent as text, and a log that says nothing of what was sent.
    const { port, requests } = await startServer({
      address: '127.0.0.1',
      async handler(request, response) {
        const body = Buffer.concat(await request.toArray())
        const hash = createHash('sha256').update(body).digest('hex')
        response.setHeader('x-method', request.method ?? '')
        response.end(`${body.length} ${hash}`)
      },
    })
    const way = openWayOut()
    const call = asFetch(way.net, use)
    const url = `http://127.0.0.1:${port}/v1/files?key=secret`
    const bytes = randomBytes(100_000)
    const expected = (body: Uint8Array) => `${body.length} ${createHash('sha256').update(body).digest('hex')}`
    const text = 'naïve ☕'
    const pieces = Readable.toWeb(
      Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]),
    ) as ReadableStream<Uint8Array>
    const answers = [
      await call(url, { method: 'POST', body: bytes }),
      await call(new URL(url), { method: 'PUT', body: text, headers: { 'x-own': 'yes' } }),
      await call(new Request(url, { method: 'PATCH', body: text })),
      await call(url, { method: 'POST', body: pieces, duplex: 'half' } as RequestInit),
    ]
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(
      [bytes, Buffer.from(text), Buffer.from(text), bytes].map(expected),
    )
    expect(answers.map(({ headers }) => headers.get('x-method'))).toEqual(['POST', 'PUT', 'PATCH', 'POST'])
    expect(requests[1]?.headers).toMatchObject({ 'x-own': 'yes', 'content-length': '10' })
    const form = new FormData()
    form.set('file', new Blob(['in a form']), 'a.txt')
    await (await call(url, { method: 'POST', body: form })).text()
    expect(requests.at(-1)?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(way.calls.slice(0, 4).map(({ bytesSent, bytesReceived }) => [bytesSent, bytesReceived])).toEqual([
      [100_000, 71],
      [10, 67],
      [10, 67],
      [100_000, 71],
    ])
    expect(JSON.stringify(way.calls)).not.toMatch(/secret|files/)
  })

  it('streams what comes, ends when its reader goes, and when it is cancelled', async () => {
    let left = 0
    const { port } = await startServer({
      address: '127.0.0.1',
      handler(_request, response) {
        response.write('first')
        response.on('close', () => {
          left += 1
        })
      },
    })
    const way = openWayOut()
    const call = asFetch(way.net, use)
    const url = `http://127.0.0.1:${port}/`
    const reader = (await call(url)).body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
    await reader?.cancel()
    await expect.poll(() => left).toBe(1)
    const leaving = new AbortController()
    const answer = await call(url, { signal: leaving.signal })
    const reading = answer.text()
    leaving.abort(new Error('stopped'))
    await expect(reading).rejects.toThrow('stopped')
    await expect.poll(() => left).toBe(2)
    await expect(call(url, { signal: leaving.signal })).rejects.toThrow('stopped')
    expect(way.calls.map(({ status, code }) => [status, code])).toEqual([
      [200, null],
      [200, 'CANCELLED'],
      [null, 'CANCELLED'],
    ])
  })

  it('a stop reaches an answer that is being read, whatever was collected since it began', async () => {
    // Catches a stop that is lost: a Request's own signal follows its caller's only while the Request is in memory.
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const { port } = await startServer({
      address: '127.0.0.1',
      handler: (_request, response) => void response.write('begun'),
    })
    const leaving = new AbortController()
    const answer = await asFetch(openWayOut().net, use)(`http://127.0.0.1:${port}/`, { signal: leaving.signal })
    const reader = answer.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('begun')
    // In a turn of its own: weak references last to the end of the turn that looked through them.
    await new Promise(setImmediate)
    collect()
    await new Promise(setImmediate)
    leaving.abort(new Error('stopped'))
    await expect(reader?.read()).rejects.toThrow('stopped')
  })

  it('an answer without a body, a HEAD and a redirect of a POST come as they are', async () => {
    const { port } = await startServer({
      address: '127.0.0.1',
      handler(request, response) {
        if (request.method === 'POST') response.writeHead(307, { location: 'http://world.test/' })
        else response.writeHead(request.method === 'DELETE' ? 204 : 200, { 'x-length': '5' })
        response.end()
      },
    })
    const call = asFetch(openWayOut().net, use)
    const url = `http://127.0.0.1:${port}/`
    const answers = await Promise.all(['DELETE', 'HEAD', 'POST'].map((method) => call(url, { method })))
    expect(await Promise.all(answers.map(async (each) => [each.status, await each.text()]))).toEqual([
      [204, ''],
      [200, ''],
      [307, ''],
    ])
  })
})

describe('MOD-5.log: every call is accounted for', () => {
  it('with how it ended, also one that was kept from leaving', async () => {
    // Catches a refused call that nobody learns of, and a break in the middle that looks like success.
    const { port } = await startServer({
      handler(request, response) {
        if (request.url === '/silent') return
        if (request.url === '/stops') return void response.write('and then')
        response.writeHead(200, { 'content-length': '100' })
        response.write('half')
        setImmediate(() => response.destroy())
      },
    })
    const way = openWayOut({}, { timeouts: { silenceMs: 200 } })
    const at = `world.test:${port}`
    await expect(way.get(`http://${at}/broken`)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await expect(way.get(`http://${at}/silent`)).rejects.toMatchObject({ code: 'TIMEOUT' })
    await expect(way.get(`http://${at}/stops`)).rejects.toMatchObject({ code: 'TIMEOUT' })
    await expect(way.get('http://10.0.0.1/')).rejects.toMatchObject({ code: 'ADDRESS_PRIVATE' })
    way.settings.offline = true
    await expect(way.get(`http://${at}/`)).rejects.toMatchObject({ code: 'OFFLINE' })
    await expect(way.get('nonsense')).rejects.toMatchObject({ code: 'ADDRESS_UNSUPPORTED' })
    expect(way.calls.map(({ host, status, code, bytesReceived }) => [host, status, code, bytesReceived])).toEqual([
      [at, 200, 'UNREACHABLE', 4],
      [at, null, 'TIMEOUT', 0],
      [at, 200, 'TIMEOUT', 8],
      ['10.0.0.1', null, 'ADDRESS_PRIVATE', 0],
      [at, null, 'OFFLINE', 0],
      ['', null, 'ADDRESS_UNSUPPORTED', 0],
    ])
  })

  it('SEC-5.offline: the switch ends what is under way, but for what stays on this machine', async () => {
    // Catches a download that goes on for an hour after somebody went offline.
    const handler: RequestListener = (_request, response) => void response.write('first')
    const [far, near] = [await startServer({ handler }), await startServer({ address: '127.0.0.1', handler })]
    const way = openWayOut()
    const begin = async (url: string) => {
      const call = { url, purpose: 'trial', destination: 'server' as const, totalMs: 20_000 }
      const { body } = await way.net.fetch({ ...call, signal: new AbortController().signal })
      const pieces = body[Symbol.asyncIterator]()
      expect(Buffer.from((await pieces.next()).value ?? []).toString()).toBe('first')
      return pieces
    }
    const [outside, here] = [
      await begin(`http://world.test:${far.port}/`),
      await begin(`http://localhost:${near.port}/`),
    ]
    way.settings.offline = true
    way.net.cutOff()
    await expect(outside.next()).rejects.toMatchObject({ code: 'OFFLINE' })
    const waiting = Promise.race([here.next(), Promise.resolve('still there')])
    expect(await waiting).toBe('still there')
    expect(way.calls).toMatchObject([{ code: 'OFFLINE', status: 200, bytesReceived: 5 }])
  })

  it('a name that nobody resolves in time is given up like a connection', async () => {
    const way = openWayOut({}, { timeouts: { connectMs: 50 }, resolve: () => new Promise(() => undefined) })
    await expect(way.get('http://slow.test/')).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})
