import type { TokenUsage } from '../../../../contract/money.ts'
import type { WireUsage } from './wire-chunks.ts'

/** Tokens of a chat completion as the ledger counts them; null when the server does not tell both sides. */
export function toTokenUsage(usage: WireUsage): TokenUsage | null {
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = usage
  if (input == null || output == null) return null
  // Gemini and others count thoughts in the sum alone.
  const outputTokens = Math.max(output, (total ?? 0) - input)
  return {
    inputTokens: input,
    cachedInputTokens: Math.min(input, cachedOf(usage)),
    cacheWriteTokens: Math.min(input, usage.prompt_tokens_details?.cache_write_tokens ?? 0),
    outputTokens,
    reasoningTokens: Math.min(outputTokens, Math.max(reasoningOf(usage), outputTokens - output)),
  }
}

const cachedOf = (usage: WireUsage): number =>
  usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens ?? 0

const reasoningOf = (usage: WireUsage): number =>
  usage.completion_tokens_details?.reasoning_tokens ?? usage.reasoning_tokens ?? 0
