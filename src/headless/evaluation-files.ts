import type { Judgements } from './evaluation.ts'

/** A line of a question set that cannot be read. `line` counts from 1. */
export class EvaluationFileError extends Error {
  override readonly name = 'EvaluationFileError'
  readonly code = 'EVALUATION_FILE'
  readonly line: number
  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`)
    this.line = line
  }
}

export type EvaluationQuery = { id: string; text: string }

/** Reads BEIR's `queries.jsonl`: one JSON object a line with `_id` and `text`. Throws `EvaluationFileError`. */
export function parseQueries(content: string): EvaluationQuery[] {
  return lines(content).map(({ text, line }) => {
    const record = parseJson(text, line)
    const { _id: id, text: question } = record
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof question !== 'string' || question.trim() === '') {
      throw new EvaluationFileError(line, 'a query needs "_id" and a "text" that is not empty.')
    }
    return { id: String(id), text: question }
  })
}

/**
 * Reads relevance judgements: BEIR's three columns (query, document, grade), with or without their header, or TREC's
 * four (query, iteration, document, grade), separated by tabs or spaces. Throws `EvaluationFileError`.
 */
export function parseJudgements(content: string): Map<string, Judgements> {
  const byQuery = new Map<string, Map<string, number>>()
  for (const { text, line } of lines(content)) {
    const columns = text.includes('\t') ? text.split('\t').map((column) => column.trim()) : text.split(/ +/)
    const [query, document, gradeText] = columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns
    if ((columns.length !== 3 && columns.length !== 4) || !query || !document || !gradeText) {
      throw new EvaluationFileError(line, 'a judgement has three columns (query, document, grade) or four (TREC).')
    }
    const grade = Number(gradeText)
    if (!Number.isFinite(grade)) {
      if (line === 1) continue // the header
      throw new EvaluationFileError(line, `the grade "${gradeText}" is no number.`)
    }
    const judged = byQuery.get(query) ?? new Map<string, number>()
    judged.set(document, grade)
    byQuery.set(query, judged)
  }
  return byQuery
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
    throw Object.assign(new EvaluationFileError(line, 'this is not JSON.'), { cause })
  }
  throw new EvaluationFileError(line, 'a query is a JSON object.')
}
