import type { TokenUsage } from '../../../../contract/money.ts'
import type { WireUsage } from './wire-events.ts'

/**
 * The two usages of a stream as one: the first comes before the answer, the second with its end, and each counts from the
 * beginning. Servers of others fill in only one of them, the other says 0.
 */
export function mergeUsage(first: WireUsage | null, second: WireUsage | null): WireUsage | null {
  if (first === null || second === null) return first ?? second
  const larger = (a: number | null | undefined, b: number | null | undefined) => Math.max(a ?? 0, b ?? 0)
  return {
    input_tokens: larger(first.input_tokens, second.input_tokens),
    cache_creation_input_tokens: larger(first.cache_creation_input_tokens, second.cache_creation_input_tokens),
    cache_read_input_tokens: larger(first.cache_read_input_tokens, second.cache_read_input_tokens),
    output_tokens: larger(first.output_tokens, second.output_tokens),
    output_tokens_details: second.output_tokens_details ?? first.output_tokens_details,
  }
}

/** The protocol counts what comes from a cache and goes into one beside the input; here the input is the whole. */
export function toTokenUsage(usage: WireUsage): TokenUsage {
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0
  const outputTokens = usage.output_tokens ?? 0
  return {
    inputTokens: (usage.input_tokens ?? 0) + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens,
    reasoningTokens: Math.min(usage.output_tokens_details?.thinking_tokens ?? 0, outputTokens),
  }
}
