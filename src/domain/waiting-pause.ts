const firstMs = 30_000
const longestMs = 3_600_000
/** An answer that nobody could give in a day is not asked for any more. */
export const longestWaitMs = 24 * 3_600_000
const jitter = 0.25

/**
 * Milliseconds until a question that no model answered is asked again: half a minute, and twice as long each time up to an
 * hour, a quarter more or less. Null after a day. `random` is from 0 up to 1.
 */
export function pauseBeforeAsking(waited: { tries: number; sinceMs: number; random: number }): number | null {
  const { tries, sinceMs, random } = waited
  if (sinceMs >= longestWaitMs) return null
  const pause = Math.min(longestMs, firstMs * 2 ** Math.min(20, Math.max(0, tries - 1)))
  return Math.round(pause * (1 + jitter * (2 * random - 1)))
}

/** Mistakes of the set-up, which time does not mend. */
const lastingStatuses = new Set([401, 402, 403, 404])

/** Whether a refusal may pass with time: a model or its server is away, has too much to do, or the machine is offline. */
export function mayPass(code: string, status: number | null): boolean {
  if (code === 'NETWORK_OFFLINE' || code === 'MODEL_FAILED') return true
  return code === 'MODEL_UNREACHABLE' && (status === null || !lastingStatuses.has(status))
}
