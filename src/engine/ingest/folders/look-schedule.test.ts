import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLookSchedule, defaultPace, type LookSchedule } from './look-schedule.ts'

let looks: number[]
let schedule: LookSchedule

beforeEach(() => {
  vi.useFakeTimers()
  looks = []
  const start = performance.now()
  schedule = createLookSchedule(defaultPace, () => looks.push(Math.round(performance.now() - start)))
})
afterEach(() => {
  schedule.close()
  vi.useRealTimers()
})

test('a burst of changes is one look, when it is over', () => {
  for (let change = 0; change < 5; change++) {
    schedule.notice()
    vi.advanceTimersByTime(100)
  }
  vi.advanceTimersByTime(10_000)
  expect(looks).toEqual([700])
})

// Would catch a file that is written to all the time, as a log, behind which nothing else is ever followed.
test('changes that go on are looked at all the same, and not more often than the spacing allows', () => {
  for (let change = 0; change < 100; change++) {
    schedule.notice()
    vi.advanceTimersByTime(100)
    if (looks.length > 0 && change % 10 === 0) schedule.ended(20)
  }
  expect(looks.length).toBeGreaterThan(3)
  expect(looks.length).toBeLessThanOrEqual(10)
})

test('a slow look makes the next ones rare; one that is asked for comes at once', () => {
  schedule.ended(2_000)
  schedule.notice()
  vi.advanceTimersByTime(19_000)
  expect(looks).toEqual([])
  schedule.ask()
  vi.advanceTimersByTime(1)
  expect(looks).toHaveLength(1)
})

test('nothing happens after it was closed', () => {
  schedule.notice()
  schedule.close()
  schedule.ask()
  vi.advanceTimersByTime(100_000)
  expect(looks).toEqual([])
})
