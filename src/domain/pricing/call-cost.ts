import type { TokenUsage } from '../../contract/money.ts'
import type { TokenPrice } from '../../contract/providers.ts'

/** Most tokens of one kind that a call is taken to have; what a server claims beyond that is a fault of its own. */
const mostTokens = 1_000_000_000

/** Most that one entry of the ledger may cost: nine million dollars, which is still an exact number. */
const mostNanoDollars = 9_000_000_000_000_000n

/** Prices are of so many tokens. */
const tokensPriced = 1_000_000n

const tokens = (count: number): number =>
  Number.isFinite(count) ? Math.min(Math.max(0, Math.ceil(count)), mostTokens) : mostTokens

/** Usage as the ledger takes it: whole numbers within bounds, whatever a server says. */
export function boundUsage(usage: TokenUsage): TokenUsage {
  return {
    inputTokens: tokens(usage.inputTokens),
    cachedInputTokens: tokens(usage.cachedInputTokens),
    cacheWriteTokens: tokens(usage.cacheWriteTokens),
    outputTokens: tokens(usage.outputTokens),
    reasoningTokens: tokens(usage.reasoningTokens),
  }
}

/**
 * The exact products of tokens and prices are summed and rounded up once, so that a call is never recorded as cheaper
 * than it was, and by less than one nano-dollar as dearer. No floating point anywhere.
 */
function sumOf(products: readonly (readonly [tokens: number, price: number])[]): number {
  const exact = products.reduce((sum, [count, price]) => sum + BigInt(count) * BigInt(price), 0n)
  const rounded = (exact + tokensPriced - 1n) / tokensPriced
  return Number(rounded < mostNanoDollars ? rounded : mostNanoDollars)
}

/** Nano-dollars of a call. Reasoning is output; what was read from or written into a cache has prices of its own. */
export function costOf(usage: TokenUsage, price: TokenPrice): number {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = boundUsage(usage)
  return sumOf([
    [Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens), price.input],
    [cachedInputTokens, price.cachedInput ?? price.input],
    [cacheWriteTokens, price.cacheWrite ?? price.input],
    [outputTokens, price.output],
  ])
}

/** What the provider's cache saved: all input at its full price, less what it cost. Never below 0. */
export function savedOf(usage: TokenUsage, price: TokenPrice): number {
  const { inputTokens, cachedInputTokens, cacheWriteTokens } = boundUsage(usage)
  const read = Math.max(inputTokens, cachedInputTokens + cacheWriteTokens)
  const plain = { ...usage, inputTokens: read, cachedInputTokens: 0, cacheWriteTokens: 0 }
  return Math.max(0, costOf(plain, price) - costOf(usage, price))
}

/** The most that a call can cost: all input at the dearest way of reading it, the whole output limit. */
export function worstCaseOf(call: { inputTokens: number; maximumOutputTokens: number; price: TokenPrice }): number {
  const { input, output, cachedInput, cacheWrite } = call.price
  return sumOf([
    [tokens(call.inputTokens), Math.max(input, cachedInput ?? 0, cacheWrite ?? 0)],
    [tokens(call.maximumOutputTokens), output],
  ])
}
