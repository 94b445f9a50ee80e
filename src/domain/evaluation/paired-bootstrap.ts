import { seededRandom } from '../seeded-random.ts'

/** What a bootstrap tells of paired differences. */
export type BootstrapResult = {
  /** Mean of the differences. */
  difference: number
  /** 2.5th and 97.5th percentile of the means of the draws. */
  interval: { from: number; to: number }
  /** Share of draws at or below 0, or at or above it, whichever is less, doubled; at most 1. */
  p: number
}

export type BootstrapOptions = {
  draws: number
  /** The same seed and differences give the same result, on any machine. */
  seed: number
  /** Called now and then: many questions take long, and other work shares the thread. */
  pause(): Promise<void>
}

/** Additions between two pauses, some milliseconds. */
const pausePeriod = 500_000

/**
 * Paired bootstrap (Efron; for retrieval Sakai 2006): as many differences as there are, drawn with replacement, again and
 * again. No differences make no difference.
 */
export async function bootstrapPairs(
  differences: readonly number[],
  { draws, seed, pause }: BootstrapOptions,
): Promise<BootstrapResult> {
  const count = differences.length
  if (count === 0) return { difference: 0, interval: { from: 0, to: 0 }, p: 1 }
  const values = Float64Array.from(differences)
  const random = seededRandom(seed)
  const means = new Float64Array(draws)
  let sincePause = 0
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0
    for (let taken = 0; taken < count; taken += 1) sum += values[Math.floor(random() * count)] ?? 0
    means[draw] = sum / count
    sincePause += count
    if (sincePause >= pausePeriod) {
      sincePause = 0
      await pause()
    }
  }
  means.sort()
  const at = (part: number) => means[Math.min(draws - 1, Math.floor(part * draws))] ?? 0
  return {
    difference: values.reduce((sum, value) => sum + value, 0) / count,
    interval: { from: at(0.025), to: at(0.975) },
    p: Math.min(
      1,
      2 *
        Math.min(
          share(means, (mean) => mean <= 0),
          share(means, (mean) => mean >= 0),
        ),
    ),
  }
}

function share(means: Float64Array, holds: (mean: number) => boolean): number {
  return means.reduce((sum, mean) => sum + Number(holds(mean)), 0) / means.length
}
