import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { atMostEvery } from './at-most-every.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('CHAT-1.stream: a long answer is drawn some times a second, not once for each of its sentences', () => {
  // Would catch: an answer of 200 quotes that is laid out 400 times, a last sentence that is never drawn.
  let drawn = 0
  const { soon } = atMostEvery(50, () => {
    drawn += 1
  })
  for (let sentence = 0; sentence < 90; sentence += 1) {
    soon()
    vi.advanceTimersByTime(1)
  }
  expect(drawn).toBe(2)
  vi.advanceTimersByTime(50)
  expect(drawn).toBe(3)
  vi.advanceTimersByTime(500)
  expect(drawn).toBe(3)
})

test('what was stopped is not drawn later', () => {
  // Would catch: an answer that comes back after it was dropped.
  let drawn = 0
  const paced = atMostEvery(50, () => {
    drawn += 1
  })
  paced.soon()
  paced.soon()
  paced.stop()
  vi.advanceTimersByTime(500)
  expect(drawn).toBe(1)
})
