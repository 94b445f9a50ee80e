import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Chunking } from '../../src/contract/chunking.ts'
import type { Chunk } from '../../src/contract/document-care.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { importPaths, openTestIngest, type TestIngest, waitForJob } from '../support/ingest.ts'
import { shareIngest } from '../support/shared-ingest.ts'

const small = Chunking.parse({ strategy: 'fixed', maximumTokens: 64, overlapTokens: 0 })
const paragraphs = Chunking.parse({ strategy: 'paragraphs' })

const shared = shareIngest()
let rooms: TestIngest
let folder: string
beforeEach(() => {
  ;({ rooms, folder } = shared)
})

/** Reads some documents with the usual settings into a library; answers with their ids. */
async function addDocuments(count: number): Promise<string[]> {
  for (let number = 0; number < count; number++) {
    writeFileSync(join(folder, `${number}.md`), `# Title ${number}\n\n${`Sentence ${number} of it. `.repeat(60)}`)
  }
  const job = await importPaths(rooms, [folder])
  expect((await waitForJob(rooms, job.id)).progress.ready).toBe(count)
  const { items } = await rooms.store.read('documents.list', {
    ...{ library: 'docs', offset: 0, limit: 500, trashed: false },
    ...{ sort: 'name', order: 'ascending' },
  })
  return items.map(({ id }) => id)
}

async function chunksOf(documentId: string, { store } = rooms): Promise<Chunk[]> {
  return (await store.read('chunks.list', { documentId, offset: 0, limit: 1_000 })).items
}

/** As the handler does it; answers with the job's id. */
async function configure(chunking: Chunking): Promise<string> {
  const { jobId, superseded } = await rooms.rechunking.configure({ library: 'docs', chunking, rechunk: true })
  await rooms.queue.cancelUnfinished(superseded)
  return jobId ?? ''
}

async function rechunk(chunking: Chunking): Promise<string> {
  const jobId = await configure(chunking)
  rooms.queue.wake()
  return jobId
}

test('LIB-5.settings: a library that is configured cuts what it has anew, from the stored text, and what comes after', async () => {
  const [first = ''] = await addDocuments(3)
  const before = await chunksOf(first)
  // The originals are gone: only the stored text can be what is cut.
  rmSync(folder, { recursive: true })
  const job = await waitForJob(rooms, await rechunk(small))
  expect(job).toMatchObject({ kind: 'rechunk', state: 'completed', priority: 'low', progress: { ready: 3, failed: 0 } })
  const after = await chunksOf(first)
  expect(after.length).toBeGreaterThan(before.length)
  expect(Math.max(...after.map(({ tokens }) => tokens))).toBeLessThanOrEqual(64)
  const library = await rooms.store.read('libraries.get', { library: 'docs' })
  expect(library.chunking).toEqual(small)
  expect(library.chunks).toBe(after.length * 3)

  const other = mkdtempSync(join(tmpdir(), 'diwan-rechunk-'))
  writeFileSync(join(other, 'new.md'), 'A new sentence. '.repeat(100))
  await waitForJob(rooms, (await importPaths(rooms, [other])).id)
  rmSync(other, { recursive: true })
  const found = await createRetrieval({ store: rooms.store, telemetry: rooms.telemetry }).search({
    query: 'new',
    libraries: ['docs'],
    limit: 1,
    group: 'none',
  })
  const added = await chunksOf(found.passages[0]?.documentId ?? '')
  expect(Math.max(...added.map(({ tokens }) => tokens))).toBeLessThanOrEqual(64)
})

test('LIB-5.settings: what is cut anew is found by its words, and nothing is found twice or in the trash', async () => {
  const [first = '', second = ''] = await addDocuments(2)
  await rooms.store.write('documents.trash', { documentIds: [second], now: Date.now() })
  await waitForJob(rooms, await rechunk(small))
  const retrieval = createRetrieval({ store: rooms.store, telemetry: rooms.telemetry })
  const search = (query: string) => retrieval.search({ query, libraries: ['docs'], limit: 50, group: 'none' })
  expect(new Set((await search('sentence')).passages.map(({ documentId }) => documentId))).toEqual(new Set([first]))
  const ids = (await search('sentence')).passages.map(({ chunkId }) => chunkId)
  expect(new Set(ids).size).toBe(ids.length)
  expect((await chunksOf(second)).every(({ tokens }) => tokens <= 64)).toBe(true)
})

test('LIB-5.preview: other settings are tried on stored text, page by page, and change nothing', async () => {
  const [first = ''] = await addDocuments(1)
  const before = await chunksOf(first)
  const whole = await rooms.rechunking.preview({ documentId: first, chunking: small, offset: 0, limit: 500 })
  const page = await rooms.rechunking.preview({ documentId: first, chunking: small, offset: 2, limit: 3 })
  expect(page).toEqual({ total: whole.items.length, items: whole.items.slice(2, 5) })
  expect(page.items[0]).toMatchObject({ ordinal: 2, headingPath: ['Title 0'], context: '', line: 3 })
  expect(await chunksOf(first)).toEqual(before)
  await waitForJob(rooms, await rechunk(small))
  expect(await chunksOf(first)).toEqual(whole.items)
})

test('a job that an engine did not survive goes on where it was, with the settings of now, and no document is lost', async () => {
  const ids = await addDocuments(30)
  const { dataFolder, key } = rooms
  const jobId = await rechunk(small)
  for await (const { job } of rooms.queue.watch(jobId)) if (job.progress.ready > 3) break
  await rooms.close()
  await using again = await openTestIngest({ dataFolder, key })
  const { jobId: second } = await again.rechunking.configure({ library: 'docs', chunking: paragraphs, rechunk: true })
  again.queue.wake()
  await waitForJob(again, jobId)
  await waitForJob(again, second ?? '')
  const library = await again.store.read('libraries.get', { library: 'docs' })
  const counts = await Promise.all(ids.map(async (id) => (await chunksOf(id, again)).length))
  const { total } = await again.rechunking.preview({
    documentId: ids[0] ?? '',
    chunking: paragraphs,
    offset: 0,
    limit: 1,
  })
  expect(new Set(counts)).toEqual(new Set([total]))
  expect(library.chunks).toBe(total * 30)
})

// Would catch every change of a setting leaving a job behind that cuts the whole library once more.
test('settings that change again cancel the job that cut by the ones before, and every document is cut by the last', async () => {
  const ids = await addDocuments(20)
  const jobs = [await configure(paragraphs), await configure(Chunking.parse({})), await rechunk(small)]
  const last = jobs.at(-1) ?? ''
  await waitForJob(rooms, last)
  const ended = await Promise.all(jobs.map((id) => waitForJob(rooms, id)))
  expect(ended.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'completed'])
  const { total } = await rooms.rechunking.preview({ documentId: ids[0] ?? '', chunking: small, offset: 0, limit: 1 })
  const counts = await Promise.all(ids.map(async (id) => (await chunksOf(id)).length))
  expect(new Set(counts)).toEqual(new Set([total]))
})

test('a document that changes while it is cut is cut again; one that is gone is passed over', async () => {
  const [first = '', second = ''] = await addDocuments(2)
  const { jobId } = await rooms.rechunking.configure({ library: 'docs', chunking: small, rechunk: true })
  const { items } = await rooms.store.read('librarySettings.stored', { library: 'docs', after: 0, limit: 10 })
  await rooms.store.write('jobs.addItems', { jobId: jobId ?? '', items })
  const { version } = await rooms.store.read('chunks.source', { documentId: first })
  const stale = { item: { jobId: jobId ?? '', ordinal: 1 }, documentId: first, outcome: 'cut' as const }
  const chunks = Buffer.from([])
  const settle = (result: { version: number; chunking: Chunking }) =>
    rooms.store.write('rechunk.settle', { ...stale, ...result, chunks: new Uint8Array(chunks) })
  expect(await settle({ version: version + 1, chunking: small })).toBe('stale')
  expect(await settle({ version, chunking: paragraphs })).toBe('stale')
  await rooms.store.write('rechunk.settle', {
    item: { jobId: jobId ?? '', ordinal: 2 },
    documentId: second,
    outcome: 'gone',
  })
  rooms.queue.wake()
  expect((await waitForJob(rooms, jobId ?? '')).progress).toMatchObject({ total: 2, ready: 1, unchanged: 1 })
})

test('files that are being read while the settings change are cut as the settings are then', async () => {
  for (let number = 0; number < 40; number++) {
    writeFileSync(join(folder, `${number}.md`), `# Title ${number}\n\n${`Sentence ${number} of it. `.repeat(60)}`)
  }
  const reading = await importPaths(rooms, [folder])
  for await (const { job } of rooms.queue.watch(reading.id)) if (job.progress.ready > 0) break
  const jobId = await rechunk(small)
  await waitForJob(rooms, reading.id)
  await waitForJob(rooms, jobId)
  const { items } = await rooms.store.read('documents.list', {
    ...{ library: 'docs', offset: 0, limit: 500, trashed: false },
    ...{ sort: 'name', order: 'ascending' },
  })
  const chunks = await Promise.all(items.map(({ id }) => chunksOf(id)))
  expect(items).toHaveLength(40)
  expect(Math.max(...chunks.flat().map(({ tokens }) => tokens))).toBeLessThanOrEqual(64)
})

test('LIB-5.semantic: LIB-5.late: without an embedding model both ways are refused, and settings stay as they were', async () => {
  const [first = ''] = await addDocuments(1)
  for (const strategy of ['semantic', 'late'] as const) {
    const chunking = Chunking.parse({ strategy })
    const refused = { code: 'CHUNKING_NEEDS_MODEL', data: { strategy } }
    await expect(rooms.rechunking.configure({ library: 'docs', chunking, rechunk: true })).rejects.toMatchObject(
      refused,
    )
    await expect(rooms.rechunking.preview({ documentId: first, chunking, offset: 0, limit: 1 })).rejects.toMatchObject(
      refused,
    )
  }
  expect((await rooms.store.read('libraries.get', { library: 'docs' })).chunking.strategy).toBe('auto')
})

test('an empty library has nothing to cut anew: its settings are kept and no job is made', async () => {
  expect(await rooms.rechunking.configure({ library: 'docs', chunking: small, rechunk: true })).toEqual({
    jobId: null,
    superseded: [],
  })
  expect((await rooms.store.read('libraries.get', { library: 'docs' })).chunking).toEqual(small)
})
