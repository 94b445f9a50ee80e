import { describe, expect, it } from 'vitest'
import { addSample, estimateSecondsLeft, measureRate, type WorkSample } from './work-rate.ts'

function work(pieces: readonly WorkSample[]): WorkSample[] {
  return pieces.reduce<WorkSample[]>((samples, sample) => addSample(samples, sample), [])
}

/** `seconds` of steady work, sampled every 100 ms. */
function steady(seconds: number, bytesPerSecond: number): WorkSample[] {
  return Array.from({ length: seconds * 10 + 1 }, (_, index) => ({
    at: index * 100,
    done: index * 0.1 * bytesPerSecond,
  }))
}

describe('LIB-3.rate: the rate of the last minute of work', () => {
  it('says nothing before there is a second to measure', () => {
    expect(measureRate([], 0)).toBeNull()
    expect(measureRate(work([{ at: 0, done: 0 }]), 999)).toBeNull()
    expect(
      measureRate(
        work([
          { at: 0, done: 0 },
          { at: 500, done: 900 },
        ]),
        900,
      ),
    ).toBeNull()
  })

  it('measures steady work exactly', () => {
    expect(measureRate(work(steady(20, 4_000)), 20_000)).toBeCloseTo(4_000)
  })

  it('forgets what is older than a minute, so that a fast start does not flatter a slow rest', () => {
    const fast = steady(60, 1_000_000)
    const slow = Array.from({ length: 90 }, (_, index) => ({
      at: 61_000 + index * 1_000,
      done: 60_000_000 + index * 100,
    }))
    expect(measureRate(work([...fast, ...slow]), 150_000)).toBeCloseTo(100, 0)
  })

  it('falls while nothing moves, and is zero after a minute without progress', () => {
    const samples = work(steady(10, 1_000))
    expect(measureRate(samples, 20_000)).toBeCloseTo(500)
    expect(measureRate(samples, 71_000)).toBe(0)
  })

  it('holds a bounded number of samples however often it is told', () => {
    const samples = work(Array.from({ length: 100_000 }, (_, at) => ({ at: at * 5, done: at })))
    expect(samples.length).toBeLessThan(260)
    expect(measureRate(samples, 99_999 * 5)).toBeCloseTo(200, 0)
  })
})

describe('LIB-3.time-left: an estimate from the work that remains', () => {
  const known = { listing: false, left: 6_000, rate: 700 }

  it('rounds up, because a person should not wait longer than was said', () => {
    expect(estimateSecondsLeft(known)).toBe(9)
  })

  it('is unknown while files are still being listed, before a rate is measured, and while nothing moves', () => {
    expect(estimateSecondsLeft({ ...known, listing: true })).toBeNull()
    expect(estimateSecondsLeft({ ...known, rate: null })).toBeNull()
    expect(estimateSecondsLeft({ ...known, rate: 0 })).toBeNull()
  })

  it('is zero when all is done', () => {
    expect(estimateSecondsLeft({ ...known, left: 0 })).toBe(0)
    expect(estimateSecondsLeft({ ...known, left: -1 })).toBe(0)
  })
})
