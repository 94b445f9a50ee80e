import { expect, test } from 'vitest'
import { periods, stretchOf } from './usage-period.ts'

const now = new Date(2026, 10, 21, 15, 20).getTime()

test('USE-4.time: a stretch ends after the present and begins so many days before', () => {
  // Would catch: a call of this minute that is in no stretch, a week of six days, a stretch that begins in mid-day.
  for (const period of periods) {
    const { from, to } = stretchOf(period, now)
    expect(to).toBeGreaterThan(now)
    expect(from).toBeLessThan(now)
  }
  expect(new Date(stretchOf('week', now).from)).toEqual(new Date(2026, 10, 15))
  expect(new Date(stretchOf('week', now).to)).toEqual(new Date(2026, 10, 22))
  expect(new Date(stretchOf('day', now).to)).toEqual(new Date(2026, 10, 21, 16))
})
