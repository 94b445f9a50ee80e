import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Channel } from './channel.ts'
import { createConnection, pauseBefore, SignedOutError } from './connection.ts'

function fakeChannel() {
  let lose: () => void = () => undefined
  const closed = new Promise<void>((settle) => {
    lose = settle
  })
  const channel: Channel = { link: { call: async () => 'answer' }, closed, close: () => lose() }
  return { channel, lose: () => lose() }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a lost channel is opened again after a growing pause, and is told meanwhile', async () => {
  // Would catch: a page that stays dead after the engine is back, or one that hammers it.
  const first = fakeChannel()
  const second = fakeChannel()
  const open = vi
    .fn<() => Promise<Channel>>()
    .mockResolvedValueOnce(first.channel)
    .mockRejectedValueOnce(new Error('refused'))
    .mockResolvedValueOnce(second.channel)
  const connection = createConnection(open)
  expect(await connection.channel()).toBe(first.channel)
  first.lose()
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.state.getState()).toEqual({ state: 'lost', attempt: 0, wasOpen: true })
  expect(await connection.channel()).toBe(null)
  await vi.advanceTimersByTimeAsync(pauseBefore(1))
  expect(connection.state.getState()).toEqual({ state: 'lost', attempt: 1, wasOpen: true })
  await vi.advanceTimersByTimeAsync(pauseBefore(2) - 1)
  expect(open).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(await connection.channel()).toBe(second.channel)
  expect([1, 2, 3, 4, 5, 6, 7, 20].map(pauseBefore)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
})

test('a page that needs a fresh link is told apart from one whose host is gone, and is let in once it has one', async () => {
  // Would catch: a person who waits for an engine that is there and refuses them, or a tab that stays locked.
  const later = fakeChannel()
  const open = vi
    .fn<() => Promise<Channel>>()
    .mockRejectedValueOnce(new SignedOutError())
    .mockResolvedValueOnce(later.channel)
  const connection = createConnection(open)
  expect(await connection.channel()).toBe(null)
  expect(connection.state.getState()).toEqual({ state: 'signed-out', attempt: 1, wasOpen: false })
  connection.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(await connection.channel()).toBe(later.channel)
})

test('a port that is handed in replaces the one before it, whose end is then no loss', async () => {
  // Would catch: a desktop page that shows the banner for ever after the engine was restarted.
  const connection = createConnection(null)
  const first = fakeChannel()
  const second = fakeChannel()
  connection.adopt(first.channel)
  connection.adopt(second.channel)
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.state.getState().state).toBe('open')
  expect(await connection.channel()).toBe(second.channel)
})
