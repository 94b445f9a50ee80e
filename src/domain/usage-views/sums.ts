import type { TokenUsage } from '../../contract/money.ts'

export type LedgerSums = {
  calls: number
  failed: number
  unpriced: number
  usage: TokenUsage
  nanoDollars: number
  savedNanoDollars: number
}

export function emptySums(): LedgerSums {
  const usage = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 }
  return { calls: 0, failed: 0, unpriced: 0, usage, nanoDollars: 0, savedNanoDollars: 0 }
}

export function addSums(one: LedgerSums, other: LedgerSums): LedgerSums {
  return {
    calls: one.calls + other.calls,
    failed: one.failed + other.failed,
    unpriced: one.unpriced + other.unpriced,
    usage: {
      inputTokens: one.usage.inputTokens + other.usage.inputTokens,
      cachedInputTokens: one.usage.cachedInputTokens + other.usage.cachedInputTokens,
      cacheWriteTokens: one.usage.cacheWriteTokens + other.usage.cacheWriteTokens,
      outputTokens: one.usage.outputTokens + other.usage.outputTokens,
      reasoningTokens: one.usage.reasoningTokens + other.usage.reasoningTokens,
    },
    nanoDollars: one.nanoDollars + other.nanoDollars,
    savedNanoDollars: one.savedNanoDollars + other.savedNanoDollars,
  }
}
