import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuseByRank, fuseByScore, normaliseScores, type Scored } from './fusion.ts'

const keyword: Scored[] = [
  { id: 1, score: 20 },
  { id: 2, score: 15 },
  { id: 3, score: 5 },
]
const dense: Scored[] = [
  { id: 3, score: 0.9 },
  { id: 4, score: 0.85 },
  { id: 1, score: 0.8 },
]

test('RET-1.fusion: a weighted fusion adds normalised scores, 0.7 of the dense one', () => {
  const fused = fuseByScore([
    { ranked: keyword, weight: 0.3, floor: 'zero' },
    { ranked: dense, weight: 0.7, floor: 'lowest' },
  ])
  expect(fused.map(({ id, score }) => [id, Number(score.toFixed(3))])).toEqual([
    [3, 0.775],
    [4, 0.35],
    [1, 0.3],
    [2, 0.225],
  ])
})

test('RET-1.fusion: reciprocal ranks look at places alone', () => {
  const fused = fuseByRank([
    { ranked: keyword, weight: 1, floor: 'zero' },
    { ranked: dense, weight: 1, floor: 'lowest' },
  ])
  // 1/61 + 1/63 for both 1 and 3: the list that is named first decides.
  expect(fused.map(({ id }) => id)).toEqual([1, 3, 2, 4])
  expect(fused[0]?.score).toBeCloseTo(1 / 61 + 1 / 63, 12)
})

// Would catch a division by zero, which makes every score NaN and the order of the list arbitrary.
test('RET-1.fusion: equal scores, one entry and no entry are normalised to numbers', () => {
  const same = [7, 8].map((id) => ({ id, score: 3 }))
  expect(normaliseScores(same, 'lowest').map(({ score }) => score)).toEqual([1, 1])
  expect(normaliseScores([{ id: 1, score: 0 }], 'zero')).toEqual([{ id: 1, score: 1 }])
  expect(normaliseScores([], 'zero')).toEqual([])
  // Logits of a reranking model are mostly negative.
  const logits = [
    { id: 1, score: -2 },
    { id: 2, score: -10 },
  ]
  expect(normaliseScores(logits, 'zero').map(({ score }) => score)).toEqual([1, 0])
})

test('RET-1.fusion: one list keeps its order, whatever its scores', () => {
  const lists = fc.uniqueArray(fc.record({ id: fc.nat(1_000), score: fc.double({ min: -50, max: 50, noNaN: true }) }), {
    selector: ({ id }) => id,
  })
  fc.assert(
    fc.property(lists, fc.constantFrom('zero' as const, 'lowest' as const), (list, floor) => {
      const ranked = list.toSorted((a, b) => b.score - a.score)
      const ids = (fused: readonly Scored[]) => fused.map(({ id }) => id)
      expect(ids(fuseByRank([{ ranked, weight: 1, floor }]))).toEqual(ids(ranked))
      const scores = fuseByScore([{ ranked, weight: 0.5, floor }]).map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      expect(scores.every((score) => score >= 0 && score <= 0.5)).toBe(true)
    }),
  )
})
