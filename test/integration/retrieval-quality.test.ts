import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RetrievalOverrides } from '../../src/contract/retrieval-settings.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import type { Store } from '../../src/engine/store/store.ts'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../support/library.ts'

const sets = join(import.meta.dirname, '../../../shared/data/retrieval')

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}

type Judged = { library: string; questions: { text: string; wanted: Set<string> }[] }

/** Reads a set into a library of the store, with its judged questions. */
async function readSet(store: Store, set: string): Promise<Judged> {
  const { id } = await createLibrary(store, set)
  const corpus = readLines(join(sets, set, 'corpus.jsonl')).map(
    (line) => JSON.parse(line) as { _id: string; title: string; text: string },
  )
  await addDocuments(
    store,
    id,
    corpus.map(({ _id: name, title, text }) => ({ name, title, text: text || title, type: 'record' })),
  )
  const relevant = new Map<string, Set<string>>()
  for (const line of readLines(join(sets, set, 'qrels.tsv')).slice(1)) {
    const [query = '', document = '', score] = line.split('\t')
    if (Number(score) > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(document))
  }
  const questions = readLines(join(sets, set, 'queries.jsonl')).flatMap((line) => {
    const query = JSON.parse(line) as { _id: string; text: string }
    const wanted = relevant.get(query._id)
    return wanted === undefined ? [] : [{ text: query.text, wanted }]
  })
  return { library: id, questions }
}

/** Means of nDCG@10 and recall@100 with binary relevance (a judgement above zero), as the floors were taken. */
async function measure(retrieval: Retrieval, { library, questions }: Judged, settings: RetrievalOverrides = {}) {
  const gain = (place: number) => 1 / Math.log2(place + 2)
  let ndcg = 0
  let recall = 0
  for (const { text, wanted } of questions) {
    const { passages } = await retrieval.search({
      ...{ query: text, libraries: [library], limit: 100, group: 'document', retrieval: settings },
    })
    const found = passages.map(({ document }) => wanted.has(document))
    const got = found.slice(0, 10).reduce((sum, isWanted, place) => sum + (isWanted ? gain(place) : 0), 0)
    const best = [...wanted].slice(0, 10).reduce((sum, _document, place) => sum + gain(place), 0)
    ndcg += got / best / questions.length
    recall += found.filter(Boolean).length / wanted.size / questions.length
  }
  return { ndcg, recall }
}

// Would catch an implicit AND, a lost stemmer, dropped words, or weights the wrong way round: each costs more than this.
describe.each([
  ['cranfield', 0.39],
  ['cisi', 0.35],
])('on %s', (set, floor) => {
  let opened: TestStore
  let judged: Judged

  beforeAll(async () => {
    opened = await openTestStore()
    judged = await readSet(opened.store, set)
  })
  afterAll(() => opened[Symbol.asyncDispose]())

  test(`RET-1.keyword, RET-2.multi-query, RET-2.multi-hop: the ranking reaches nDCG@10 of ${floor}`, async () => {
    const usual = await measure(createRetrieval(opened), judged)
    console.log(`${set}: nDCG@10 ${usual.ndcg.toFixed(4)}, recall@100 ${usual.recall.toFixed(4)}`)
    expect(usual.ndcg).toBeGreaterThanOrEqual(floor)
  })

  test('RET-1.keyword: searched more broadly, more of what is wanted is among the first hundred', async () => {
    // Several searches a question: of every third, so that it takes no longer than the rest of the file.
    const asked = { ...judged, questions: judged.questions.filter((_question, place) => place % 3 === 0) }
    const usual = await measure(createRetrieval(opened), asked)
    const broad = await measure(createRetrieval(opened), asked, { broad: true })
    console.log(`${set}, more broadly: nDCG@10 ${broad.ndcg.toFixed(4)}, recall@100 ${broad.recall.toFixed(4)}`)
    expect(broad.recall).toBeGreaterThan(usual.recall)
  })
})
