import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Answer } from '../../src/contract/answers.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import type { Store } from '../../src/engine/store/store.ts'
import { readCitedQuestions, readRecords } from '../support/cited-answers.ts'
import { docsQuestions } from '../support/docs-questions.ts'
import { addDocuments, addFiles, createLibrary, openTestStore } from '../support/library.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const recordsTogether = 100

async function wrongCitations(store: Store, { citations }: Answer): Promise<string[]> {
  const checked = await Promise.all(
    citations.map(async ({ documentId, start, end, quote }) => {
      const whole = { documentId, fromBlock: 0, limit: 1_000_000 }
      const { text, textStart } = await store.read('documents.content', whole)
      return text.slice(start - textStart, end - textStart) === quote ? [] : [quote]
    }),
  )
  return checked.flat()
}

// Would catch an answer whose citation opens beside what was asked, and one that points at text that is not there.
test('RET-4.open, RET-4.sentence: of a hundred questions at least 90 in 100 are answered by what their first three quotes cite', async () => {
  const opened = await openTestStore()
  onTestFinished(() => opened[Symbol.asyncDispose]())
  const retrieval = createRetrieval(opened)
  const sets = (await createLibrary(opened.store, 'sets')).id
  const questions = readCitedQuestions()
  const records = readRecords(questions)
  for (let at = 0; at < records.length; at += recordsTogether) {
    await addDocuments(opened.store, sets, records.slice(at, at + recordsTogether))
  }
  const docs = (await createLibrary(opened.store, 'docs')).id
  await addFiles(opened.store, docs, { folder: join(data, 'docs-tree'), pattern: '**/*.md' })

  const all = [
    ...questions.map(({ question, record, phrase }) => ({ question, library: sets, document: `^${record}$`, phrase })),
    ...docsQuestions.map(({ question, document, phrase }) => {
      return { question, library: docs, document, phrase: new RegExp(phrase, 'iu') }
    }),
  ]
  const missed: string[] = []
  for (const { question, library, document, phrase } of all) {
    const answer = await retrieval.answer({ question, libraries: [library], passages: 3 })
    expect(await wrongCitations(opened.store, answer), question).toEqual([])
    const isRight = answer.citations.some(
      (citation) => new RegExp(document, 'u').test(citation.document) && phrase.test(citation.quote),
    )
    if (!isRight) missed.push(question)
  }
  console.log(`${all.length - missed.length} of ${all.length} questions are answered by their first three quotes`)
  expect(all.length).toBeGreaterThanOrEqual(100)
  expect(missed.length / all.length, missed.join('\n')).toBeLessThanOrEqual(0.1)
})
