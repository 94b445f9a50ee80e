/** Tries of one thing in all, the first included. */
export const mostTries = 3

const usualFirstMs = 2_000
const factor = 4
/** The part by which a pause is longer or shorter than its middle, so that many that failed together do not come back together. */
const jitter = 0.25
/** Who asks for more patience than this is not waited for. */
export const longestWaitMs = 600_000

/**
 * Milliseconds to wait before the next try; null when there is none. `askedMs` is what the other side asked for, as in
 * Retry-After. `random` is from 0 up to 1.
 */
export function pauseBeforeRetry(failed: {
  /** Tries before, all of which failed. */
  tries: number
  askedMs: number | null
  random: number
  /** Before the second try; work that nobody waits for has the usual pause. */
  firstMs?: number
}): number | null {
  const { tries, askedMs, random, firstMs = usualFirstMs } = failed
  if (tries >= mostTries || (askedMs !== null && askedMs > longestWaitMs)) return null
  const pause = firstMs * factor ** (tries - 1) * (1 + jitter * (2 * random - 1))
  return Math.round(Math.max(pause, askedMs ?? 0))
}
