import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestWaitMs, mostTries, pauseBeforeRetry } from './backoff.ts'

describe('LIB-3.retry: pauses before something is tried again', () => {
  it('grow, and end after three tries', () => {
    const pauses = [1, 2, 3].map((tries) => pauseBeforeRetry({ tries, askedMs: null, random: 0.5 }))
    expect(pauses).toEqual([2_000, 8_000, null])
  })

  it('are at least what the server asks for, unless it asks for more than anybody waits', () => {
    expect(pauseBeforeRetry({ tries: 1, askedMs: 30_000, random: 0 })).toBe(30_000)
    expect(pauseBeforeRetry({ tries: 1, askedMs: 10, random: 0.5 })).toBe(2_000)
    expect(pauseBeforeRetry({ tries: 1, askedMs: longestWaitMs + 1, random: 0.5 })).toBeNull()
  })

  // Catches many files that failed together and all come back in the same moment.
  it('differ by chance, and never by more than a quarter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: mostTries - 1 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, random) => {
          const middle = 2_000 * 4 ** (tries - 1)
          const pause = pauseBeforeRetry({ tries, askedMs: null, random }) ?? 0
          return pause >= middle * 0.75 - 1 && pause <= middle * 1.25 + 1
        },
      ),
    )
    const first = pauseBeforeRetry({ tries: 1, askedMs: null, random: 0.1 })
    expect(pauseBeforeRetry({ tries: 1, askedMs: null, random: 0.9 })).not.toBe(first)
  })
})
