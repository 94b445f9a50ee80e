import { expect, test } from 'vitest'
import { shrinkRoom } from './room-for-prompt.ts'

const room = { passages: 4_000, history: 8_000, outputTokens: null, isShort: false }

test('a refused prompt is brought to what the model reads, by the model’s own count, or given up', () => {
  // Catches a prompt that is sent again as it was, and a tokeniser of few words whose counts are taken for ours.
  const asked = { room, total: 5_000, fixed: 100 }
  const shrunk = shrinkRoom(asked, { tokens: 5_000, maximum: 2_000 })
  expect(shrunk).toEqual({ passages: 875, history: 375, outputTokens: 500, isShort: true })
  const dense = shrinkRoom(asked, { tokens: 15_000, maximum: 2_000 })
  expect(dense).toEqual({ passages: 244, history: 106, outputTokens: 500, isShort: true })
  expect(shrinkRoom(asked, { tokens: 15_000, maximum: 300 })).toBeNull()
  // One that does not say what it reads, and one that refuses what it should have taken.
  expect(shrinkRoom(asked, { tokens: 0, maximum: 0 })).toMatchObject({ outputTokens: 625, isShort: true })
  const small = { passages: 100, history: 50, outputTokens: 16, isShort: true }
  expect(shrinkRoom({ room: small, total: 200, fixed: 50 }, { tokens: 200, maximum: 4_000 })).toEqual({
    ...{ passages: 50, history: 25, outputTokens: 16, isShort: true },
  })
})
