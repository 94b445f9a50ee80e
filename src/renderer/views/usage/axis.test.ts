import { expect, test } from 'vitest'
import { ticksOf, writeTick } from './axis.ts'

test('USE-4.time: an axis has round values, all written with as many digits, none rounded to another', () => {
  // Would catch: a line at 1.35 cents that says $0.014, an axis below its highest bar, labels of different width.
  const written = (most: number) => {
    const ticks = ticksOf(most)
    return ticks.map((tick) => writeTick('en', tick, { measure: 'money', step: ticks[1] ?? 1 }))
  }
  expect(written(17_800_000)).toEqual(['$0.000', '$0.005', '$0.010', '$0.015', '$0.020'])
  expect(written(1_000_000_000)).toEqual(['$0.00', '$0.20', '$0.40', '$0.60', '$0.80', '$1.00'])
  expect(written(7_400_000_000_000)).toEqual(['$0', '$2K', '$4K', '$6K', '$8K'])
  expect(written(3)).toEqual(['$0.000000000', '$0.000000001', '$0.000000002', '$0.000000003'])
  for (const most of [0, 1, 7, 12_500, 999_999_999, 1e15]) {
    const ticks = ticksOf(most)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
    expect(ticks.length).toBeLessThanOrEqual(7)
    expect(ticks.every(Number.isInteger)).toBe(true)
  }
  expect(writeTick('en', 12_000, { measure: 'tokens', step: 2_000 })).toBe('12K')
})
