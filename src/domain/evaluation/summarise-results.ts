import type { AnswerScores, EvaluationResult, QuestionResult, RankingScores } from '../../contract/evaluation.ts'
import { meanScores } from './ranking-scores.ts'

/** What single questions come to. */
export function summariseResults(
  questions: readonly QuestionResult[],
): Pick<EvaluationResult, 'ranking' | 'answers' | 'latency' | 'asked' | 'judged'> {
  const scores = questions.flatMap(({ scores: own }) => own ?? [])
  return {
    ranking: meanScores(scores),
    answers: meanAnswers(questions.flatMap(({ answer }) => answer ?? [])),
    latency: { p50: percentile(questions, 0.5), p95: percentile(questions, 0.95) },
    asked: questions.length,
    judged: scores.length,
  }
}

/** Null without any answer. What a single answer has no score for does not count. */
function meanAnswers(answers: readonly AnswerScores[]): AnswerScores | null {
  if (answers.length === 0) return null
  return {
    faithfulness: meanOf(answers.flatMap(({ faithfulness }) => faithfulness ?? [])),
    answerRelevance: meanOf(answers.map((each) => each.answerRelevance)) ?? 0,
    contextRelevance: meanOf(answers.flatMap((each) => each.contextRelevance ?? [])),
  }
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function percentile(questions: readonly QuestionResult[], part: number): number {
  const sorted = questions.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}

/** Everything that a question is measured by, whatever was measured of it. */
export function measuresOf({ scores, answer }: QuestionResult): Partial<RankingScores & AnswerScores> {
  return { ...scores, ...answer }
}
