import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { conceptRooms } from '../support/concept-models.ts'
import { hostileQuestions as hostile, isQuestion } from '../support/hostile-questions.ts'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../support/library.ts'

test('there are three hundred of them', () => {
  expect(hostile).toHaveLength(300)
})

let opened: TestStore
let library: string
let ids: string[]

beforeAll(async () => {
  opened = await openTestStore()
  library = (await createLibrary(opened.store, 'hostile')).id
  const texts = hostile.filter((text) => isQuestion(text) && text.length < 3_000)
  ids = await addDocuments(
    opened.store,
    library,
    texts.map((text, place) => ({ name: `text-${place}`, text })),
  )
})
afterAll(() => opened[Symbol.asyncDispose]())

const parts = 6

// Would catch a search that fails on what it was given, at any of its steps; in parts, each with the time of a test.
test.each(Array.from({ length: parts }, (_, part) => part))(
  'RET-1.keyword, RET-1.dense, RET-2.rewrite: no text makes a search, an explanation or an answer fail (part %d)',
  async (part) => {
    const vectors = conceptRooms(opened.store, { documents: new Map([[library, ids.slice(0, 20)]]) })
    const retrieval = createRetrieval({ ...opened, ...vectors })
    for (const [turn, query] of hostile.filter((_text, place) => place % parts === part).entries()) {
      const how = { queries: 5, hops: 3, broad: turn % 4 === 0, fusion: 'reciprocal-rank' } as const
      const scope = { libraries: [library], retrieval: how }
      const group = turn % 5 === 0 ? 'document' : 'none'
      const { passages } = await retrieval.search({ ...scope, query, limit: 5, group })
      expect(passages.length).toBeLessThanOrEqual(5)
      if (turn % 4 !== 1) continue
      const earlier = [hostile[turn * parts] ?? '', 'What is Acme?']
      const { mode } = await retrieval.answer({ ...scope, question: query, earlier, passages: 2 })
      expect(['extractive', 'nothing-found', 'collection']).toContain(mode)
      const { chunks } = await retrieval.explain({ ...scope, query, documentId: ids[turn] ?? '' })
      expect(chunks.length).toBeLessThanOrEqual(50)
    }
  },
)
