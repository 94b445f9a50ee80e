import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { addDocuments, createLibrary, openTestStore } from '../support/library.ts'

const sets = join(import.meta.dirname, '../../../shared/data/retrieval')

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}

/** Mean nDCG@10 with binary relevance (a judgement above zero), the measure the floors were taken with. */
async function measure(set: string): Promise<number> {
  await using opened = await openTestStore()
  const { id } = await createLibrary(opened.store, set)
  const corpus = readLines(join(sets, set, 'corpus.jsonl')).map(
    (line) => JSON.parse(line) as { _id: string; title: string; text: string },
  )
  await addDocuments(
    opened.store,
    id,
    corpus.map(({ _id: name, title, text }) => ({ name, title, text: text || title, type: 'record' })),
  )
  const relevant = new Map<string, Set<string>>()
  for (const line of readLines(join(sets, set, 'qrels.tsv')).slice(1)) {
    const [query = '', document = '', score] = line.split('\t')
    if (Number(score) > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(document))
  }
  const retrieval = createRetrieval(opened)
  const gain = (place: number) => 1 / Math.log2(place + 2)
  const scores: number[] = []
  for (const line of readLines(join(sets, set, 'queries.jsonl'))) {
    const query = JSON.parse(line) as { _id: string; text: string }
    const wanted = relevant.get(query._id)
    if (wanted === undefined) continue
    const { passages } = await retrieval.search({ query: query.text, libraries: [id], limit: 10, group: 'document' })
    const got = passages.reduce((sum, { document }, place) => sum + (wanted.has(document) ? gain(place) : 0), 0)
    const best = [...wanted].slice(0, 10).reduce((sum, _document, place) => sum + gain(place), 0)
    scores.push(got / best)
  }
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

// Would catch an implicit AND, a lost stemmer, dropped words, or weights the wrong way round: each costs more than this.
test.each([
  ['cranfield', 0.39],
  ['cisi', 0.35],
])('RET-1.keyword: on %s the ranking reaches nDCG@10 of %d', async (set, floor) => {
  const reached = await measure(set)
  console.log(`${set}: nDCG@10 ${reached.toFixed(4)}`)
  expect(reached).toBeGreaterThanOrEqual(floor)
})
