import { describe, expect, test } from 'vitest'
import { type CalendarStep, dateAt, periodAt, periodsOver } from './calendar.ts'

const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000
const period = (at: string, step: CalendarStep, zone: string) => {
  const { from, to } = periodAt(Date.parse(at), step, zone)
  return [new Date(from).toISOString(), new Date(to).toISOString()]
}

describe('calendar', () => {
  test('USE-3.day USE-3.month: days and months begin by the clock on the wall', () => {
    expect(period('2026-03-10T02:30:00Z', 'day', 'America/New_York')).toEqual([
      '2026-03-09T04:00:00.000Z',
      '2026-03-10T04:00:00.000Z',
    ])
    expect(period('2026-12-31T23:30:00Z', 'month', 'Asia/Kolkata')).toEqual([
      '2026-12-31T18:30:00.000Z',
      '2027-01-31T18:30:00.000Z',
    ])
    // A month in which the clocks change is an hour longer or shorter.
    expect(hours(periodAt(Date.UTC(2026, 9, 15), 'month', 'Europe/Berlin'))).toBe(31 * 24 + 1)
    expect(period('2026-11-15T00:00:00Z', 'week', 'UTC')).toEqual([
      '2026-11-09T00:00:00.000Z',
      '2026-11-16T00:00:00.000Z',
    ])
    expect(period('2026-11-15T10:40:00Z', 'hour', 'Asia/Kolkata')[0]).toBe('2026-11-15T10:30:00.000Z')
  })

  test('a day whose midnight is left out begins when the clocks have gone over it', () => {
    // In Beirut the clocks went from 00:00 to 01:00 on 29 March 2026.
    expect(period('2026-03-29T12:00:00Z', 'day', 'Asia/Beirut')).toEqual([
      '2026-03-28T22:00:00.000Z',
      '2026-03-29T21:00:00.000Z',
    ])
    expect(dateAt(Date.parse('2026-03-28T22:00:00Z'), 'Asia/Beirut')).toEqual({
      year: 2026,
      month: 3,
      day: 29,
      weekday: 6,
    })
  })

  test.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Beirut'])(
    'in %s the steps of a year follow each other without a gap, and each is where it says',
    (zone) => {
      const range = { from: Date.UTC(2026, 0, 1, 5), to: Date.UTC(2026, 11, 31, 7) }
      for (const step of ['day', 'week', 'month'] as const) {
        const periods = periodsOver(range, step, zone)
        for (const [index, { from, to }] of periods.entries()) {
          if (index > 0) expect(from).toBe(periods[index - 1]?.to)
          expect(periodAt(to - 1, step, zone)).toEqual({ from, to })
        }
        expect(periods.at(0)?.from).toBeLessThanOrEqual(range.from)
        expect(periods.at(-1)?.to).toBeGreaterThanOrEqual(range.to)
      }
    },
  )
})
