/** Bytes that a run of work had done at a moment; `at` in milliseconds of any clock that does not go back. */
export type WorkSample = { at: number; bytes: number }

/**
 * The rate speaks of the last minute: long enough to smooth over one big file, short enough to follow a slower disk.
 */
const windowMs = 60_000

/** Under a second of work says nothing about the rest. */
const shortestMs = 1_000

/** Samples closer together than this replace each other, so that a minute of work holds 240 of them at most. */
const spacingMs = 250

/** The samples with one more, without those that the window no longer needs. */
export function addSample(samples: readonly WorkSample[], sample: WorkSample): WorkSample[] {
  const first = samples.findLastIndex(({ at }) => at <= sample.at - windowMs)
  const kept = samples.slice(Math.max(first, 0))
  const [previous, last] = kept.slice(-2)
  if (previous !== undefined && last !== undefined && last.at - previous.at < spacingMs) kept.pop()
  return [...kept, sample]
}

/**
 * Bytes a second over the last minute up to `now`; null until there is a second of work to measure. Time since the last
 * sample counts, so work that stands still becomes slower and not merely silent.
 */
export function measureRate(samples: readonly WorkSample[], now: number): number | null {
  const inWindow = samples.findLast(({ at }) => at <= now - windowMs) ?? samples[0]
  const last = samples.at(-1)
  if (inWindow === undefined || last === undefined || now - inWindow.at < shortestMs) return null
  return ((last.bytes - inWindow.bytes) * 1_000) / (now - inWindow.at)
}

/**
 * Seconds until the bytes that remain are done at this rate; null while that can't be known: sources are still being
 * listed, or nothing has moved.
 */
export function estimateSecondsLeft(work: {
  listing: boolean
  bytesTotal: number
  bytesDone: number
  bytesPerSecond: number | null
}): number | null {
  if (work.listing || work.bytesPerSecond === null) return null
  const bytesLeft = Math.max(0, work.bytesTotal - work.bytesDone)
  if (bytesLeft === 0) return 0
  return work.bytesPerSecond > 0 ? Math.ceil(bytesLeft / work.bytesPerSecond) : null
}
