import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Document } from '../../src/contract/document.ts'
import type { Job } from '../../src/contract/jobs.ts'
import { judgeAddress } from '../../src/engine/net/addresses.ts'
import { ManualClock } from '../support/desktop/fake-supervision.ts'
import { openTestIngest, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { shareIngest } from '../support/shared-ingest.ts'

/** The loopback network has more than one address; this one stands for a server out in the world. */
const outside = '127.0.0.2'
let rooms: TestIngest
let clock: ManualClock
let site: Awaited<ReturnType<typeof serve>>
let inside: Awaited<ReturnType<typeof serve>>

type Handler = (request: IncomingMessage, response: ServerResponse) => void

async function serve(address: string) {
  const pages = new Map<string, Handler>()
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers })
    const page = pages.get(request.url ?? '')
    if (page === undefined) response.writeHead(404).end('nothing here')
    else page(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const { port } = server.address() as AddressInfo
  return {
    pages,
    requests,
    address: (path: string) => `http://world.test:${port}${path}`,
    port,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const shared = shareIngest(() => {
  clock = new ManualClock()
  return {
    clock,
    judge: (address) => (address === outside ? 'public' : judgeAddress(address)),
    resolve: async (name) => {
      if (name === 'world.test') return [{ address: outside, family: 4 }]
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    },
  }
})

beforeEach(async () => {
  ;({ rooms } = shared)
  site = await serve(outside)
  inside = await serve('127.0.0.1')
})
afterEach(async () => {
  await site.close()
  await inside.close()
})

const html = (title: string, text: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body><nav>Home</nav><main><h1>${title}</h1><p>${text}</p></main></body></html>`

function page(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): void {
  site.pages.set(path, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  })
}

async function add(...urls: string[]): Promise<Job> {
  const { id } = await rooms.ingest.addUrls({ library: 'docs', urls })
  rooms.queue.wake()
  return waitForJob(rooms, id)
}

async function documents(): Promise<Document[]> {
  const { items } = await rooms.store.read('documents.list', {
    ...{ library: 'docs', offset: 0, limit: 100, sort: 'name', order: 'ascending', trashed: false },
  })
  return items
}

/** Turns the clock until the job has ended: what waits to be tried again is tried. */
async function turnUntilEnded(jobId: string): Promise<Job> {
  const turning = setInterval(() => clock.advance(20_000), 20)
  try {
    return await waitForJob(rooms, jobId)
  } finally {
    clearInterval(turning)
  }
}

describe('LIB-1.url: pages of the web', () => {
  it('are fetched, read by their content, and kept with their address, title and date', async () => {
    page('/guide/falcons.php?lang=en', html('On falcons', 'The peregrine is the fastest.'), {
      'last-modified': 'Tue, 15 Nov 2022 12:45:26 GMT',
      etag: '"v1"',
    })
    page('/notes.md', '# Notes\n\n- owls hunt at night\n', { 'content-type': 'text/plain' })
    const job = await add(
      `http://user:secret@world.test:${site.port}/guide/falcons.php?lang=en#speed`,
      site.address('/notes.md'),
    )
    expect(job).toMatchObject({ state: 'completed', progress: { ready: 2, failed: 0 } })
    const [falcons, notes] = await documents()
    expect(falcons).toMatchObject({
      name: `world.test:${site.port}/guide/falcons.php?lang=en`,
      title: 'On falcons',
      uri: site.address('/guide/falcons.php?lang=en'),
      type: 'html',
      modifiedAt: Date.UTC(2022, 10, 15, 12, 45, 26),
    })
    expect(notes).toMatchObject({ type: 'markdown', state: 'ready' })
    expect(JSON.stringify([falcons, notes])).not.toContain('secret')
    const { text } = await rooms.store.read('documents.content', {
      ...{ documentId: falcons?.id ?? '', fromBlock: 0, limit: 100 },
    })
    expect(text).toContain('The peregrine is the fastest.')
  })

  it('keep a snapshot that outlives the page and every sweep', async () => {
    page('/gone.html', html('Soon gone', 'Read it while you can.'))
    await add(site.address('/gone.html'))
    site.pages.clear()
    await rooms.ingest.sweep()
    const [kept] = await documents()
    if (kept === undefined) throw new Error('the page is not there')
    const original = await rooms.ingest.readOriginal(kept)
    expect(await original.text()).toContain('Read it while you can.')
    expect(original.type).toBe('text/plain')
  })

  it('are asked for only if they changed, and an unchanged one is not read again', async () => {
    let body = html('Page', 'First version.')
    const stands = (request: IncomingMessage) => request.headers['if-none-match'] === `"${body.length}"`
    site.pages.set('/page', (request, response) => {
      const headers = { 'content-type': 'text/html', etag: `"${body.length}"` }
      if (stands(request)) response.writeHead(304, headers).end()
      else response.writeHead(200, headers).end(body)
    })
    await add(site.address('/page'))
    expect((await add(site.address('/page'))).progress).toMatchObject({ ready: 0, unchanged: 1 })
    body = html('Page', 'A second, longer version.')
    expect((await add(site.address('/page'))).progress).toMatchObject({ ready: 1, unchanged: 0 })
    expect((await add(site.address('/page'))).progress).toMatchObject({ ready: 0, unchanged: 1 })
    expect(site.requests.map(({ headers }) => headers['if-none-match'] !== undefined)).toEqual([
      false,
      true,
      true,
      true,
    ])
    expect(await documents()).toHaveLength(1)
  })

  it('are fetched anew when they are read again, and read with today’s readers where nothing changed', async () => {
    let body = html('Page', 'First version.')
    site.pages.set('/page', (request, response) => {
      const headers = { 'content-type': 'text/html', etag: `"${body.length}"` }
      if (request.headers['if-none-match'] === headers.etag) response.writeHead(304, headers).end()
      else response.writeHead(200, headers).end(body)
    })
    await add(site.address('/page'))
    const [before] = await documents()
    const reread = async () => {
      const [job] = await rooms.ingest.reread({ documentIds: [before?.id ?? ''] })
      rooms.queue.wake()
      return (await waitForJob(rooms, job?.id ?? '')).progress
    }
    // The server says that nothing changed; what is kept is read again all the same.
    expect(await reread()).toMatchObject({ ready: 1, unchanged: 0, failed: 0 })
    body = html('Page', 'The second version is longer.')
    expect(await reread()).toMatchObject({ ready: 1, failed: 0 })
    const [after] = await documents()
    expect(after).toMatchObject({ id: before?.id, state: 'ready', bytes: body.length })
    site.pages.clear()
    expect(await reread()).toMatchObject({ ready: 0, failed: 1 })
    expect(await documents()).toMatchObject([{ state: 'ready', error: 'URL_REFUSED', bytes: body.length }])
  })

  it('whose kept copy was damaged are fetched whole, which mends it', async () => {
    const body = html('Page', 'Only version.')
    site.pages.set('/page', (request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, { 'content-type': 'text/html', etag: '"1"' }).end(body)
    })
    await add(site.address('/page'))
    const [kept] = await documents()
    if (kept?.contentHash == null) throw new Error('the page is not there')
    rmSync(join(rooms.dataFolder, 'blobs', kept.contentHash.slice(0, 2), kept.contentHash.slice(2)))
    await expect(rooms.ingest.readOriginal(kept)).rejects.toMatchObject({ code: 'ORIGINAL_UNAVAILABLE' })
    expect((await add(site.address('/page'))).progress).toMatchObject({ unchanged: 1, failed: 0 })
    expect(await (await rooms.ingest.readOriginal(kept)).text()).toBe(body)
  })

  it('that can no longer be fetched keep what was read, with the failure beside it', async () => {
    page('/page', html('Page', 'What it said.'))
    await add(site.address('/page'))
    site.pages.clear()
    const again = await add(site.address('/page'))
    expect(await outcomesOf(rooms, again.id)).toEqual({ [`world.test:${site.port}/page`]: 'URL_REFUSED' })
    expect(await documents()).toMatchObject([{ state: 'ready', error: 'URL_REFUSED', chunks: 1, type: 'html' }])
    page('/page', html('Page', 'What it said.'))
    await add(site.address('/page'))
    expect(await documents()).toMatchObject([{ state: 'ready', error: null }])
  })

  it('that lead to this machine are refused, also by a redirect, and the others are read', async () => {
    page('/good', html('Good', 'A page of the world.'))
    site.pages.set('/trap', (_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/admin` }).end()
    })
    const job = await add(site.address('/good'), site.address('/trap'), `http://2130706433:${inside.port}/admin`)
    expect(Object.values(await outcomesOf(rooms, job.id)).sort()).toEqual(['URL_PRIVATE', 'URL_PRIVATE', 'ready'])
    expect(inside.requests).toEqual([])
  })

  it('are not fetched when the offline switch is on', async () => {
    page('/page', html('Page', 'Text.'))
    rooms.network.offline = true
    const job = await add(site.address('/page'))
    expect(Object.values(await outcomesOf(rooms, job.id))).toEqual(['URL_OFFLINE'])
    expect(site.requests).toEqual([])
  })

  it('LIB-2.size: that are larger than the setting allows are refused and not kept', async () => {
    rooms.settings.maximumFileMegabytes = 1
    page('/large', 'x'.repeat(1_500_000), { 'content-type': 'text/plain' })
    const job = await add(site.address('/large'))
    expect(Object.values(await outcomesOf(rooms, job.id))).toEqual(['FILE_TOO_LARGE'])
  })

  it('what is no address of the web is refused as a whole, and nothing is made', async () => {
    for (const url of ['ftp://world.test/', 'file:///etc/passwd', 'world.test', 'javascript:alert(1)']) {
      await expect(rooms.ingest.addUrls({ library: 'docs', urls: [site.address('/'), url] })).rejects.toMatchObject({
        code: 'URL_UNSUPPORTED',
        data: { url },
      })
    }
    expect((await rooms.queue.list({ offset: 0, limit: 9, unfinished: false })).total).toBe(0)
  })
})

describe('LIB-3.retry: failures that may pass', () => {
  it('a server that has too much to do is asked again when it said, the others go on meanwhile', async () => {
    let asked = 0
    site.pages.set('/busy', (_request, response) => {
      asked += 1
      if (asked < 3) response.writeHead(503, { 'retry-after': '30' }).end()
      else response.writeHead(200, { 'content-type': 'text/html' }).end(html('At last', 'It answered.'))
    })
    page('/quick', html('Quick', 'At once.'))
    const { id } = await rooms.ingest.addUrls({
      library: 'docs',
      urls: [site.address('/busy'), site.address('/quick')],
    })
    rooms.queue.wake()
    for await (const { job } of rooms.queue.watch(id)) if (job.progress.ready === 1) break
    await expect.poll(() => clock.pending).toBe(1)
    // Still running, honestly: nothing is in work, and the page says when it is tried again.
    expect(await rooms.queue.get(id)).toMatchObject({
      state: 'running',
      progress: { ready: 1, failed: 0, current: [] },
    })
    const waiting = await rooms.store.read('jobItems.list', { jobId: id, state: 'pending', offset: 0, limit: 9 })
    expect(waiting.items).toMatchObject([{ error: 'URL_REFUSED', retries: 1, retryAt: clock.now() + 30_000 }])
    clock.advance(29_999)
    expect(asked).toBe(1)
    expect(await turnUntilEnded(id)).toMatchObject({ state: 'completed', progress: { ready: 2, failed: 0 } })
    expect(asked).toBe(3)
    const done = await rooms.store.read('jobItems.list', { jobId: id, state: 'ready', offset: 0, limit: 9 })
    expect(done.items.map(({ retries, retryAt }) => ({ retries, retryAt }))).toContainEqual({
      retries: 2,
      retryAt: null,
    })
  })

  it('end as failures after three tries, and what will not pass after one', async () => {
    site.pages.set('/always-busy', (_request, response) => response.writeHead(429).end())
    const { id } = await rooms.ingest.addUrls({
      library: 'docs',
      urls: [site.address('/always-busy'), site.address('/not-there'), 'http://no-such-name.test/'],
    })
    rooms.queue.wake()
    expect(await turnUntilEnded(id)).toMatchObject({ state: 'completed', progress: { ready: 0, failed: 3 } })
    const { items } = await rooms.store.read('jobItems.list', { jobId: id, offset: 0, limit: 9 })
    expect(items.map(({ error, retries }) => ({ error, retries }))).toEqual([
      { error: 'URL_REFUSED', retries: 2 },
      { error: 'URL_REFUSED', retries: 0 },
      { error: 'URL_UNREACHABLE', retries: 2 },
    ])
    expect(clock.pending).toBe(0)
  })

  it('wait over a restart, and a clock that was set back makes nobody wait for it', async () => {
    let busy = true
    site.pages.set('/busy', (_request, response) => {
      if (busy) response.writeHead(503).end()
      else response.writeHead(200, { 'content-type': 'text/html' }).end(html('Back', 'It answered.'))
    })
    const { id } = await rooms.ingest.addUrls({ library: 'docs', urls: [site.address('/busy')] })
    rooms.queue.wake()
    await expect.poll(() => clock.pending).toBe(1)
    const { dataFolder, key } = rooms
    await rooms.close()
    busy = false
    const early = new ManualClock()
    // The waiting item is due more than an hour after this clock's now.
    early.sleep(-900_000_000)
    await using next = await openTestIngest({
      ...{ dataFolder, key, clock: early },
      judge: () => 'public',
      resolve: async () => [{ address: outside, family: 4 }],
    })
    expect(await waitForJob(next, id)).toMatchObject({ state: 'completed', progress: { ready: 1 } })
  })
})
