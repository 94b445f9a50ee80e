import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Failure } from '../failure.ts'
import { assertMeasurable, parseJudgements, parseQueries, readJudgedSet } from './read-judged-set.ts'

test('RET-8.sets: judgements in BEIR’s and TREC’s columns', () => {
  const expected = new Map([
    [
      '1',
      new Map([
        ['184', 2],
        ['29', -1],
      ]),
    ],
  ])
  expect(parseJudgements('query-id\tcorpus-id\tscore\n1\t184\t2\r\n1\t29\t-1\n')).toEqual(expected)
  expect(parseJudgements('1 0 184 2\n1 0 29 -1')).toEqual(expected)
  // Catches a header that an empty line stands before, and columns that tabs and spaces part in one line.
  expect(parseJudgements('\n\nquery-id\tcorpus-id\tscore\n1\t0 184  2\n1 0\t29 -1')).toEqual(expected)
  expect(() => parseJudgements('1\t184\t2\n1\t184\tmany')).toThrow(
    new Failure('EVALUATION_INVALID', { line: 2, reason: 'line 2: the grade "many" is no number' }),
  )
  expect(() => parseJudgements('1\t184')).toThrow(expect.objectContaining({ code: 'EVALUATION_INVALID' }))
})

test('RET-8.sets: queries, one JSON object a line', () => {
  expect(parseQueries('\uFEFF{"_id":"1","text":"what?"}\n\n{"id":2,"text":"how?"}\n')).toEqual([
    { id: '1', text: 'what?' },
    { id: '2', text: 'how?' },
  ])
  expect(() => parseQueries('{"_id":"1","text":"a"}\n{')).toThrow(
    expect.objectContaining({ code: 'EVALUATION_INVALID', data: { line: 2, reason: 'line 2: this is not JSON' } }),
  )
  expect(() => parseQueries('{"_id":"1"}')).toThrow(expect.objectContaining({ code: 'EVALUATION_INVALID' }))
})

test('RET-8.sets: the public sets are read whole', () => {
  const folder = new URL('../../../../shared/data/retrieval/', import.meta.url)
  const count = (set: string) => {
    const judged = parseJudgements(readFileSync(new URL(`${set}/qrels.tsv`, folder), 'utf8'))
    const queries = parseQueries(readFileSync(new URL(`${set}/queries.jsonl`, folder), 'utf8'))
    return { queries: queries.length, judged: [...judged.values()].reduce((sum, each) => sum + each.size, 0) }
  }
  const rows = (set: string) =>
    readFileSync(new URL(`${set}/qrels.tsv`, folder), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
  for (const set of ['cranfield', 'cisi']) {
    expect(count(set).judged).toBe(new Set(rows(set).map((row) => row.split('\t').slice(0, 2).join('\t'))).size)
    expect(count(set).queries).toBeGreaterThan(70)
  }
})

// Catches a public set with the questions of its training part in the same file, refused for their number.
test('RET-8.sets: of more questions than a set may have, those that are judged are asked', () => {
  const queries = Array.from({ length: 10_001 }, (_each, id) => JSON.stringify({ _id: id, text: 'what?' })).join('\n')
  expect(readJudgedSet({ queries, qrels: '7\tx\t1\n9\ty\t1' }).map(({ id }) => id)).toEqual(['7', '9'])
})

// Catches a set in which one question silently takes another's place, and one that measures nothing.
test('RET-8.sets: a set without a relevant document, or with a question twice, is refused', () => {
  const queries = '{"_id":"1","text":"what?"}\n{"_id":"2","text":"how?"}'
  expect(readJudgedSet({ queries, qrels: '1\t184\t2' })).toEqual([
    { id: '1', text: 'what?', judgements: { '184': 2 } },
    { id: '2', text: 'how?', judgements: {} },
  ])
  const refusal = (reason: string) => expect.objectContaining({ data: { line: null, reason } })
  expect(() => readJudgedSet({ queries, qrels: '1\t184\t0' })).toThrow(
    refusal('no question of the set has a relevant document'),
  )
  const twice = [{ id: 'a', text: 'b', judgements: { c: 1 } }]
  expect(() => assertMeasurable([...twice, ...twice])).toThrow(refusal('the question "a" is there twice'))
})
