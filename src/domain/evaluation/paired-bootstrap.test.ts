import { expect, test } from 'vitest'
import { seededRandom } from '../seeded-random.ts'
import { bootstrapPairs } from './paired-bootstrap.ts'

const options = { draws: 4_000, seed: 7, pause: () => Promise.resolve() }

/** Standard normal numbers. */
function normals(count: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
}

// Catches draws without replacement (no spread), an interval of one draw, and a p that is not two-sided.
test('RET-8.compare: the interval is the one that statistics expects', async () => {
  const differences = normals(150, 3).map((value) => value * 0.2 + 0.08)
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
  const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length)
  const { difference, interval, p } = await bootstrapPairs(differences, options)
  expect(difference).toBeCloseTo(mean, 10)
  const half = (1.96 * spread) / Math.sqrt(differences.length)
  expect(interval.from).toBeGreaterThan(mean - half * 1.08)
  expect(interval.from).toBeLessThan(mean - half * 0.92)
  expect(interval.to).toBeGreaterThan(mean + half * 0.92)
  expect(interval.to).toBeLessThan(mean + half * 1.08)
  expect(p).toBeLessThan(0.001)
  const turned = await bootstrapPairs(
    differences.map((value) => -value),
    options,
  )
  expect(turned.p).toBeLessThan(0.001)
})

test('RET-8.compare: of settings that are alike, one in twenty comparisons is called different', async () => {
  let called = 0
  for (let trial = 0; trial < 200; trial += 1) {
    const { p } = await bootstrapPairs(normals(40, 100 + trial), { ...options, draws: 400 })
    if (p < 0.05) called += 1
  }
  expect(called).toBeGreaterThan(3)
  expect(called).toBeLessThan(25)
})

test('RET-8.compare: the same seed gives the same figures, and equal scores no difference', async () => {
  const differences = normals(50, 9)
  expect(await bootstrapPairs(differences, options)).toEqual(await bootstrapPairs(differences, options))
  const none = { difference: 0, interval: { from: 0, to: 0 }, p: 1 }
  expect(await bootstrapPairs([0, 0, 0], options)).toEqual(none)
  expect(await bootstrapPairs([], options)).toEqual(none)
})

// Catches a comparison of ten thousand questions that holds the engine's thread for seconds.
test('RET-8.compare: long work pauses', async () => {
  let pauses = 0
  const pause = async () => {
    pauses += 1
  }
  await bootstrapPairs(normals(10_000, 1), { draws: 150, seed: 1, pause })
  expect(pauses).toBe(3)
})
