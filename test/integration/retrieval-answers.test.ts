import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/answers.ts'
import { Answer as AnswerShape } from '../../src/contract/answers.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import { type DocsQuestion, docsQuestions } from '../support/docs-questions.ts'
import { addDocuments, addFiles, createLibrary, openTestStore, type TestStore } from '../support/library.ts'

const data = join(import.meta.dirname, '../../../shared/data')

let opened: TestStore
let retrieval: Retrieval
let docs: string

beforeAll(async () => {
  opened = await openTestStore()
  retrieval = createRetrieval(opened)
  docs = (await createLibrary(opened.store, 'docs')).id
  await addFiles(opened.store, docs, { folder: join(data, 'docs-tree'), pattern: '**/*.md' })
})
afterAll(() => opened[Symbol.asyncDispose]())

const ask = (question: string, passages = 5): Promise<Answer> =>
  retrieval.answer({ question, libraries: [docs], passages })

/** Citations whose quote is not the document's text at their span, with the page of the block they stand in. */
async function wrongCitations({ citations }: Answer): Promise<string[]> {
  const checked = await Promise.all(
    citations.map(async ({ documentId, start, end, quote, page }) => {
      const whole = { documentId, fromBlock: 0, limit: 1_000_000 }
      const { text, textStart, blocks } = await opened.store.read('documents.content', whole)
      const block = blocks.find((candidate) => candidate.start <= start && end <= candidate.end)
      return text.slice(start - textStart, end - textStart) === quote && block !== undefined && block.page === page
        ? []
        : [quote]
    }),
  )
  return checked.flat()
}

test('RET-10.quoted: "How do I add a custom recognizer?" is answered with the steps, from the right page', async () => {
  const answer = await ask('How do I add a custom recognizer?', 3)
  const [first] = answer.citations
  expect(first?.document).toBe('docs/analyzer/adding_recognizers.md')
  expect(answer.answer).toMatch(/Create a new Python class[\s\S]*registry\.add_recognizer\(my_recognizer\)/)
})

describe('questions of the documentation', () => {
  let outcomes: { set: DocsQuestion['set']; quoted: boolean; first: boolean }[]

  beforeAll(async () => {
    outcomes = []
    for (const { question, document, phrase, set } of docsQuestions) {
      const { citations } = await ask(question)
      const right = citations.filter(
        (citation) => new RegExp(document).test(citation.document) && new RegExp(phrase, 'i').test(citation.quote),
      )
      const best = citations[0]?.score
      outcomes.push({ set, quoted: right.length > 0, first: right.some(({ score }) => score === best) })
    }
  })

  // Measured: 33 of 34 quoted and 28 first where the ranking was worked on; 14 of 16 and 12 on questions kept apart.
  test.each([
    ['tune', 31, 25],
    ['apart', 13, 11],
  ] as const)(
    'RET-10.extractive: of the %s set at least %d answers quote what was asked, %d at once',
    (set, quoted, first) => {
      const of = outcomes.filter((outcome) => outcome.set === set)
      const count = { quoted: of.filter((one) => one.quoted).length, first: of.filter((one) => one.first).length }
      console.log(`${set}: ${count.quoted} of ${of.length} quoted, ${count.first} in the first passage`)
      expect(count.quoted).toBeGreaterThanOrEqual(quoted)
      expect(count.first).toBeGreaterThanOrEqual(first)
    },
  )
})

// Would catch a citation that opens next to what it quotes, or a sentence that nothing supports.
test('RET-4.sentence, RET-4.open: each sentence is cited, word for word, at its own span and page', async () => {
  for (const { question } of docsQuestions) {
    const answer = await ask(question)
    expect(AnswerShape.parse(answer)).toEqual(answer)
    expect(await wrongCitations(answer)).toEqual([])
    expect(answer.sentences).toEqual(
      answer.citations.map(({ quote }, index) => ({ text: quote, citations: [index], support: 'quoted', doubts: [] })),
    )
    expect(new Set(answer.citations.map(({ score, documentId }) => `${documentId} ${score}`)).size).toBeLessThanOrEqual(
      5,
    )
    for (const { text } of answer.sentences) expect(answer.answer).toContain(text)
  }
})

test('RET-4.open: a citation from a PDF has the page of its sentence', async () => {
  const { id } = await createLibrary(opened.store, 'pdf')
  await addFiles(opened.store, id, { folder: join(data, 'documents/pdf'), pattern: 'basicapi.pdf' })
  const answer = await retrieval.answer({ question: 'Powered by TCPDF', libraries: [id], passages: 5 })
  expect(await wrongCitations(answer)).toEqual([])
  // By poppler's pdftotext these words are on page 3 alone.
  expect(answer.citations.map(({ page, quote }) => `${page}: ${quote.slice(0, 10)}`)).toContain('3: Powered by')
})

describe('without an answer', () => {
  test('RET-10.extractive: a question that no passage answers gets an honest sentence and no citation', async () => {
    const answer = await ask('What is the capital of France?')
    expect(answer).toEqual({
      answer: 'No passage in these documents answers this question. Other words may find one.',
      mode: 'nothing-found',
      sentences: [{ text: answer.answer, citations: [], support: 'none', doubts: [] }],
      citations: [],
      coverage: null,
      reused: null,
      understoodAs: null,
      notices: ['no-embedding-model', 'no-reranking-model'],
      timings: expect.objectContaining({ total: expect.any(Number) }),
      cost: { currency: 'USD', nanoDollars: 0, estimated: false, inputTokens: 0, outputTokens: 0 },
      generation: null,
    })
  })

  // Catches five unrelated passages, quoted because each of them has "the" and "of" in it.
  test('RET-10.says-so: a question of words that stand in every text says so; a name in quotation marks is looked for', async () => {
    const answer = await ask('the of and')
    expect(answer).toMatchObject({
      mode: 'nothing-found',
      citations: [],
      answer: expect.stringContaining('every text'),
    })
    expect((await ask('"the of"')).answer).not.toContain('every text')
  })

  test('an empty library says that there is nothing yet', async () => {
    const { id } = await createLibrary(opened.store, 'empty')
    const answer = await retrieval.answer({ question: 'Anything?', libraries: [id], passages: 5 })
    expect([answer.mode, answer.answer]).toEqual([
      'nothing-found',
      'There is nothing to search yet: no document with text has been added.',
    ])
  })

  test('a question that was cancelled ends with the reason of its signal', async () => {
    const signal = AbortSignal.abort(new Error('the person left'))
    await expect(retrieval.answer({ question: 'Anything?', passages: 5, signal })).rejects.toThrow('the person left')
  })
})

test('an answer holds to its filter', async () => {
  const { id } = await createLibrary(opened.store, 'two')
  const [, second = ''] = await addDocuments(opened.store, id, [
    { name: 'one', text: 'The wing lifts the aircraft.' },
    { name: 'two', text: 'The wing lifts the glider.' },
  ])
  const filter = { documentIds: [second] }
  const answer = await retrieval.answer({ question: 'What does the wing lift?', libraries: [id], filter, passages: 5 })
  expect(answer.answer).toBe('The wing lifts the glider.')
})

test('a definition is found where nearly every passage names what it defines', async () => {
  const { id } = await createLibrary(opened.store, 'harbour')
  const mentions = Array.from({ length: 40 }, (_, index) => ({
    name: `note ${index}`,
    text: `Quayside opened gate ${index} on time, and Quayside closed it again before the tide.`,
  }))
  const defining = { name: 'about', text: 'Quayside is the harbour that serves the northern islands.' }
  await addDocuments(opened.store, id, [...mentions.slice(0, 20), defining, ...mentions.slice(20)])
  const answer = await retrieval.answer({ question: 'What is Quayside?', libraries: [id], passages: 5 })
  expect(answer.sentences[0]?.text).toBe('Quayside is the harbour that serves the northern islands.')
})
