import { expect, it } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

it('LIB-3.retry, MOD-3.rate-limits: Retry-After is read as seconds or as a date, and nothing else', () => {
  const now = Date.UTC(2026, 0, 1, 12)
  expect(readRetryAfter('120', now)).toBe(120_000)
  expect(readRetryAfter(' 0 ', now)).toBe(0)
  expect(readRetryAfter('Thu, 01 Jan 2026 12:01:00 GMT', now)).toBe(60_000)
  expect(readRetryAfter('Thursday, 01-Jan-26 12:01:00 GMT', now)).toBe(60_000)
  expect(readRetryAfter('Thu Jan  1 12:01:00 2026', now)).toBe(60_000)
  expect(readRetryAfter('Thu, 01 Jan 2026 11:00:00 GMT', now)).toBe(0)
  for (const header of [null, '', 'soon', '-5x']) expect(readRetryAfter(header, now)).toBeNull()
})

// Would catch a server that is asked again at once though it said when: these were read as days of 2001 and 2005.
it('MOD-3.rate-limits: fractions of seconds count, and what is no date is not taken for one', () => {
  const now = Date.UTC(2026, 0, 1, 12)
  expect(readRetryAfter('1.5', now)).toBe(1_500)
  expect(readRetryAfter('0.0004', now)).toBe(1)
  for (const header of ['-1', '-1.5', 'soon 5', '1.5.5', '2026-01-01']) expect(readRetryAfter(header, now)).toBeNull()
})
