import { describe, expect, test } from 'vitest'
import { seededRandom } from '../seeded-random.ts'
import { costOf, savedOf, worstCaseOf } from './call-cost.ts'

const price = { input: 3e9, output: 15e9, cachedInput: 3e8, cacheWrite: 3.75e9 }
const nothing = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }

describe('costs', () => {
  test('USE-1.cached USE-1.reasoning: each token is paid once, at the price of its kind', () => {
    // Catches cached tokens that are paid twice because they are among the input, and reasoning that is paid beside the output.
    const usage = {
      inputTokens: 10_000,
      cachedInputTokens: 6_000,
      cacheWriteTokens: 1_000,
      outputTokens: 500,
      reasoningTokens: 400,
    }
    const cost = 3_000 * 3_000 + 6_000 * 300 + 1_000 * 3_750 + 500 * 15_000
    expect(costOf(usage, price)).toBe(cost)
    expect(savedOf(usage, price)).toBe(10_000 * 3_000 + 500 * 15_000 - cost)
    const plain = { ...price, cachedInput: null, cacheWrite: null }
    expect(costOf(usage, plain)).toBe(10_000 * 3_000 + 500 * 15_000)
    expect(savedOf(usage, plain)).toBe(0)
    // A cache that was only written into saved nothing yet.
    expect(savedOf({ ...nothing, inputTokens: 10, cacheWriteTokens: 10 }, price)).toBe(0)
  })

  test('what is finer than a nano-dollar is rounded up once, not once a kind of token', () => {
    const fine = { input: 1, output: 1, cachedInput: 1, cacheWrite: 1 }
    expect(costOf({ ...nothing, inputTokens: 1 }, fine)).toBe(1)
    expect(
      costOf({ inputTokens: 3, cachedInputTokens: 1, cacheWriteTokens: 1, outputTokens: 1, reasoningTokens: 0 }, fine),
    ).toBe(1)
    // 0.1 + 0.2 in floating point is more than 0.3.
    expect(costOf({ ...nothing, inputTokens: 1_000_000 }, { ...fine, input: 300_000_001 })).toBe(300_000_001)
  })

  test('what a server claims is kept within what can be summed exactly', () => {
    const huge = { ...nothing, inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: Number.POSITIVE_INFINITY }
    expect(costOf(huge, { ...price, input: 1e15, output: 1e15 })).toBe(9_000_000_000_000_000)
    expect(costOf({ ...nothing, inputTokens: -5, outputTokens: 0.5 }, price)).toBe(15_000)
    // More cached than read at all.
    expect(costOf({ ...nothing, inputTokens: 5, cachedInputTokens: 10 }, price)).toBe(3_000)
    expect(savedOf({ ...nothing, inputTokens: 5, cachedInputTokens: 10 }, price)).toBe(27_000)
  })

  test('USE-3.reserve: no call within its limits costs more than its worst case', () => {
    const random = seededRandom(5)
    const upTo = (most: number) => Math.floor(random() * (most + 1))
    for (let round = 0; round < 2_000; round++) {
      const inputTokens = upTo(100_000)
      const maximumOutputTokens = upTo(5_000)
      const cachedInputTokens = upTo(inputTokens)
      const cacheWriteTokens = upTo(inputTokens - cachedInputTokens)
      const outputTokens = upTo(maximumOutputTokens)
      const usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens: 0 }
      const any = () => (random() < 0.3 ? null : upTo(1e10))
      const odd = { input: upTo(1e10), output: upTo(1e11), cachedInput: any(), cacheWrite: any() }
      expect(costOf(usage, odd)).toBeLessThanOrEqual(worstCaseOf({ inputTokens, maximumOutputTokens, price: odd }))
    }
  })
})
