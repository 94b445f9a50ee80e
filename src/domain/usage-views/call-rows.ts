import { exactDollars } from '../../contract/dollars.ts'
import type { UsageCall } from '../../contract/usage.ts'

export const callHeads = [
  ...['time', 'model', 'purpose', 'agent', 'workflow', 'libraries', 'conversation', 'message', 'outcome', 'code'],
  ...['input_tokens', 'cached_input_tokens', 'cache_write_tokens', 'output_tokens', 'reasoning_tokens', 'counted'],
  ...['price_known', 'dollars', 'saved_dollars', 'reserved_dollars', 'nano_dollars', 'first_token_ms', 'total_ms'],
  ...['attempt', 'redundant_tokens', 'id'],
]

/** A call as a row of a table; time in ISO 8601 UTC, dollars with every digit. */
export function toCallRow(call: UsageCall): (string | number | null)[] {
  const { usage } = call
  return [
    ...[new Date(call.at).toISOString(), call.model, call.purpose, call.agent, call.workflow],
    ...[call.libraryIds.join(' '), call.conversationId, call.messageId, call.outcome, call.code],
    ...[usage.inputTokens, usage.cachedInputTokens, usage.cacheWriteTokens, usage.outputTokens, usage.reasoningTokens],
    ...[call.counted ? 'yes' : 'no', call.priceKnown ? 'yes' : 'no'],
    ...[call.nanoDollars, call.savedNanoDollars, call.reservedNanoDollars].map(exactDollars),
    ...[call.nanoDollars, call.firstTokenMs, call.totalMs, call.attempt, call.redundantTokens, call.id],
  ]
}
