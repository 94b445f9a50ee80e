import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitTokens } from './fit-tokens.ts'

test('RET-3.compression: the most important units that fit, in their own order', () => {
  const units = [
    { importance: 0.2, tokens: 10 },
    { importance: 0.9, tokens: 30 },
    { importance: 0.5, tokens: 40 },
    { importance: 0.4, tokens: 10 },
  ]
  expect(fitTokens(units, 100)).toEqual([0, 1, 2, 3])
  expect(fitTokens(units, 50)).toEqual([0, 1, 3])
  expect(fitTokens(units, 35)).toEqual([1])
  expect(fitTokens(units, 0)).toEqual([])
})

// Would catch a budget that is overdrawn by the last unit, and one that leaves out what matters most though it fits.
test('RET-3.compression: never more than the budget, and nothing is left out that would fit and matters more', () => {
  const sizes = fc.record({ importance: fc.double({ min: 0, max: 1, noNaN: true }), tokens: fc.nat(200) })
  fc.assert(
    fc.property(fc.array(sizes, { maxLength: 60 }), fc.nat(2_000), (units, budget) => {
      const kept = fitTokens(units, budget)
      const used = kept.reduce((sum, place) => sum + (units[place]?.tokens ?? 0), 0)
      expect(used).toBeLessThanOrEqual(budget)
      const left = units.filter((_unit, place) => !kept.includes(place))
      for (const unit of left) {
        const moreImportant = kept.filter((place) => (units[place]?.importance ?? 0) >= unit.importance)
        const before = moreImportant.reduce((sum, place) => sum + (units[place]?.tokens ?? 0), 0)
        expect(before + unit.tokens).toBeGreaterThan(budget)
      }
    }),
  )
})
