/** One kind of allowance, as a provider stated it with an answer; null for what it did not state. */
export type RateLimit = {
  limit: number | null
  remaining: number | null
  /** From the answer until the allowance is whole again, in milliseconds. */
  resetMs: number | null
}

/**
 * What a provider still takes from a key, by the headers of an answer; null for a kind that it does not state. `tokens`
 * counts input and output together, where a provider has one allowance for both.
 */
export type RateLimits = {
  requests: RateLimit | null
  tokens: RateLimit | null
  inputTokens: RateLimit | null
  outputTokens: RateLimit | null
}

type HeaderReader = { get(name: string): string | null }

/** Names of one allowance's three headers, in each style that is in use; the first that is there counts. */
type HeaderStyle = { limit: string; remaining: string; reset: string }

/** OpenAI, Azure OpenAI, Groq. */
const openAiStyle = (kind: string): HeaderStyle => ({
  limit: `x-ratelimit-limit-${kind}`,
  remaining: `x-ratelimit-remaining-${kind}`,
  reset: `x-ratelimit-reset-${kind}`,
})

const anthropicStyle = (kind: string): HeaderStyle => ({
  limit: `anthropic-ratelimit-${kind}-limit`,
  remaining: `anthropic-ratelimit-${kind}-remaining`,
  reset: `anthropic-ratelimit-${kind}-reset`,
})

/** Together's and others' (`x-ratelimit-limit`), and the draft of the IETF (`ratelimit-limit`). */
const plainStyle = (prefix: string): HeaderStyle => ({
  limit: `${prefix}-limit`,
  remaining: `${prefix}-remaining`,
  reset: `${prefix}-reset`,
})

const styles: Readonly<Record<keyof RateLimits, readonly HeaderStyle[]>> = {
  requests: [openAiStyle('requests'), anthropicStyle('requests'), plainStyle('x-ratelimit'), plainStyle('ratelimit')],
  tokens: [openAiStyle('tokens'), anthropicStyle('tokens'), plainStyle('x-tokenlimit')],
  inputTokens: [anthropicStyle('input-tokens')],
  outputTokens: [anthropicStyle('output-tokens')],
}

/** What the headers of an answer say of limits; null when nothing. `now`: milliseconds since 1970, when it arrived. */
export function readRateLimits(headers: HeaderReader, now: number): RateLimits | null {
  const read = (kind: keyof RateLimits) => readFirst(headers, { styles: styles[kind], now })
  const limits: RateLimits = {
    requests: read('requests'),
    tokens: read('tokens'),
    inputTokens: read('inputTokens'),
    outputTokens: read('outputTokens'),
  }
  return Object.values(limits).every((limit) => limit === null) ? null : limits
}

function readFirst(headers: HeaderReader, options: { styles: readonly HeaderStyle[]; now: number }): RateLimit | null {
  for (const { limit, remaining, reset } of options.styles) {
    const found: RateLimit = {
      limit: readCount(headers.get(limit)),
      remaining: readCount(headers.get(remaining)),
      resetMs: readReset(headers.get(reset), options.now),
    }
    if (found.limit !== null || found.remaining !== null) return found
  }
  return null
}

/** `60`, and `60;w=60` or `60, 60;w=60` of the draft. Some servers say -1 for no limit. */
function readCount(text: string | null): number | null {
  const digits = /^\s*(\d{1,15})(?:\.\d+)?\s*(?:[,;]|$)/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }
const duration = /^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/
/** Above it a number is no span but a moment, in seconds or milliseconds since 1970. */
const firstMomentSeconds = 1e9
const firstMomentMs = 1e12

/** `1s`, `6m0s`, `120ms`; seconds; a moment in seconds or milliseconds since 1970; a date. */
function readReset(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  if (text === '') return null
  if (duration.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)]
    return Math.round(parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitMs[unit] ?? 0), 0))
  }
  if (/^\d{1,15}(?:\.\d+)?$/.test(text)) {
    const value = Number(text)
    if (value >= firstMomentMs) return Math.max(0, Math.round(value - now))
    if (value >= firstMomentSeconds) return Math.max(0, Math.round(value * 1_000 - now))
    return Math.round(value * 1_000)
  }
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
