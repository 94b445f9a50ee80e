import { expect, test } from 'vitest'
import { batchPriceOf } from './batch-price.ts'

test('MOD-6.batch: every price of a token falls to its part, none below what it is, and what nobody said stays unsaid', () => {
  const price = { input: 1_250_000_001, output: 10_000_000_000, cachedInput: 125_000_000, cacheWrite: null }
  expect(batchPriceOf(price, 50)).toEqual({
    ...{ input: 625_000_001, output: 5_000_000_000, cachedInput: 62_500_000, cacheWrite: null },
  })
  expect(batchPriceOf(price, 100)).toEqual(price)
})
