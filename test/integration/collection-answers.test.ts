import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/answers.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../support/library.ts'

let opened: TestStore
let retrieval: Retrieval
let library: string

const contracts = [
  ['acme.txt', 'Contract with Acme.\n\nPayment is due within 30 days. The notice period is three months.'],
  ['berg.txt', 'Contract with Berg.\n\nPayment is due within 14 days. There is no notice period.'],
  ['cole.txt', 'Contract with Cole.\n\nThe solar panels are paid on delivery.'],
  [
    'delta.txt',
    'Letter to Delta.\n\nThank you for the solar cells. The panels of our office are blue; solar eclipses are rare.',
  ],
] as const

beforeAll(async () => {
  opened = await openTestStore()
  retrieval = createRetrieval(opened)
  library = (await createLibrary(opened.store, 'contracts')).id
  await addDocuments(
    opened.store,
    library,
    contracts.map(([name, text]) => ({ name, text, title: name })),
  )
  const filler = Array.from({ length: 9 }, (_each, place) => ({
    name: `note-${place}.txt`,
    text: `Note ${place}.\n\nNothing of interest was said on day ${place}.`,
  }))
  await addDocuments(opened.store, library, filler)
})
afterAll(() => opened[Symbol.asyncDispose]())

const ask = (question: string): Promise<Answer> => retrieval.answer({ question, libraries: [library], passages: 5 })

async function wrongCitations({ citations }: Answer): Promise<string[]> {
  const checked = await Promise.all(
    citations.map(async ({ documentId, start, end, quote }) => {
      const whole = { documentId, fromBlock: 0, limit: 1_000_000 }
      const { text, textStart } = await opened.store.read('documents.content', whole)
      return text.slice(start - textStart, end - textStart) === quote ? [] : [quote]
    }),
  )
  return checked.flat()
}

describe('a question about the whole collection', () => {
  test('RET-5.map-reduce, RET-5.coverage: counts, with one citation a document, and says what was read', async () => {
    const answer = await ask('How many documents mention payment?')
    expect(answer).toMatchObject({ mode: 'collection', coverage: { read: 13, total: 13 } })
    expect(answer.answer).toContain('2 of 13 documents mention payment')
    expect(answer.answer).toContain('Read 13 of 13 documents.')
    expect(answer.citations.map(({ document }) => document)).toEqual(['acme.txt', 'berg.txt'])
    expect(answer.citations[0]?.quote).toBe('Payment is due within 30 days.')
    expect(await wrongCitations(answer)).toEqual([])
  })

  test('RET-5.map-reduce: words that stand far apart are not the thing that they name together', async () => {
    const far = 'word '.repeat(40)
    const [id = ''] = await addDocuments(opened.store, library, [{ name: 'far.txt', text: `Solar ${far} panels.` }])
    const answer = await ask('Which documents mention solar panels?')
    await opened.store.write('documents.trash', { documentIds: [id], now: 1 })
    expect(answer.citations.map(({ document }) => document)).toEqual(['cole.txt', 'delta.txt'])
  })

  test('RET-5.map-reduce: lists documents of a kind, and those that do not speak of something', async () => {
    const listed = await ask('List every contract')
    expect(listed.citations.map(({ document }) => document)).toEqual(['acme.txt', 'berg.txt', 'cole.txt'])
    const without = await ask('Which contracts do not mention payment?')
    expect(without.citations.map(({ document }) => document)).toEqual(['cole.txt'])
  })

  test('RET-5.map-reduce: sets two things side by side', async () => {
    const answer = await ask('Compare Acme and Berg')
    expect(answer.answer).toContain('1 of 13 documents mentions Acme')
    expect(answer.answer).toContain('1 of 13 documents mentions Berg')
  })

  test('RET-5.map-reduce: what nobody mentions is counted as none, without a citation', async () => {
    const answer = await ask('How many documents mention unicorns?')
    expect(answer.answer).toContain('None of 13 documents mentions unicorns')
    expect(answer.citations).toEqual([])
  })

  test('RET-5.coverage: a filter narrows what is read', async () => {
    const answer = await retrieval.answer({
      question: 'How many documents are there?',
      libraries: [library],
      filter: { types: ['pdf'] },
      passages: 5,
    })
    expect(answer.coverage).toEqual({ read: 0, total: 0 })
  })

  test('RET-5.map-reduce: its plan says first how much is to be read', async () => {
    const plan = await retrieval.plan({ question: 'How many documents mention payment?', libraries: [library] })
    expect(plan).toMatchObject({ kind: 'collection', documents: 13, cost: { nanoDollars: 0 } })
    expect(plan.tokens).toBeGreaterThan(100)
    expect((await retrieval.plan({ question: 'What is due?', libraries: [library] })).kind).toBe('passages')
  })

  test('RET-5.map-reduce: stops between two steps when nobody waits any more', async () => {
    const gone = AbortSignal.abort(new Error('gone'))
    const asked = { question: 'List all documents', libraries: [library], passages: 5, signal: gone }
    await expect(retrieval.answer(asked)).rejects.toThrow('gone')
  })
})

// Would catch German inflections that are counted as other words, and English ones that are cut as German.
test('RET-5.map-reduce: words are found as the language of each document inflects them', async () => {
  const { id } = await createLibrary(opened.store, 'german')
  await addDocuments(opened.store, id, [
    { name: 'a.txt', text: 'Die Frist des Vertrages ist nicht verlängert worden und sie endet mit dem Jahr.' },
    { name: 'b.txt', text: 'Die Verträge sind von beiden unterschrieben worden, und das ist auch gut so.' },
    { name: 'c.txt', text: 'Der Garten ist schön und die Bäume sind nicht mehr so klein wie im letzten Jahr.' },
    { name: 'd.txt', text: 'The cars of the firm are in the garage, and nobody takes care of them.' },
  ])
  const ask = async (question: string) =>
    (await retrieval.answer({ question, libraries: [id], passages: 5 })).citations.map(({ document }) => document)
  expect(await ask('Which documents mention Vertrag?')).toEqual(['a.txt', 'b.txt'])
  expect(await ask('Which documents mention a car?')).toEqual(['d.txt'])
})

// Would catch steps that lose or repeat chunks where a document goes on in the next step.
test('RET-5.coverage: every chunk of long and short documents is read once', async () => {
  const long = (await createLibrary(opened.store, 'long')).id
  const paragraphs = (count: number, last: string) =>
    [...Array.from({ length: count }, (_each, place) => `Paragraph ${place} says little.`), last].join('\n\n')
  await addDocuments(opened.store, long, [
    { name: 'a.txt', text: paragraphs(299, 'The needle is here.') },
    { name: 'b.txt', text: paragraphs(650, 'The needle is there.') },
    { name: 'c.txt', text: 'The needle is nowhere else.' },
    { name: 'd.txt', text: paragraphs(300, 'Nothing.') },
  ])
  const answer = await retrieval.answer({
    question: 'Which documents mention a needle?',
    libraries: [long],
    passages: 5,
  })
  expect(answer.citations.map(({ quote }) => quote)).toEqual([
    'The needle is here.',
    'The needle is there.',
    'The needle is nowhere else.',
  ])
  expect(answer.coverage).toEqual({ read: 4, total: 4 })
})
