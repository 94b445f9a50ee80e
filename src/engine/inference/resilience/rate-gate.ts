import { ModelError } from '../model-runner.ts'
import type { RateLimit, RateLimits } from '../rate-limits.ts'

export type RateGate = {
  /**
   * Waits until the provider takes a call of so many input tokens, by what it said with its last answers.
   *
   * @throws ModelError with status 429 when that is longer than `patienceMs`: nothing is sent then; the signal's reason
   */
  pass(call: { inputTokens: number; patienceMs: number; signal: AbortSignal }): Promise<void>
  learn(limits: RateLimits): void
  /** It takes no calls for so long. */
  pause(milliseconds: number): void
}

type Waiting = { now: () => number; wait: (milliseconds: number, signal: AbortSignal) => Promise<void> }

/** What is left of one allowance, and when it is whole again. */
type Allowance = { remaining: number; limit: number | null; resetAt: number }

/** The allowances of one provider's key, as it states them in the headers of its answers. */
export function createRateGate({ now, wait }: Waiting): RateGate {
  let requests: Allowance | null = null
  let tokens: Allowance | null = null
  let pausedUntil = 0

  /** When an allowance has room for so much; 0 when it has at `time`. */
  function freeAt(allowance: Allowance | null, { needed, time }: { needed: number; time: number }): number {
    if (allowance === null || allowance.resetAt <= time) return 0
    // What is above the whole allowance never has room: the provider itself is left to say so.
    const isPossible = allowance.limit === null || needed <= allowance.limit
    return allowance.remaining < needed && isPossible ? allowance.resetAt : 0
  }

  return {
    async pass({ inputTokens, patienceMs, signal }) {
      const begun = now()
      for (let time = begun; ; ) {
        const tokensAt = freeAt(tokens, { needed: inputTokens, time })
        const at = Math.max(pausedUntil, freeAt(requests, { needed: 1, time }), tokensAt)
        if (at <= time) break
        if (at - begun > patienceMs) throw tooSoon(at - time)
        await wait(at - time, signal)
        // A timer may wake a moment too early.
        time = Math.max(now(), at)
      }
      // Calls at once share what is left; the next answer says what is true.
      if (requests !== null) requests.remaining -= 1
      if (tokens !== null) tokens.remaining -= inputTokens
    },
    learn(limits) {
      requests = toAllowance(limits.requests, now()) ?? requests
      tokens = tightest([limits.tokens, limits.inputTokens], now()) ?? tokens
    },
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, now() + milliseconds)
    },
  }
}

function toAllowance(limit: RateLimit | null, now: number): Allowance | null {
  if (limit === null || limit.remaining === null || limit.resetMs === null) return null
  return { remaining: limit.remaining, limit: limit.limit, resetAt: now + limit.resetMs }
}

function tightest(limits: readonly (RateLimit | null)[], now: number): Allowance | null {
  const stated = limits.map((limit) => toAllowance(limit, now)).filter((allowance) => allowance !== null)
  return stated.toSorted((one, other) => one.remaining - other.remaining)[0] ?? null
}

function tooSoon(retryAfterMs: number): ModelError {
  const seconds = Math.ceil(retryAfterMs / 1_000)
  return new ModelError('MODEL_UNREACHABLE', `its limit of calls is reached for another ${seconds} s`, {
    status: 429,
    isTransient: true,
    retryAfterMs,
  })
}
