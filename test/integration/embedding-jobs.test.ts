import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ModelError } from '../../src/engine/inference/model-runner.ts'
import { createLibraryIndexes } from '../../src/engine/ingest/embedding/library-indexes.ts'
import { createEmbeddingRunner } from '../../src/engine/ingest/embedding/run-embedding.ts'
import type { Clock } from '../../src/engine/jobs/clock.ts'
import type { Store } from '../../src/engine/store/store.ts'
import type { Embedder } from '../../src/engine/usage/models.ts'
import { createVectors } from '../../src/engine/vectors/create-vectors.ts'
import { addDocuments, createLibrary, eraseDocuments, openTestStore, type TestStore } from '../support/library.ts'

/** A model whose vectors tell how often a text has some letters. `before` may refuse what it is to read. */
function letterEmbedder(before: (texts: readonly string[]) => void = () => undefined): Embedder {
  return {
    fingerprint: 'letters',
    dimensions: 4,
    maximumTokens: 1_000,
    async embed(texts) {
      before(texts)
      const count = (text: string, letter: string) => text.split(letter).length - 1
      const vectors = texts.map((text) => Float32Array.from('aeio', (letter) => count(text, letter)))
      return { vectors: vectors.map(toLengthOne), tokens: texts.length }
    },
    embedTokens: null,
    close: async () => undefined,
  }
}

function toLengthOne(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const space = { fingerprint: 'letters', modelId: 'letters', dimensions: 4 }

/** Time that passes as soon as somebody waits for it. */
function hastyClock(): Clock & { pauses: number[] } {
  const pauses: number[] = []
  return {
    pauses,
    now: () => 1_000_000 + pauses.reduce((sum, pause) => sum + pause, 0),
    after(milliseconds, callback) {
      pauses.push(milliseconds)
      const soon = setImmediate(callback)
      return { [Symbol.dispose]: () => clearImmediate(soon) }
    },
  }
}

/** Runs the library's job as the queue does; answers with what its items are at the end. */
async function runJob({ store, telemetry }: TestStore, embedder: Embedder, clock: Clock = hastyClock()) {
  let job = await store.write('jobs.claim', { now: 1 })
  // Those that added the documents are done.
  while (job?.kind === 'ingest') job = await store.write('jobs.claim', { now: 1 })
  if (job === null) throw new Error('there is no job')
  const indexes = { settle: async () => undefined, catchUp: async () => undefined }
  const runner = createEmbeddingRunner({ store, telemetry, indexes, clock, models: { embedder: async () => embedder } })
  const { signal } = new AbortController()
  await runner.run(job, { signal, drain: signal, priority: () => 'low', live: () => undefined })
  await store.write('jobs.complete', { jobId: job.id, now: 2 })
  const { items } = await store.read('jobItems.list', { jobId: job.id, offset: 0, limit: 100 })
  return { job: await store.read('jobs.get', { jobId: job.id }), items }
}

async function withModel(store: Store): Promise<void> {
  await createLibrary(store, 'docs')
  await store.write('librarySpaces.choose', { library: 'docs', space: { ...space, isLocal: true }, now: 1 })
}

const embeddingOf = async (store: Store) => (await store.read('libraries.get', { library: 'docs' })).embedding

test('texts of many documents go to the model together, each once, the longest last', async () => {
  await using rooms = await openTestStore()
  await withModel(rooms.store)
  const texts = ['a longer text than others, by far', 'short one', 'middle of the road']
  await addDocuments(rooms.store, 'docs', [
    ...texts.map((text, index) => ({ name: `${index}.txt`, text })),
    { name: 'again.txt', text: 'short one' },
  ])
  const calls: string[][] = []
  const { job } = await runJob(
    rooms,
    letterEmbedder((read) => void calls.push([...read])),
  )
  expect(calls).toEqual([['short one', 'middle of the road', 'a longer text than others, by far']])
  expect(job).toMatchObject({ state: 'completed', ready: 4, failed: 0, bytesDone: job.bytesTotal })
  expect(await embeddingOf(rooms.store)).toEqual({ modelId: 'letters', vectors: 4, next: null })
})

// Catches a job that fails, or asks a server without a pause, while nobody is at the other end.
test('a model that can not be reached is waited for, longer each time, and told of', async () => {
  await using rooms = await openTestStore()
  const { store } = rooms
  await withModel(store)
  await addDocuments(store, 'docs', [{ name: 'a.txt', text: 'a text' }])
  const clock = hastyClock()
  let left = 3
  const embedder = letterEmbedder(() => {
    if (left-- > 0) throw new ModelError('MODEL_UNREACHABLE', 'nobody is there')
  })
  const { job, items } = await runJob(rooms, embedder, clock)
  expect(clock.pauses).toEqual([5_000, 10_000, 20_000])
  expect(job).toMatchObject({ state: 'completed', ready: 1 })
  expect(items).toMatchObject([{ state: 'ready', error: null, retries: 3, retryAt: null }])
})

test('a document that the model does not take is refused alone', async () => {
  await using rooms = await openTestStore()
  const { store } = rooms
  await withModel(store)
  const texts = ['one text', 'a poisoned text', 'another text']
  await addDocuments(
    store,
    'docs',
    texts.map((text, index) => ({ name: `${index}.txt`, text })),
  )
  const embedder = letterEmbedder((read) => {
    if (read.some((text) => text.includes('poison'))) throw new ModelError('MODEL_FAILED', 'it broke')
  })
  const { items } = await runJob(rooms, embedder)
  expect(items.map(({ name, state, error }) => [name, state, error])).toEqual([
    ['0.txt', 'ready', null],
    ['1.txt', 'failed', 'MODEL_FAILED'],
    ['2.txt', 'ready', null],
  ])
  expect((await embeddingOf(store)).vectors).toBe(2)
  // It is found by its words all the same.
  expect((await store.read('libraries.get', { library: 'docs' })).chunks).toBe(3)
})

// Catches an index that keeps what is in the trash, or misses what was cut anew: each is a change that it was not told of.
test('what the changes tell is the same as all vectors, after any change of documents', async () => {
  await using rooms = await openTestStore()
  const { store } = rooms
  await withModel(store)
  const documentIds = await addDocuments(store, 'docs', [
    { name: 'a.txt', text: 'first part\n\nsecond part' },
    { name: 'b.txt', text: 'third part' },
    { name: 'c.txt', text: 'fourth part' },
  ])
  await runJob(rooms, letterEmbedder())
  const [place] = await store.read('librarySpaces.ofLibrary', { library: 'docs' })
  if (place === undefined) throw new Error('no space')
  const keys = { libraryKey: place.libraryKey, spaceKey: place.key }
  let reached = 0
  const taken = new Map<number, string>()
  const inHex = (vector: Uint8Array) => Buffer.from(vector).toString('hex')
  async function isInStep(): Promise<number> {
    for (const { number, chunkId, vector } of (await store.read('vectorSource.changes', {
      ...keys,
      after: reached,
      limit: 1_000,
    })) ?? []) {
      reached = number
      if (vector === null) taken.delete(chunkId)
      else taken.set(chunkId, inHex(vector))
    }
    const all = await store.read('vectorSource.vectors', { ...keys, afterChunk: 0, limit: 1_000 })
    expect(new Map([...taken].sort(([a], [b]) => a - b))).toEqual(
      new Map(all.map(({ chunkId, vector }) => [chunkId, inHex(vector)])),
    )
    expect((await store.read('vectorSource.head', keys)).vectors).toBe(all.length)
    return all.length
  }
  expect(await isInStep()).toBe(4)
  const [first = '', second = '', third = ''] = documentIds
  await store.write('documents.trash', { documentIds: [first], now: 5 })
  expect(await isInStep()).toBe(2)
  await store.write('documents.restore', { documentIds: [first] })
  expect(await isInStep()).toBe(4)
  // Another title is another text.
  await store.write('documents.describe', { documentId: second, title: 'A title' })
  expect(await isInStep()).toBe(3)
  await runJob(rooms, letterEmbedder())
  expect(await isInStep()).toBe(4)
  // Read again with another text.
  await addDocuments(store, 'docs', [{ name: 'c.txt', text: 'fourth part\n\nfifth part' }])
  expect(await isInStep()).toBe(3)
  await runJob(rooms, letterEmbedder())
  expect(await isInStep()).toBe(5)
  const { id: erasureId } = await store.write('erasures.begin', {
    ...{ scope: 'documents' as const, what: { documentIds: [third] }, now: 9 },
  })
  while (await store.write('erasures.step', { erasureId }));
  expect(await isInStep()).toBe(3)
  // What an index has on disk is forgotten; who is behind that is told to begin anew.
  await store.write('vectorSource.prune', { ...keys, reached, limit: 1_000 })
  expect(await store.read('vectorSource.changes', { ...keys, after: reached - 1, limit: 10 })).toBeNull()
  expect(await store.read('vectorSource.changes', { ...keys, after: reached, limit: 10 })).toEqual([])
})

// Catches vectors of a model that was given up staying until the next start, because nobody had searched by them.
test('LIB-8.switch: what a library gives up goes at once, also where its index was never opened', async () => {
  await using rooms = await openTestStore()
  const { store } = rooms
  await withModel(store)
  await addDocuments(store, 'docs', [{ name: 'a.txt', text: 'a text' }])
  await runJob(rooms, letterEmbedder())
  const [place] = await store.read('librarySpaces.ofLibrary', { library: 'docs' })
  const keys = { libraryKey: place?.libraryKey ?? 0, spaceKey: place?.key ?? 0 }
  const left = async () => (await store.read('vectorSource.vectors', { ...keys, afterChunk: 0, limit: 10 })).length
  const vectors = createVectors({ ...rooms, key: Buffer.alloc(32, 1) })
  const indexes = createLibraryIndexes({ ...rooms, vectors })
  try {
    await indexes.sweep()
    expect(await left()).toBe(1)
    await store.write('librarySpaces.choose', { library: 'docs', space: null, now: 2 })
    await indexes.catchUp()
    expect(await left()).toBe(0)
  } finally {
    await indexes.close()
    await vectors.close()
  }
})

// Catches a graph that only crosses out what was erased: its bytes would stay on the disk and in memory.
test('LIB-9.vectors: after an erasure no file is left that was written before it, and the rest is found', async () => {
  await using rooms = await openTestStore()
  const { store, dataFolder } = rooms
  await withModel(store)
  const texts = ['aaa eee', 'eee iii', 'iii ooo', 'ooo aaa', 'aaa iii']
  const [erased = ''] = await addDocuments(
    store,
    'docs',
    texts.map((text, index) => ({ name: `${index}.txt`, text })),
  )
  await runJob(rooms, letterEmbedder())
  const [place] = await store.read('librarySpaces.ofLibrary', { library: 'docs' })
  if (place === undefined) throw new Error('no space')
  const vectors = createVectors({ ...rooms, key: Buffer.alloc(32, 1), limits: { graphFrom: 3 } })
  const indexes = createLibraryIndexes({ ...rooms, vectors })
  const files = () => readdirSync(join(dataFolder, 'vectors'), { recursive: true, encoding: 'utf8' })
  const parts = () => files().filter((name) => name.includes('part-'))
  try {
    await indexes.settle(place)
    const before = parts()
    expect(before).toHaveLength(1)
    await eraseDocuments(store, [erased])
    await indexes.purge([place.libraryKey])
    expect(parts().filter((name) => before.includes(name))).toEqual([])
    await indexes.settle(place)
    const serving = await indexes.serving('docs')
    const found = await serving?.index.search({ vector: Float32Array.of(1, 0, 0, 0), limit: 10 })
    expect(found).toMatchObject({ neighbours: { length: 4 }, isComplete: true })
  } finally {
    await indexes.close()
    await vectors.close()
  }
})

test('a document that changes while its job is at work is done again by the same job', async () => {
  await using rooms = await openTestStore()
  const { store } = rooms
  await withModel(store)
  await addDocuments(store, 'docs', [
    { name: 'a.txt', text: 'first text' },
    { name: 'b.txt', text: 'second text' },
  ])
  let isChanged = false
  const embedder: Embedder = {
    ...letterEmbedder(),
    async embed(texts, options) {
      if (!isChanged) {
        isChanged = true
        await addDocuments(store, 'docs', [{ name: 'a.txt', text: 'first text, changed' }])
      }
      return letterEmbedder().embed(texts, options)
    },
  }
  const { job } = await runJob(rooms, embedder)
  expect(job).toMatchObject({ state: 'completed', total: 2, ready: 2, bytesDone: job.bytesTotal })
  expect(await embeddingOf(store)).toMatchObject({ vectors: 2 })
})
