import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestDocument } from './library.ts'

const data = fileURLToPath(new URL('../../../shared/data/retrieval/', import.meta.url))
const fixture = fileURLToPath(new URL('../fixtures/cited-answers.txt', import.meta.url))

/** A question with the record that answers it, and words that the cited span has to hold. */
export type CitedQuestion = { record: string; question: string; phrase: RegExp }

export function readCitedQuestions(): CitedQuestion[] {
  return readFileSync(fixture, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [record = '', question = '', ...phrase] = line.split(' | ')
      return { record, question, phrase: new RegExp(phrase.join(' | '), 'iu') }
    })
}

/** Every fifth record of the two public sets, and those that the questions are about. */
export function readRecords(questions: readonly CitedQuestion[]): TestDocument[] {
  const wanted = new Set(questions.map(({ record }) => record))
  return ['cisi', 'cranfield'].flatMap((set) =>
    readFileSync(join(data, set, 'corpus.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .flatMap((line, place) => {
        const { _id, title, text } = JSON.parse(line) as { _id: string; title: string; text: string }
        const name = `${set}/${_id}`
        return text.trim() !== '' && (place % 5 === 0 || wanted.has(name)) ? [{ name, title, text }] : []
      }),
  )
}
