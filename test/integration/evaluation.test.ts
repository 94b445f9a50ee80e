import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type {
  Evaluation,
  EvaluationEvent,
  EvaluationOptions,
  EvaluationQuestion,
} from '../../src/contract/evaluation.ts'
import { createEvaluations, type Evaluations } from '../../src/engine/retrieval/evaluation/evaluation.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import type { Store } from '../../src/engine/store/store.ts'
import { addDocuments, createLibrary, eraseDocuments, openTestStore, type TestStore } from '../support/library.ts'

const documents = [
  { name: 'falcon.md', text: 'The peregrine falcon dives at 320 kilometres an hour.' },
  { name: 'owl.md', text: 'Owls fly silently at night because their feathers are soft.' },
  { name: 'bread.md', text: 'Dough rises when yeast makes gas.' },
]

const questions: EvaluationQuestion[] = [
  { id: 'q1', text: 'Why do owls fly silently at night?', judgements: { 'owl.md': 2 } },
  { id: 'q2', text: 'zyxwv', judgements: { 'bread.md': 1 } },
  { id: 'q3', text: 'How fast does the falcon dive?', judgements: {} },
]

const once: EvaluationOptions = { retrieval: {}, answers: false, depth: 100 }

function evaluationsOf(opened: TestStore): Evaluations {
  const rooms = { store: opened.store, telemetry: opened.telemetry }
  return createEvaluations({ ...rooms, ...createRetrieval(rooms), passages: () => Promise.resolve(3) })
}

async function openBirds() {
  const opened = await openTestStore()
  const library = await createLibrary(opened.store, 'birds')
  const ids = await addDocuments(opened.store, library.id, documents)
  const set = await saveSet(opened.store, questions)
  return { ...opened, library, ids, set, evaluations: evaluationsOf(opened) }
}

function saveSet(store: Store, own: readonly EvaluationQuestion[], name = 'mine') {
  return store.write('questionSets.save', { library: 'birds', name, questions: own, now: 1 })
}

async function finish(events: AsyncGenerator<EvaluationEvent, void>): Promise<Evaluation> {
  for await (const event of events) if (event.type === 'evaluation-end') return event.evaluation
  throw new Error('the stream ended without a result')
}

describe('question sets', () => {
  test('RET-8.sets: a set is kept with its library, replaced by name, and goes with its runs', async () => {
    await using birds = await openBirds()
    const { store, set, library } = birds
    expect(set).toMatchObject({ name: 'mine', libraryId: library.id, questions: 3 })
    expect(await store.read('questionSets.get', { setId: set.id })).toEqual({ set, questions })
    await finish(await birds.evaluations.run({ ...once, setId: set.id }, undefined))
    const again = await saveSet(store, questions.slice(0, 1), 'MINE')
    expect(again).toMatchObject({ id: set.id, questions: 1 })
    expect(await store.read('evaluations.list', { setId: set.id, offset: 0, limit: 10 })).toMatchObject({ total: 1 })
    await store.write('questionSets.delete', { setId: set.id })
    expect(await store.read('questionSets.list', { library: null })).toEqual([])
    expect(await store.read('evaluations.list', { setId: null, offset: 0, limit: 10 })).toEqual({ total: 0, items: [] })
    await expect(store.read('questionSets.get', { setId: set.id })).rejects.toMatchObject({
      code: 'EVALUATION_NOT_FOUND',
    })
  })

  // Catches an erased document whose words live on in the questions that were made from it, and its name in the runs.
  test('RET-8.sets LIB-9.document: what is erased leaves its question sets and their runs', async () => {
    await using birds = await openBirds()
    const { store, set, ids } = birds
    const both = { id: 'both', text: 'Which birds are quick?', judgements: { 'owl.md': 1, 'falcon.md': 1 } }
    await saveSet(store, [...questions, both])
    const { id: evaluationId } = await finish(await birds.evaluations.run({ ...once, setId: set.id }, undefined))
    await eraseDocuments(store, [ids[1] ?? ''])
    const left = await store.read('questionSets.get', { setId: set.id })
    expect(left.questions.map(({ id, judgements }) => ({ id, judgements }))).toEqual([
      { id: 'q2', judgements: { 'bread.md': 1 } },
      { id: 'q3', judgements: {} },
      { id: 'both', judgements: { 'falcon.md': 1 } },
    ])
    const run = await store.read('evaluations.get', { evaluationId })
    expect(run.results[0]?.ranking.reciprocalRankAt10).toBeGreaterThan(0)
    expect(JSON.stringify(run)).not.toMatch(/owl/iu)
  })

  test('RET-8.sets: drafts are questions about one document each, and no two are alike', async () => {
    await using opened = await openTestStore()
    const { store } = opened
    const { id } = await createLibrary(store, 'birds')
    await addDocuments(store, id, [
      {
        name: 'lease.md',
        text: '# Deposit of the flat\n\nThe deposit of the flat is 1,400 euros. The lease was signed in 2019.',
      },
      { name: 'lease.md', uri: 'file:///other/lease.md', text: 'A usufruct is a right to use what another owns.' },
      { name: 'copy.md', text: 'A usufruct is the right to use what another owns. Lisbon has 24 parishes.' },
      { name: 'code.py', type: 'code', text: 'The parser is a class. It was written in 2020.' },
    ])
    const drafts = await evaluationsOf(opened).draft({ library: 'birds', count: 50 }, undefined)
    const texts = drafts.map(({ text }) => text)
    expect(texts).toContain('What is the deposit of the flat?')
    expect(texts).toContain('When was the lease signed?')
    expect(texts).toContain('How many parishes does Lisbon have?')
    expect(texts.filter((text) => /usufruct/u.test(text))).toEqual(['What is a usufruct?'])
    expect(texts.filter((text) => /parser/u.test(text))).toEqual([])
    // The name that two documents have would judge both.
    const references = drafts.map(({ judgements }) => Object.keys(judgements))
    expect(references.every((names) => names.length === 1)).toBe(true)
    expect(references.flat()).not.toContain('lease.md')
    expect(await evaluationsOf(opened).draft({ library: 'birds', count: 1 }, undefined)).toHaveLength(1)
  })
})

describe('runs', () => {
  test('RET-8.recall RET-8.ndcg RET-8.mrr: a run has the figures that its rankings come to, and is kept', async () => {
    await using birds = await openBirds()
    const { store, set, evaluations } = birds
    const events: EvaluationEvent[] = []
    for await (const event of await evaluations.run({ ...once, setId: set.id }, undefined)) events.push(event)
    expect(events.slice(0, -1)).toEqual([0, 1, 2, 3].map((done) => ({ type: 'evaluation-progress', done, total: 3 })))
    const last = events.at(-1)
    if (last?.type !== 'evaluation-end') throw new Error('no result')
    const half = { ndcgAt10: 0.5, gradedNdcgAt10: 0.5, recallAt10: 0.5, recallAt100: 0.5, reciprocalRankAt10: 0.5 }
    expect(last.evaluation.results).toMatchObject([
      { ranking: half, asked: 3, judged: 2, missingDocuments: 0, answers: null },
    ])
    expect(last.evaluation.results[0]?.questions).toMatchObject([
      { id: 'q1', found: ['owl.md'], scores: { ndcgAt10: 1 } },
      { id: 'q2', found: [], scores: { ndcgAt10: 0 } },
      { id: 'q3', found: ['falcon.md'], scores: null },
    ])
    expect(await store.read('evaluations.get', { evaluationId: last.evaluation.id })).toEqual(last.evaluation)
  })

  test('RET-8.compare: two settings are asked the same questions and compared one by one', async () => {
    await using birds = await openBirds()
    const run = await birds.evaluations.run(
      { ...once, setId: birds.set.id, retrieval: { mode: 'dense' }, against: { mode: 'keyword' }, answers: true },
      undefined,
    )
    const { results, comparison } = await finish(run)
    expect(results.map(({ retrieval }) => retrieval)).toEqual([{ mode: 'dense' }, { mode: 'keyword' }])
    expect(results[1]?.questions.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3'])
    expect(comparison.map(({ measure }) => measure)).toContain('ndcgAt10')
    expect(comparison.map(({ measure }) => measure)).toContain('answerRelevance')
    for (const { wins, losses, ties, questions: counted } of comparison) expect(wins + losses + ties).toBe(counted)
  })

  // Catches scores of answers that come from the answer's own word, and one for a question that found nothing.
  test('RET-8.faithfulness RET-8.answer-relevance RET-8.context-relevance: answers are measured', async () => {
    await using birds = await openBirds()
    const { results } = await finish(
      await birds.evaluations.run({ ...once, setId: birds.set.id, answers: true }, undefined),
    )
    const answers = results[0]?.questions.map(({ answer }) => answer)
    expect(answers?.[0]).toMatchObject({ faithfulness: 1, contextRelevance: 1 })
    expect(answers?.[0]?.answerRelevance).toBeGreaterThan(0.6)
    expect(answers?.[1]).toEqual({ faithfulness: null, answerRelevance: 0, contextRelevance: null })
    expect(results[0]?.answers?.faithfulness).toBe(1)
  })

  test('RET-8.sets: judged documents that are not in the library are told and count as not found', async () => {
    await using birds = await openBirds()
    const lost = [{ id: 'a', text: 'owls', judgements: { 'owl.md': 1, 'gone.md': 1 } }]
    const { results, setId } = await finish(
      await birds.evaluations.run({ ...once, library: 'birds', questions: lost }, undefined),
    )
    expect(results[0]).toMatchObject({ missingDocuments: 1, ranking: { recallAt100: 0.5 } })
    expect(setId).toBeNull()
    expect(await birds.store.read('evaluations.list', { setId: null, offset: 0, limit: 1 })).toMatchObject({ total: 0 })
  })

  test('RET-8.sets: a run that is stopped ends at once and leaves no history', async () => {
    await using birds = await openBirds()
    const controller = new AbortController()
    const events = await birds.evaluations.run({ ...once, setId: birds.set.id }, controller.signal)
    await events.next()
    controller.abort(new Error('stopped'))
    await expect(events.next()).rejects.toThrow('stopped')
    expect(await birds.store.read('evaluations.list', { setId: null, offset: 0, limit: 1 })).toMatchObject({ total: 0 })
  })

  test('RET-8.sets: what cannot be run is refused before anything is asked', async () => {
    await using birds = await openBirds()
    const { evaluations } = birds
    const setId = '019a0000-0000-7000-8000-000000000000'
    await expect(evaluations.run({ ...once, setId }, undefined)).rejects.toMatchObject({ code: 'EVALUATION_NOT_FOUND' })
    const unjudged = { ...once, library: 'birds', questions: questions.slice(2) }
    await expect(evaluations.run(unjudged, undefined)).rejects.toMatchObject({ code: 'EVALUATION_INVALID' })
    const nowhere = { ...once, library: 'fish', questions }
    await expect(evaluations.run(nowhere, undefined)).rejects.toMatchObject({ code: 'LIBRARY_NOT_FOUND' })
  })
})

test('RET-8.sets: drafts of real documents read like questions, and each names a document of the library', async () => {
  await using opened = await openTestStore()
  const { id } = await createLibrary(opened.store, 'cisi')
  const lines = readFileSync(join(import.meta.dirname, '../../../shared/data/retrieval/cisi/corpus.jsonl'), 'utf8')
  const records = lines
    .trimEnd()
    .split('\n')
    .slice(0, 200)
    .map((line) => JSON.parse(line) as { _id: string; title: string; text: string })
  await addDocuments(
    opened.store,
    id,
    records.map(({ _id: name, title, text }) => ({ name, title, text: text || title, type: 'record' })),
  )
  const drafts = await evaluationsOf(opened).draft({ library: 'cisi', count: 60 }, undefined)
  expect(drafts.length).toBe(60)
  const names = new Set(records.map(({ _id }) => _id))
  for (const { text, judgements } of drafts) {
    expect(text).toMatch(/^[\p{Lu}¿].*\?$/u)
    expect(names.has(Object.keys(judgements)[0] ?? '')).toBe(true)
  }
})
