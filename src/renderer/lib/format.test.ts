import { expect, test } from 'vitest'
import { formatBytes, formatLarge, formatMoney, formatSeconds, formatWhen } from './format.ts'

test('UX-3.numbers CHAT-5.after: sizes, times and money in the language of the page, exact to what was billed', () => {
  // Would catch: "$0.00" for something that did cost, or English points in a German page.
  expect([0, 999, 1_000, 11_800, 105_779, 2_500_000_000].map((bytes) => formatBytes('en', bytes))).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '11.8 kB',
    '106 kB',
    '2.5 GB',
  ])
  expect(formatBytes('de', 11_800)).toBe('11,8 kB')
  expect([494_000_000, 4_020_000_000].map((count) => formatLarge('en', count))).toEqual(['494 million', '4.02 billion'])
  expect([0, 2_400_000, 20_000_000, 17_700_000, 1_234_560_000_000].map((amount) => formatMoney('en', amount))).toEqual([
    '$0.00',
    '$0.0024',
    '$0.02',
    '$0.0177',
    '$1,234.56',
  ])
  expect([0.2, 42, 90, 7_200].map((seconds) => formatSeconds('en', seconds))).toEqual([
    '1 sec',
    '42 sec',
    '2 min',
    '2 hr',
  ])
})

test('UX-3.dates: the nearer, the finer, and in the language of the page', () => {
  // Would catch: a date without its year, "5 min. ago" for something of last week.
  const now = Date.UTC(2026, 10, 20, 12)
  const hour = 3_600_000
  expect(formatWhen('en', now - 10_000, now)).toBe('now')
  expect(formatWhen('en', now - 300_000, now)).toBe('5m ago')
  expect(formatWhen('en', now - 100 * 24 * hour, now)).toBe('Aug 12, 2026')
  expect(formatWhen('de', now - 100 * 24 * hour, now)).toBe('12.08.2026')
})
