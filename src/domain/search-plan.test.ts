import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planSearch, termWeight } from './search-plan.ts'

describe('RET-1.keyword: what is scored', () => {
  // Would catch pruning on a small library, which costs quality (Cranfield 0.005 of nDCG@10).
  test('a small library scores every match of every word', () => {
    expect(planSearch({ holders: [1_400, 900, 3], chunks: 1_400, limit: 10 })).toEqual({
      used: [0, 1, 2],
      dropped: [],
      candidates: null,
      bound: 0,
      mayScoreAll: true,
    })
  })

  test('a large one leaves out what more than half of its chunks hold, while something else remains', () => {
    expect(planSearch({ holders: [60_000, 40], chunks: 100_000, limit: 10 })).toMatchObject({ used: [1], dropped: [0] })
    expect(planSearch({ holders: [60_000, 0], chunks: 100_000, limit: 10 })).toMatchObject({
      used: [0, 1],
      dropped: [],
    })
  })

  test('a rare word chooses the candidates when the common one cannot make up for it', () => {
    expect(planSearch({ holders: [45_000, 500], chunks: 100_000, limit: 10 })).toEqual({
      used: [0, 1],
      dropped: [],
      candidates: [1],
      bound: 2.2 * termWeight(45_000, 100_000),
      mayScoreAll: true,
    })
  })

  test('of a pasted page the rarest words are looked for', () => {
    const plan = planSearch({ holders: Array.from({ length: 300 }, (_, place) => place), chunks: 1_000, limit: 10 })
    expect(plan.used).toEqual(Array.from({ length: 256 }, (_, place) => place))
    expect(plan.dropped).toHaveLength(44)
  })
})

test('every term is used or left out, some match stays, and candidates are among the used', () => {
  const holders = fc.array(fc.nat(200_000), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(holders, fc.integer({ min: 1, max: 1_000 }), (counts, limit) => {
      const plan = planSearch({ holders: counts, chunks: 200_000, limit })
      expect([...plan.used, ...plan.dropped].sort((a, b) => a - b)).toEqual([...counts.keys()])
      expect(plan.candidates?.every((term) => plan.used.includes(term)) ?? true).toBe(true)
      const found = (places: readonly number[]) => places.some((place) => (counts[place] ?? 0) > 0)
      expect(found(plan.used)).toBe(found([...counts.keys()]))
    }),
  )
})
