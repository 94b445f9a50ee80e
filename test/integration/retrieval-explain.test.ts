import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Explanation } from '../../src/contract/explain.ts'
import type { RetrievalOverrides } from '../../src/contract/retrieval-settings.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { conceptRooms, judgingReranker } from '../support/concept-models.ts'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../support/library.ts'

let opened: TestStore
let library: string
let ids: Map<string, string>

/** Many that fit less and less, and some that are cut each in its own way. */
const documents = [
  ...Array.from({ length: 60 }, (_, place) => ({
    name: `pump-${place}`,
    text: `The pump ${'pump '.repeat(Math.max(0, 20 - place))}stands in hall ${place} beside machine number ${place * 7}.`,
  })),
  { name: 'twin', text: `The pump ${'pump '.repeat(20)}stands in hall 0 beside machine number 0.` },
  { name: 'nothing', text: 'Bread and butter.' },
  { name: 'vehicle', text: 'An automobile needs oil.' },
]

beforeAll(async () => {
  opened = await openTestStore()
  library = (await createLibrary(opened.store, 'explained')).id
  const added = await addDocuments(opened.store, library, documents)
  ids = new Map(documents.map(({ name }, place) => [name, added[place] ?? '']))
})
afterAll(() => opened[Symbol.asyncDispose]())

async function explain(
  name: string,
  options: Partial<Parameters<ReturnType<typeof createRetrieval>['explain']>[0]> = {},
) {
  const explained = await createRetrieval(opened).explain({
    query: 'pump',
    documentId: ids.get(name) ?? '',
    libraries: [library],
    ...options,
  })
  expect(Explanation.parse(explained)).toEqual(explained)
  return explained
}

describe('where a document stands', () => {
  // Would catch a step that does not say why it did nothing, or says it in words that no page can translate.
  test('RET-7.cut: a step says what it did, or by a code why it had nothing to do', async () => {
    const { stages } = await explain('pump-0', {
      query: 'Where does the automobile by the machine with hydraulics stand?',
    })
    const remarks = Object.fromEntries(stages.map(({ stage, remark }) => [stage, remark?.code ?? null]))
    expect(remarks).toMatchObject({
      rewrite: 'stands-alone',
      keyword: null,
      broad: 'switched-off',
      dense: 'no-vectors',
      graph: 'no-name',
      rerank: 'no-model',
    })
  })

  test('RET-7.rank, RET-7.scores: its ranks and scores are those of the search', async () => {
    const { search } = createRetrieval(opened)
    const { passages } = await search({ query: 'pump', libraries: [library], limit: 1_000, group: 'none' })
    for (const place of [0, 3, 30, passages.length - 1]) {
      const passage = passages[place]
      const { chunks, rank } = await explain(passage?.document ?? '', { retrieval: { candidates: 1_000 } })
      expect(chunks[0]?.keyword).toEqual({ rank: place + 1, score: passage?.score })
      expect([chunks[0]?.fused?.rank, rank]).toEqual([place + 1, place + 1])
    }
  })

  // Would catch ranks below the candidates that are guessed: the list itself ends above them.
  test('RET-7.rank: a passage below the candidates has the rank that a longer list gives it', async () => {
    const { search } = createRetrieval(opened)
    const { passages } = await search({ query: 'pump', libraries: [library], limit: 1_000, group: 'none' })
    const place = 45
    const { chunks, rank, cut } = await explain(passages[place]?.document ?? '', { retrieval: { candidates: 10 } })
    const alike = passages.filter(({ score }) => Math.abs(score - (passages[place]?.score ?? 0)) < 1e-9).length
    expect(Math.abs((chunks[0]?.keyword?.rank ?? 0) - (place + 1))).toBeLessThan(alike)
    expect(chunks[0]?.keyword?.score).toBeCloseTo(passages[place]?.score ?? 0, 9)
    expect([chunks[0]?.fused, rank]).toEqual([null, null])
    expect(cut).toEqual({ stage: 'keyword', reason: 'below-candidates' })
  })

  test('RET-7.scores: what each word adds makes up the score of the words', async () => {
    const { chunks, terms } = await explain('pump-2', { query: 'pump machine hall' })
    expect(terms.used).toEqual(['pump', 'machine', 'hall'])
    const [chunk] = chunks
    expect(chunk?.terms.map(({ text, occurrences }) => [text, occurrences])).toEqual([
      // The name of the file is searched too.
      ['pump', 20],
      ['machine', 1],
      ['hall', 1],
    ])
    const sum = chunk?.terms.reduce((total, { weight }) => total + weight, 0) ?? 0
    expect(sum).toBeCloseTo(chunk?.keyword?.score ?? 0, 9)
  })

  test('RET-7.rank, RET-7.scores: ranks among vectors and of a reranking model', async () => {
    const rooms = {
      ...opened,
      ...conceptRooms(opened.store, {
        documents: new Map([[library, [...ids.values()]]]),
        reranker: judgingReranker((_question, text) => text.length),
      }),
    }
    const { explain: ask } = createRetrieval(rooms)
    const about = { query: 'car pump', libraries: [library] }
    const { chunks, stages } = await ask({ ...about, documentId: ids.get('vehicle') ?? '' })
    expect(chunks[0]).toMatchObject({ keyword: null, dense: { rank: 1, score: expect.closeTo(1, 6) } })
    expect(chunks[0]?.reranked?.rank).toBeGreaterThan(1)
    expect(stages.map(({ stage, ran }) => `${stage} ${ran}`)).toEqual([
      'rewrite false',
      'keyword true',
      'broad false',
      'dense true',
      'graph false',
      'fusion true',
      'rerank true',
      'diversity true',
      'neighbours true',
      'compression true',
    ])
    // Below the candidates of both lists; its similarity is told all the same.
    const far = await ask({ ...about, documentId: ids.get('nothing') ?? '', retrieval: { candidates: 10 } })
    expect(far.chunks[0]?.dense?.rank).toBeGreaterThan(10)
    expect(far.cut).toEqual({ stage: 'dense', reason: 'below-candidates' })
  })
})

describe('what cut it', () => {
  const cutOf = async (name: string, options: Parameters<typeof explain>[1] = {}) => (await explain(name, options)).cut

  test('RET-7.cut: nothing cuts what an answer is made from', async () => {
    const { chunks, cut } = await explain('pump-0')
    expect([chunks[0]?.context?.rank, cut]).toEqual([1, null])
  })

  test('RET-7.cut: every reason is reached, with the step that it belongs to', async () => {
    const tight = (settings: RetrievalOverrides) => ({ retrieval: settings })
    expect(await cutOf('nothing')).toEqual({ stage: null, reason: 'no-match' })
    expect(await cutOf('pump-0', { filter: { types: ['pdf'] } })).toEqual({ stage: null, reason: 'filtered-out' })
    const other = (await createLibrary(opened.store, 'other')).id
    expect(await cutOf('pump-0', { libraries: [other] })).toEqual({ stage: null, reason: 'other-library' })
    expect(await cutOf('pump-59', tight({ candidates: 10 }))).toEqual({ stage: 'keyword', reason: 'below-candidates' })
    expect(await cutOf('pump-50')).toEqual({ stage: 'fusion', reason: 'below-limit' })
    expect(await cutOf('twin', tight({ diversityBalance: 0.5 }))).toEqual({ stage: 'diversity', reason: 'too-alike' })
    expect(await cutOf('pump-15')).toEqual({ stage: 'diversity', reason: 'below-limit' })

    // Nine short passages fill the budget before the tenth, whose only sentence is long.
    const crowd = Array.from({ length: 9 }, (_, place) => ({
      name: `crowd-${place}`,
      text: `A pump, ${'a pump and '.repeat(20)}pump ${place}.`,
    }))
    const long = { name: 'long', text: `Somewhere ${'in a long sentence about water '.repeat(18)}a pump.` }
    const crowdIds = await addDocuments(opened.store, other, [...crowd, long])
    const crowded = { documentId: crowdIds.at(-1) ?? '', libraries: [other], retrieval: { contextTokens: 200 } }
    expect(await cutOf('', crowded)).toEqual({ stage: 'compression', reason: 'over-token-budget' })

    const [trashed = ''] = await addDocuments(opened.store, other, [{ name: 'trashed', text: 'A pump.' }])
    await opened.store.write('documents.trash', { documentIds: [trashed], now: 1 })
    expect(await cutOf('', { documentId: trashed, libraries: [other] })).toEqual({ stage: null, reason: 'in-trash' })
    const unread = await addUnreadable(other)
    expect(await cutOf('', { documentId: unread, libraries: [other] })).toEqual({ stage: null, reason: 'not-ready' })
  })

  test('RET-7.cut: a document, library or conversation that is not there is refused', async () => {
    const missing = '01890000-0000-7000-8000-000000000000'
    await expect(explain('', { documentId: missing })).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' })
    await expect(explain('pump-0', { libraries: ['none'] })).rejects.toMatchObject({ code: 'LIBRARY_NOT_FOUND' })
    await expect(explain('pump-0', { conversationId: missing })).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    })
  })

  test('RET-7.rank: the question is understood as the next one of its conversation', async () => {
    const { store } = opened
    const { conversationId } = await store.write('conversations.ask', {
      ...{ conversationId: null, title: 'pumps', question: 'Where is the Rotary Pump?', libraries: null, now: 1 },
    })
    const { question, rewritten, wordings } = await explain('pump-0', { query: 'How old is it?', conversationId })
    expect([question, rewritten, wordings[0]]).toEqual([
      'How old is it?',
      'How old is Rotary Pump?',
      'How old is Rotary Pump?',
    ])
  })
})

/** A document that could not be read. */
async function addUnreadable(of: string): Promise<string> {
  const now = Date.now()
  const about = { name: 'bad.pdf', uri: 'file:///bad.pdf', bytes: 1, modifiedAt: null }
  const items = [{ ...about, source: { kind: 'path' as const, path: 'bad.pdf' } }]
  const { store } = opened
  const job = await store.write('jobs.create', {
    ...{ kind: 'ingest', library: of, label: 'bad', payload: '{}', listing: false, items, now },
  })
  const original = { ...about, library: of, contentHash: null }
  const item = { jobId: job.id, ordinal: 1 }
  await store.write('ingestion.settle', {
    results: [{ item, outcome: 'refused', error: 'FILE_DAMAGED', detail: null, original }],
    now,
  })
  const [settled] = (await store.read('jobItems.list', { jobId: job.id, offset: 0, limit: 1 })).items
  return settled?.documentId ?? ''
}
