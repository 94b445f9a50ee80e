import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorkCosts, type WorkAmount, type WorkKind, workKind } from './work-cost.ts'
import { addSample, estimateSecondsLeft, forecastWindowMs, measureRate, type WorkSample } from './work-rate.ts'

const kinds: WorkKind[] = ['text', 'office', 'pdf', 'image']

/** What a file really takes in the simulated job: nothing that the estimate is told. */
type Truth = Record<WorkKind, (bytes: number) => number>

function truthOf(speed: number, odd: readonly number[]): Truth {
  const by = (index: number, cost: (megabytes: number) => number) => (bytes: number) =>
    speed * (odd[index] ?? 1) * cost(bytes / 1e6)
  const page = by(4, () => 1)
  return {
    text: by(0, (megabytes) => 0.004 + megabytes),
    office: by(1, (megabytes) => 0.05 + 0.8 * megabytes),
    pdf: by(2, (megabytes) => 0.05 + 1.5 * megabytes),
    image: by(3, (megabytes) => 1.5 + megabytes),
    archive: page,
    page,
  }
}

/** Runs a job with some readers and answers with the estimate at each file's end, beside the time that was really left. */
function simulate(files: readonly WorkAmount[], truth: Truth, readers: number) {
  const costs = createWorkCosts()
  const free = Array.from({ length: readers }, () => 0)
  const ends = files.map((file, index) => {
    const reader = free.indexOf(Math.min(...free))
    const seconds = truth[file.kind](file.bytes)
    free[reader] = (free[reader] ?? 0) + seconds
    return { index, file, seconds, at: (free[reader] ?? 0) * 1_000 }
  })
  const total = Math.max(...free) * 1_000
  const left = new Map(files.entries())
  let samples: WorkSample[] = [{ at: 0, done: 0 }]
  let spent = 0
  return ends
    .sort((a, b) => a.at - b.at)
    .map(({ index, file, seconds, at }) => {
      left.delete(index)
      costs.learn(file, seconds)
      spent += seconds
      samples = addSample(samples, { at, done: spent }, forecastWindowMs)
      const work = [...left.values()].reduce((sum, each) => sum + costs.estimate(each), 0)
      const rate = measureRate(samples, at, forecastWindowMs)
      const estimate = estimateSecondsLeft({ listing: false, left: work, rate })
      return { part: at / total, estimate, real: (total - at) / 1_000 }
    })
}

const file = fc.record({
  kind: fc.constantFrom(...kinds),
  items: fc.constant(1),
  bytes: fc.integer({ min: 200, max: 3_000_000 }),
})

describe('LIB-3.time-left: an estimate from what each kind of file costs', () => {
  // Catches an estimate by bytes alone: a picture of 100 kB that is recognised takes longer than 2 MB of text.
  it('is within a factor of two after a fifth of a mixed job, on fast and slow machines', () => {
    fc.assert(
      fc.property(
        fc.noBias(fc.array(file, { minLength: 150, maxLength: 300 })),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.array(fc.double({ min: 0.6, max: 1.6, noNaN: true }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 8 }),
        (files, speed, odd, readers) => {
          const truth = truthOf(speed, odd)
          // Under half a minute there is nothing to foretell.
          const seconds = files.reduce((sum, each) => sum + truth[each.kind](each.bytes), 0) / readers
          fc.pre(seconds > 30)
          const looks = simulate(files, truth, readers)
          // Near the end the last file alone decides, and a second more or less is a factor.
          for (const { estimate, real } of looks.filter((look) => look.part >= 0.2 && look.part <= 0.9)) {
            expect(estimate).not.toBeNull()
            expect((estimate ?? 0) / real).toBeGreaterThan(0.5)
            expect((estimate ?? 0) / (real + 1)).toBeLessThan(2)
          }
        },
      ),
      { numRuns: 60, endOnFailure: true },
    )
  })

  it('stays so when the cheap files all come first and the costly ones are still ahead', () => {
    const texts = Array.from({ length: 400 }, () => ({ kind: 'text' as const, items: 1, bytes: 50_000 }))
    const scans = Array.from({ length: 40 }, () => ({ kind: 'image' as const, items: 1, bytes: 400_000 }))
    const looks = simulate([...texts, ...scans], truthOf(3, [1, 1, 1, 1]), 2)
    const early = looks.find(({ part }) => part >= 0.2)
    expect((early?.estimate ?? 0) / (early?.real ?? 1)).toBeGreaterThan(0.5)
    expect((early?.estimate ?? 0) / (early?.real ?? 1)).toBeLessThan(2)
  })

  it('knows kinds by the ends of names', () => {
    expect(['pdf', 'png', 'docx', 'md', '', 'url'].map(workKind)).toEqual([
      'pdf',
      'image',
      'office',
      'text',
      'text',
      'page',
    ])
  })
})
