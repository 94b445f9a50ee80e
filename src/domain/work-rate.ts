/** How much of some work was done at a moment, in any unit; `at` in milliseconds of any clock that does not go back. */
export type WorkSample = { at: number; done: number }

/**
 * What people are shown as the rate speaks of the last minute: long enough to smooth over one big file, short enough to
 * follow a slower disk.
 */
export const rateWindowMs = 60_000

/** What is foretold rests on longer: one scan can take minutes in which nothing else comes to an end. */
export const forecastWindowMs = 600_000

/** Under a second of work says nothing about the rest. */
const shortestMs = 1_000

/** Samples that a window holds at most: closer together, they replace each other. */
const mostSamples = 240

/** The samples with one more, without those that the window no longer needs. */
export function addSample(
  samples: readonly WorkSample[],
  sample: WorkSample,
  windowMs: number = rateWindowMs,
): WorkSample[] {
  const first = samples.findLastIndex(({ at }) => at <= sample.at - windowMs)
  const kept = samples.slice(Math.max(first, 0))
  const [previous, last] = kept.slice(-2)
  if (previous !== undefined && last !== undefined && last.at - previous.at < windowMs / mostSamples) kept.pop()
  return [...kept, sample]
}

/**
 * What was done a second over the window up to `now`; null until there is a second of work to measure. Time since the
 * last sample counts, so work that stands still becomes slower and not merely silent.
 */
export function measureRate(
  samples: readonly WorkSample[],
  now: number,
  windowMs: number = rateWindowMs,
): number | null {
  const inWindow = samples.findLast(({ at }) => at <= now - windowMs) ?? samples[0]
  const last = samples.at(-1)
  if (inWindow === undefined || last === undefined || now - inWindow.at < shortestMs) return null
  return ((last.done - inWindow.done) * 1_000) / (now - inWindow.at)
}

/**
 * Seconds until what is left is done at this rate; null while that can't be known: sources are still being listed, or
 * nothing has moved.
 */
export function estimateSecondsLeft(work: { listing: boolean; left: number; rate: number | null }): number | null {
  if (work.listing || work.rate === null) return null
  if (work.left <= 0) return 0
  return work.rate > 0 ? Math.ceil(work.left / work.rate) : null
}
