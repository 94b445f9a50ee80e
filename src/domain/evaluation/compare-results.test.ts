import { expect, test } from 'vitest'
import type { AnswerScores, QuestionResult } from '../../contract/evaluation.ts'
import { compareResults } from './compare-results.ts'
import { summariseResults } from './summarise-results.ts'

const pause = () => Promise.resolve()

function result(id: string, ndcg: number | null, answer: AnswerScores | null = null): QuestionResult {
  const zero = { gradedNdcgAt10: 0, recallAt10: 0.5, recallAt100: 1, reciprocalRankAt10: 1 }
  const scores = ndcg === null ? null : { ndcgAt10: ndcg, ...zero }
  return { id, text: id, scores, answer, found: [], milliseconds: Number(id) }
}

// Catches pairs by place instead of by question, and 0.1 + 0.2 that loses against 0.3.
test('RET-8.compare: wins, losses and ties are counted question by question', async () => {
  const first = [result('1', 0.3), result('2', 0.5), result('3', 0.9), result('4', null)]
  const second = [result('3', 0.8), result('1', 0.1 + 0.2), result('2', 1), result('4', null)]
  const [ndcg, ...others] = await compareResults([first, second], pause)
  expect(ndcg).toMatchObject({ measure: 'ndcgAt10', questions: 3, wins: 1, losses: 1, ties: 1 })
  expect(ndcg?.difference).toBeCloseTo(0.4 / 3, 10)
  expect(ndcg?.interval.from).toBeLessThan(0)
  expect(ndcg?.interval.to).toBeGreaterThan(0.3)
  expect(others.map(({ measure, ties, p }) => ({ measure, ties, p }))).toEqual(
    ['gradedNdcgAt10', 'recallAt10', 'recallAt100', 'reciprocalRankAt10'].map((measure) => ({
      measure,
      ties: 3,
      p: 1,
    })),
  )
})

test('RET-8.compare: answers are compared where both settings have a score', async () => {
  const scores = (faithfulness: number | null) => ({ faithfulness, answerRelevance: 0.5, contextRelevance: null })
  const first = [result('1', null, scores(1)), result('2', null, scores(null))]
  const second = [result('1', null, scores(0.5)), result('2', null, scores(1))]
  const compared = await compareResults([first, second], pause)
  expect(compared.map(({ measure, questions, losses }) => ({ measure, questions, losses }))).toEqual([
    { measure: 'faithfulness', questions: 1, losses: 1 },
    { measure: 'answerRelevance', questions: 2, losses: 0 },
  ])
})

test('RET-8.sets: questions without a judgement are asked and do not count in the means', () => {
  const answer = { faithfulness: null, answerRelevance: 0.4, contextRelevance: 0.25 }
  const summary = summariseResults([result('10', 1, answer), result('20', 0, answer), result('30', null)])
  expect(summary).toMatchObject({ asked: 3, judged: 2, latency: { p50: 20, p95: 30 } })
  expect(summary.ranking.ndcgAt10).toBe(0.5)
  expect(summary.answers).toEqual(answer)
})
