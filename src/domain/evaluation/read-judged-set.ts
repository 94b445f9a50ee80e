import type { EvaluationQuestion } from '../../contract/evaluation.ts'
import { Failure } from '../failure.ts'
import { countRelevant, type Judgements } from './ranking-scores.ts'

export type JudgedQuery = { id: string; text: string }

const mostQuestions = 10_000
const longestId = 200
const longestQuestion = 8_000

/**
 * The questions of a set with their judgements, from the text of its two files.
 *
 * @throws Failure EVALUATION_INVALID with the line of what can't be read, and for a set with nothing to measure
 */
export function readJudgedSet({ queries, qrels }: { queries: string; qrels: string }): EvaluationQuestion[] {
  const judgements = parseJudgements(qrels)
  const all = parseQueries(queries)
  // Large sets keep the questions of all their parts in one file, and the judgements of one part in the other.
  const asked = all.length > mostQuestions ? all.filter(({ id }) => judgements.has(id)) : all
  const questions = asked.map(({ id, text }) => ({
    id,
    text,
    judgements: Object.fromEntries(judgements.get(id) ?? []),
  }))
  if (questions.length > mostQuestions) throw invalid(null, `a set has at most ${mostQuestions} questions`)
  assertMeasurable(questions)
  return questions
}

/** @throws Failure EVALUATION_INVALID for a question that is there twice, and for a set with nothing to measure */
export function assertMeasurable(questions: readonly EvaluationQuestion[]): void {
  const ids = new Set<string>()
  for (const { id } of questions) {
    if (ids.has(id)) throw invalid(null, `the question "${id}" is there twice`)
    ids.add(id)
  }
  const isJudged = questions.some(({ judgements }) => countRelevant(new Map(Object.entries(judgements))) > 0)
  if (!isJudged) throw invalid(null, 'no question of the set has a relevant document')
}

/** Reads BEIR's `queries.jsonl`: one JSON object a line with `_id` (or `id`) and `text`. Throws EVALUATION_INVALID. */
export function parseQueries(content: string): JudgedQuery[] {
  return lines(content).map(({ text, line }) => {
    const record = parseJson(text, line)
    const { _id: id = record.id, text: question } = record
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof question !== 'string' || question.trim() === '') {
      throw invalid(line, 'a query needs "_id" and a "text" that is not empty')
    }
    if (String(id) === '' || String(id).length > longestId || question.length > longestQuestion) {
      throw invalid(
        line,
        `a query has an "_id" of 1 to ${longestId} characters and a "text" of at most ${longestQuestion}`,
      )
    }
    return { id: String(id), text: question }
  })
}

/**
 * Reads relevance judgements: BEIR's three columns (query, document, grade), with or without their header, or TREC's
 * four (query, iteration, document, grade), separated by tabs or spaces. Throws EVALUATION_INVALID.
 */
export function parseJudgements(content: string): Map<string, Judgements> {
  const byQuery = new Map<string, Map<string, number>>()
  for (const [place, { text, line }] of lines(content).entries()) {
    const columns = columnsOf(text)
    const [query, document, gradeText] = columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns
    if ((columns.length !== 3 && columns.length !== 4) || !query || !document || !gradeText) {
      throw invalid(line, 'a judgement has three columns (query, document, grade) or four (TREC)')
    }
    const grade = Number(gradeText)
    if (!Number.isFinite(grade)) {
      if (place === 0) continue // the header
      throw invalid(line, `the grade "${gradeText}" is no number`)
    }
    const judged = byQuery.get(query) ?? new Map<string, number>()
    judged.set(document, grade)
    byQuery.set(query, judged)
  }
  return byQuery
}

/** Between tabs an identifier may have spaces; some files mix both. */
function columnsOf(text: string): string[] {
  const columns = text.split('\t').map((column) => column.trim())
  return columns.length >= 3 ? columns : text.split(/[\t ]+/)
}

function lines(content: string): { text: string; line: number }[] {
  return content
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== '')
}

function parseJson(text: string, line: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (cause) {
    throw invalid(line, 'this is not JSON', { cause })
  }
  throw invalid(line, 'a query is a JSON object')
}

/** `line` counts from 1. The reason is part of a sentence, and names the line itself. */
function invalid(line: number | null, reason: string, options?: ErrorOptions): Failure<'EVALUATION_INVALID'> {
  const where = line === null ? '' : `line ${line}: `
  return new Failure('EVALUATION_INVALID', { line, reason: `${where}${reason}` }, options)
}
