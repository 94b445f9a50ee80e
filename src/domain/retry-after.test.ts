import { expect, it } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

it('LIB-3.retry: Retry-After is read as seconds or as a date, and nothing else', () => {
  const now = Date.UTC(2026, 0, 1, 12)
  expect(readRetryAfter('120', now)).toBe(120_000)
  expect(readRetryAfter(' 0 ', now)).toBe(0)
  expect(readRetryAfter('Thu, 01 Jan 2026 12:01:00 GMT', now)).toBe(60_000)
  expect(readRetryAfter('Thu, 01 Jan 2026 11:00:00 GMT', now)).toBe(0)
  for (const header of [null, '', 'soon', '-5x']) expect(readRetryAfter(header, now)).toBeNull()
})
