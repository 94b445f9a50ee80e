import { expect, test } from 'vitest'
import { countRelevant, meanScores, ndcgAt10, recall, reciprocalRank, scoreRanking } from './ranking-scores.ts'

const judgements = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 0],
  ['d', -1],
  ['e', 1],
])

test('RET-8.ndcg: nDCG is the hand-computed value', () => {
  // DCG: 0/log2(2) + 3/log2(3) + 0/log2(4) + 1/log2(5) = 1.892789 + 0.430677
  // Ideal: 3/log2(2) + 2/log2(3) + 1/log2(4) = 3 + 1.261860 + 0.5
  expect(ndcgAt10(['x', 'a', 'd', 'e'], judgements, 'graded')).toBeCloseTo(2.323466 / 4.76186, 5)
  // DCG: 1/log2(3) + 1/log2(5); ideal: 1/log2(2) + 1/log2(3) + 1/log2(4)
  expect(ndcgAt10(['x', 'a', 'd', 'e'], judgements, 'binary')).toBeCloseTo(1.061607 / 2.13093, 5)
  expect(ndcgAt10(['a', 'b', 'e'], judgements, 'graded')).toBe(1)
  expect(ndcgAt10(['e', 'b', 'a'], judgements, 'binary')).toBe(1)
  expect(ndcgAt10([], judgements, 'binary')).toBe(0)
})

test('RET-8.ndcg: the ideal ranking is cut at the tenth place, like the ranking', () => {
  const many = new Map(Array.from({ length: 20 }, (_, index) => [`r${index}`, 1]))
  const ranking = Array.from({ length: 20 }, (_, index) => `r${index}`)
  expect(ndcgAt10(ranking.slice(0, 10), many, 'binary')).toBe(1)
  const late = [...Array.from({ length: 10 }, (_, index) => `x${index}`), 'r1']
  expect(ndcgAt10(late, many, 'binary')).toBe(0)
})

test('RET-8.recall: the part of the relevant documents that was found', () => {
  expect(countRelevant(judgements)).toBe(3)
  expect(recall(['a', 'x', 'c', 'd'], judgements, 10)).toBeCloseTo(1 / 3)
  expect(recall(['x', 'a'], judgements, 1)).toBe(0)
})

test('RET-8.mrr: the first relevant document counts, to the tenth place', () => {
  expect(reciprocalRank(['c', 'd', 'e'], judgements, 10)).toBeCloseTo(1 / 3)
  const late = [...Array.from({ length: 10 }, (_, index) => `x${index}`), 'a']
  expect(reciprocalRank(late, judgements, 10)).toBe(0)
})

// Catches scores above 1 from a ranking that names a document twice, and a division by zero.
test('RET-8.sets: odd rankings and empty judgements', () => {
  expect(scoreRanking(['a', 'a', 'b', 'e'], judgements)).toEqual({
    ndcgAt10: 1,
    gradedNdcgAt10: 1,
    recallAt10: 1,
    recallAt100: 1,
    reciprocalRankAt10: 1,
  })
  const nothing = { ndcgAt10: 0, gradedNdcgAt10: 0, recallAt10: 0, recallAt100: 0, reciprocalRankAt10: 0 }
  expect(scoreRanking(['a'], new Map([['a', 0]]))).toEqual(nothing)
  expect(meanScores([])).toEqual(nothing)
  expect(meanScores([{ ...nothing, ndcgAt10: 1 }, nothing]).ndcgAt10).toBe(0.5)
})
