import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RetrievalOverrides } from '../../src/contract/retrieval-settings.ts'
import type { SearchFilter } from '../../src/contract/search.ts'
import { Failure } from '../../src/domain/failure.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import { type ConceptOptions, conceptRooms, conceptVector, judgingReranker } from '../support/concept-models.ts'
import { addDocuments, createLibrary, openTestStore, type TestDocument, type TestStore } from '../support/library.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened[Symbol.asyncDispose]())

const garage: TestDocument[] = [
  { name: 'mend.txt', text: 'How to mend an automobile at home.' },
  { name: 'repair.txt', text: 'Repair of clocks needs a steady hand.' },
  { name: 'cash.txt', text: 'Keep some cash in the house.' },
  { name: 'code.txt', text: 'The code ERR_4711-x is printed on the lid.' },
  { name: 'clock.txt', text: 'A clock of the zanzibarite kind is old.' },
]

/** A library whose documents all have vectors. */
async function semanticLibrary(
  name: string,
  documents: readonly TestDocument[],
  options: Partial<ConceptOptions> = {},
) {
  const { id } = await createLibrary(opened.store, name)
  const ids = await addDocuments(opened.store, id, documents)
  const rooms = { ...opened, ...conceptRooms(opened.store, { documents: new Map([[id, ids]]), ...options }) }
  return { id, ids, rooms, retrieval: createRetrieval(rooms) }
}

type Wanted = { retrieval?: RetrievalOverrides; filter?: SearchFilter; limit?: number; group?: 'none' | 'document' }

async function names(retrieval: Retrieval, library: string, query: string, wanted: Wanted = {}): Promise<string[]> {
  const { passages } = await retrieval.search({ query, libraries: [library], limit: 10, group: 'none', ...wanted })
  return passages.map(({ document }) => document)
}

describe('words and vectors', () => {
  test('RET-1.dense, RET-1.mode: meaning finds what shares no word; words find what shares no meaning; hybrid both', async () => {
    const { retrieval, id } = await semanticLibrary('garage', garage)
    const ask = (mode: 'hybrid' | 'dense' | 'keyword' | 'auto') =>
      retrieval.search({ query: 'car clock', libraries: [id], limit: 3, group: 'none', retrieval: { mode } })
    const found = Object.fromEntries(
      await Promise.all((['hybrid', 'dense', 'keyword', 'auto'] as const).map(async (mode) => [mode, await ask(mode)])),
    ) as Record<string, Awaited<ReturnType<typeof ask>>>
    const first = (mode: string) => found[mode]?.passages[0]?.document
    expect([first('dense'), first('keyword'), first('hybrid')]).toEqual(['mend.txt', 'clock.txt', 'mend.txt'])
    expect(Object.values(found).map(({ mode }) => mode)).toEqual(['hybrid', 'dense', 'keyword', 'hybrid'])
    expect(found.auto?.passages).toEqual(found.hybrid?.passages)
    expect(found.keyword?.passages.map(({ ranks }) => ranks.dense)).toEqual([null, null])
    expect(found.hybrid?.passages[0]?.ranks).toMatchObject({ keyword: null, dense: 1 })
  })

  test('RET-1.mode: without vectors every mode looks for words, and says so', async () => {
    const { id } = await createLibrary(opened.store, 'words only')
    await addDocuments(opened.store, id, garage)
    const retrieval = createRetrieval(opened)
    for (const mode of ['auto', 'hybrid', 'dense'] as const) {
      const found = await retrieval.search({
        query: 'clock',
        libraries: [id],
        limit: 5,
        group: 'none',
        retrieval: { mode },
      })
      expect(found).toMatchObject({ mode: 'keyword', notices: ['no-embedding-model', 'no-reranking-model'] })
      expect(found.passages[0]?.document).toBe('clock.txt')
    }
    const asked = await retrieval.search({
      ...{ query: 'clock', libraries: [id], limit: 5, group: 'none' },
      retrieval: { mode: 'keyword', rerank: false },
    })
    expect(asked.notices).toEqual([])
  })

  test('RET-1.fusion: 0.7 dense by default; at 0 the words decide, at 1 the vectors; reciprocal ranks weigh both the same', async () => {
    const { retrieval, id } = await semanticLibrary('weights', garage)
    const order = (settings: RetrievalOverrides) => names(retrieval, id, 'repair a car', { retrieval: settings })
    // Hold "repair": repair.txt. Nearest: mend.txt.
    expect((await order({ denseWeight: 0 }))[0]).toBe('repair.txt')
    expect((await order({ denseWeight: 1 }))[0]).toBe('mend.txt')
    expect(await order({})).toEqual(await order({ fusion: 'weighted', denseWeight: 0.7 }))
    // First by words and second by vectors, against first by vectors and nowhere by words.
    expect((await order({ fusion: 'reciprocal-rank' }))[0]).toBe('repair.txt')
  })

  test('RET-1.identifiers, RET-1.rare-words: vectors push no exact name out, and a rare word hardly', async () => {
    const near = Array.from({ length: 60 }, (_, place) => ({
      name: `near-${place}`,
      text: `Fix the car, then mend vehicle ${place}.`,
    }))
    const { retrieval, id } = await semanticLibrary('exact', [...near, ...garage])
    for (const denseWeight of [0.7, 1]) {
      const ask = (query: string) => names(retrieval, id, query, { retrieval: { denseWeight } })
      expect((await ask('fix car ERR_4711-x'))[0]).toBe('code.txt')
      expect((await ask('fix car "printed on the lid"'))[0]).toBe('code.txt')
      expect((await ask('fix car zanzibarite')).slice(0, 3)).toContain('clock.txt')
    }
    const reranker = judgingReranker((_question, text) => (text.includes('ERR') ? 0 : 1))
    const judged = await semanticLibrary('exact and judged', [...near, ...garage], { reranker })
    expect((await names(judged.retrieval, judged.id, 'fix car ERR_4711-x'))[0]).toBe('code.txt')
  })

  test('RET-1.library: libraries with and without vectors are searched together', async () => {
    const { rooms, id } = await semanticLibrary('with vectors', [garage[0] ?? { name: '', text: '' }])
    const { id: other } = await createLibrary(opened.store, 'without vectors')
    await addDocuments(opened.store, other, [{ name: 'plain.txt', text: 'The car is repaired in the shed.' }])
    const found = await createRetrieval(rooms).search({
      query: 'repair car',
      libraries: [id, other],
      limit: 5,
      group: 'none',
    })
    expect(found.mode).toBe('hybrid')
    expect(found.passages.map(({ document }) => document).sort()).toEqual(['mend.txt', 'plain.txt'])
    expect(found.passages.every(({ score }) => score > 0.5)).toBe(true)
  })
})

describe('filters hold for vectors too', () => {
  test('RET-1.type, RET-1.date, RET-1.tag, RET-1.library: what a filter leaves out no vector brings back', async () => {
    const documents: TestDocument[] = Array.from({ length: 12 }, (_, place) => ({
      name: `car-${place}`,
      type: place % 2 === 0 ? 'pdf' : 'markdown',
      modifiedAt: place * 1_000,
      text: `Mend the automobile ${place}.`,
    }))
    const { retrieval, id, ids } = await semanticLibrary('filtered vectors', documents)
    await opened.store.write('documents.tag', { documentIds: ids.slice(0, 3), add: ['First'], remove: [] })
    const ask = async (filter: SearchFilter, mode: 'dense' | 'hybrid' = 'dense') =>
      (await names(retrieval, id, 'fix a vehicle', { filter, limit: 20, retrieval: { mode } })).sort()
    expect(await ask({ types: ['pdf'] })).toEqual(['car-0', 'car-10', 'car-2', 'car-4', 'car-6', 'car-8'])
    expect(await ask({ tags: ['first'] })).toEqual(['car-0', 'car-1', 'car-2'])
    expect(await ask({ modifiedAfter: 9_000 }, 'hybrid')).toEqual(['car-10', 'car-11', 'car-9'])
    expect(await ask({ modifiedAfter: 3_000, modifiedBefore: 5_000, types: ['pdf'] })).toEqual(['car-4'])
    expect(await ask({ documentIds: [ids[7] ?? ''] })).toEqual(['car-7'])
    expect(await ask({ types: ['epub'] })).toEqual([])
    await opened.store.write('documents.trash', { documentIds: [ids[7] ?? ''], now: 1 })
    expect(await ask({ documentIds: [ids[7] ?? ''] })).toEqual([])
  })

  test('RET-1.dense: of each document its best passage, and the limit is filled', async () => {
    const long = Array.from({ length: 30 }, (_, place) => `Mend the automobile, part ${place}.`).join('\n\n')
    const { retrieval, id } = await semanticLibrary('long', [
      { name: 'long', text: long },
      ...Array.from({ length: 5 }, (_, place) => ({ name: `short-${place}`, text: 'A car and some cash.' })),
    ])
    const found = await names(retrieval, id, 'fix a vehicle', {
      group: 'document',
      limit: 4,
      retrieval: { mode: 'dense' },
    })
    expect(found).toHaveLength(4)
    expect(new Set(found).size).toBe(4)
    expect(found[0]).toBe('long')
  })
})

describe('models at work', () => {
  test('RET-3.rerank: a cross-encoder puts the first passages in order, the rest follows', async () => {
    const reranker = judgingReranker((_question, text) => (text.includes('clocks') ? 5 : -5))
    const { retrieval, id } = await semanticLibrary('reranked', garage, { reranker })
    const ask = (settings: RetrievalOverrides) =>
      retrieval.search({ query: 'fix a car', libraries: [id], limit: 10, group: 'none', retrieval: settings })
    const found = await ask({})
    expect(found.passages[0]).toMatchObject({ document: 'repair.txt', score: 5, ranks: { reranked: 1 } })
    expect(found.notices).toEqual([])
    const scores = found.passages.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect((await ask({ rerank: false })).passages[0]?.document).toBe('mend.txt')
    const few = await ask({ rerankCandidates: 2 })
    expect(few.passages.map(({ ranks }) => ranks.reranked)).toEqual([1, 2, null, null, null])
  })

  test('MOD-3.rules: names in documents that stay here are looked for without a model that may be elsewhere', async () => {
    const asked: string[] = []
    const embed: ConceptOptions['embed'] = async (texts) => {
      asked.push(...texts)
      return { vectors: texts.map(conceptVector), tokens: 0 }
    }
    const { retrieval, id } = await semanticLibrary('world', garage, { embed })
    const kept = await createLibrary(opened.store, 'diaries')
    await addDocuments(opened.store, kept.id, [
      { name: 'novel', text: 'Middlemarch is a novel. It was written by Mary Ann Evans over several years.' },
      { name: 'life', text: 'Mary Ann Evans grew up on a farm. Born in Nuneaton, she left it for Coventry.' },
      ...Array.from({ length: 25 }, (_, place) => ({
        name: `born-${place}`,
        text: `The painter number ${place} was born in a village, and was the author of letters.`,
      })),
    ])
    const search = () => {
      const query = 'Where was the author of Middlemarch born?'
      return retrieval.search({ query, libraries: [id, kept.id], limit: 30, group: 'none' })
    }
    await search()
    expect(asked.join()).toContain('Evans')
    asked.length = 0
    const changes = { chunking: null, rechunk: false, localModels: [], now: 1 }
    await opened.store.write('librarySettings.configure', { ...changes, library: kept.id, localOnly: true })
    const { passages } = await search()
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.join()).not.toContain('Evans')
    expect(passages.map(({ document }) => document)).toContain('life')
  })

  // Would catch a model that takes a whole search down with it, and a fault of ours that is passed over as the model's.
  test('RET-1.dense, RET-3.rerank: a model that fails leaves the search to the others, with a notice', async () => {
    const fail = () =>
      Promise.reject(new Failure('MODEL_UNREACHABLE', { modelId: 'concepts', reason: 'refused' } as never))
    const reranker = { ...judgingReranker(() => 0), score: fail }
    const { retrieval, id } = await semanticLibrary('failing', garage, { embed: fail, reranker })
    const found = await retrieval.search({ query: 'clock', libraries: [id], limit: 5, group: 'none' })
    expect(found.passages[0]?.document).toBe('clock.txt')
    expect(found.notices.sort()).toEqual(['embedding-failed', 'reranking-failed'])

    const broken = await semanticLibrary('broken', garage, { embed: () => Promise.reject(new TypeError('ours')) })
    await expect(
      broken.retrieval.search({ query: 'clock', libraries: [broken.id], limit: 5, group: 'none' }),
    ).rejects.toThrow('ours')
  })

  test('RET-1.dense: vectors that are missing or an index that is behind are told', async () => {
    const { retrieval, id } = await semanticLibrary('behind', garage, { isComplete: false, hasAllVectors: false })
    const { notices } = await retrieval.search({ query: 'car', libraries: [id], limit: 5, group: 'none' })
    expect(notices).toEqual(['no-reranking-model', 'index-catching-up', 'vectors-incomplete'])
  })

  test('the settings of the installation hold, and those of a call come before them', async () => {
    const { rooms, id } = await semanticLibrary('settings', garage)
    const { RetrievalSettings } = await import('../../src/contract/retrieval-settings.ts')
    const retrieval = createRetrieval({ ...rooms, settings: async () => RetrievalSettings.parse({ mode: 'keyword' }) })
    const ask = (overrides: RetrievalOverrides) =>
      retrieval.search({ query: 'car', libraries: [id], limit: 5, group: 'none', retrieval: overrides })
    expect([(await ask({})).mode, (await ask({ mode: 'dense' })).mode]).toEqual(['keyword', 'dense'])
  })
})
