import { Evaluation, EvaluationSummary, type QuestionResult } from '../../../contract/evaluation.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { findQuestionSet } from './question-sets.ts'

type EvaluationRow = { summary: string; questions: string }

function findEvaluation(connection: ReadConnection, evaluationId: string): EvaluationRow {
  const row = connection.get<EvaluationRow>(
    'evaluations.get',
    'SELECT summary, questions FROM evaluations WHERE id = ?',
    [evaluationId],
  )
  if (row === undefined) throw new Failure('EVALUATION_NOT_FOUND', { id: evaluationId })
  return row
}

export const evaluationReads = {
  /** Runs of one set or of all, newest first. */
  'evaluations.list': (
    connection: ReadConnection,
    input: { setId: string | null; offset: number; limit: number },
  ): { total: number; items: EvaluationSummary[] } => {
    const from = 'FROM evaluations e JOIN question_sets s ON s.key = e.set_key WHERE (:setId IS NULL OR s.id = :setId)'
    const { setId, offset, limit } = input
    const counted = connection.get<{ total: number }>('evaluations.count', `SELECT count(*) AS total ${from}`, {
      setId,
    })
    const rows = connection.all<{ summary: string }>(
      'evaluations.list',
      `SELECT e.summary ${from} ORDER BY e.created_at DESC, e.key DESC LIMIT :limit OFFSET :offset`,
      { setId, offset, limit },
    )
    return {
      total: counted?.total ?? 0,
      items: rows.map(({ summary }) => EvaluationSummary.parse(JSON.parse(summary))),
    }
  },

  'evaluations.get': (connection: ReadConnection, input: { evaluationId: string }): Evaluation => {
    const { summary, questions } = findEvaluation(connection, input.evaluationId)
    const each = JSON.parse(questions) as QuestionResult[][]
    const parsed = EvaluationSummary.parse(JSON.parse(summary))
    const results = parsed.results.map((result, place) => ({ ...result, questions: each[place] ?? [] }))
    return Evaluation.parse({ ...parsed, results })
  },
}

export const evaluationWrites = {
  /** @throws Failure EVALUATION_NOT_FOUND when its set has been deleted meanwhile */
  'evaluations.keep': (connection: WriteConnection, input: { setId: string; evaluation: Evaluation }): null => {
    const { key } = findQuestionSet(connection, input.setId)
    const { results, ...rest } = input.evaluation
    const summary: EvaluationSummary = { ...rest, results: results.map(({ questions: _questions, ...own }) => own) }
    connection.run(
      'evaluations.keep',
      'INSERT INTO evaluations (id, set_key, created_at, summary, questions) VALUES (?, ?, ?, ?, ?)',
      [
        rest.id,
        key,
        rest.createdAt,
        JSON.stringify(summary),
        JSON.stringify(results.map(({ questions }) => questions)),
      ],
    )
    return null
  },

  'evaluations.delete': (connection: WriteConnection, input: { evaluationId: string }): { id: string } => {
    findEvaluation(connection, input.evaluationId)
    connection.run('evaluations.delete', 'DELETE FROM evaluations WHERE id = ?', [input.evaluationId])
    return { id: input.evaluationId }
  },
}
