import { describe, expect, it } from 'vitest'
import { chooseSequence } from './choose-sequence.ts'

const place = (held: number, shared: number, usedAt: number) => ({ held, shared, usedAt })

describe('MOD-2.prefix-cache: the place of a request', () => {
  it('is where its conversation is, even when others begin alike', () => {
    const own = place(900, 850, 1)
    expect(chooseSequence([place(400, 120, 5), own, place(0, 0, 0)], 1_000)).toBe(own)
  })

  it('asked again word for word, it is where the answer before stands', () => {
    const before = place(400, 99, 3)
    expect(chooseSequence([place(0, 0, 0), before], 100)).toBe(before)
  })

  // Catches two conversations under the same instructions that push each other out all the time.
  it('of a new conversation is an empty one, not that of another with the same instructions', () => {
    const empty = place(0, 0, 0)
    expect(chooseSequence([place(800, 200, 5), empty], 500)).toBe(empty)
  })

  it('is that of the one which has waited longest when all are taken; none when none is free', () => {
    const oldest = place(500, 10, 2)
    expect(chooseSequence([place(500, 10, 7), oldest, place(500, 10, 4)], 300)).toBe(oldest)
    expect(chooseSequence([], 300)).toBeNull()
  })
})
