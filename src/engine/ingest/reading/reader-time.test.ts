import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchTime } from './reader-time.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

test('a scan of a hundred pages has time for each page that it comes on', () => {
  let pages = 0
  let exceeded = 0
  using _watch = watchTime({ limitMs: 120_000, recognised: () => pages, exceeded: () => exceeded++ })
  for (; pages < 100; pages++) vi.advanceTimersByTime(45_000)
  expect(exceeded).toBe(0)
  vi.advanceTimersByTime(120_000 + 100 * 60_000)
  expect(exceeded).toBe(1)
})

test('LIB-2.isolation: a file that comes on with nothing has its own time and no more', () => {
  let exceeded = 0
  using _watch = watchTime({ limitMs: 120_000, recognised: () => 0, exceeded: () => exceeded++ })
  vi.advanceTimersByTime(119_999)
  expect(exceeded).toBe(0)
  vi.advanceTimersByTime(1)
  expect(exceeded).toBe(1)
})

test('a reading that has ended is not cut off', () => {
  let exceeded = 0
  watchTime({ limitMs: 1_000, recognised: () => 0, exceeded: () => exceeded++ })[Symbol.dispose]()
  vi.advanceTimersByTime(10_000)
  expect(exceeded).toBe(0)
})
