import { describe, expect, it } from 'vitest'
import { createSlots } from './slots.ts'

const never = new AbortController().signal

/** Asks for places in order and notes each as it is given. */
function asker(slots: ReturnType<typeof createSlots>) {
  const given: string[] = []
  const ask = async (name: string, bytes: number, signal = never) => {
    const slot = await slots.take({ bytes, places: 1 }, signal)
    given.push(name)
    return slot
  }
  return { given, ask }
}

describe('places for files in work', () => {
  it('are bounded by number and by bytes, and given in the order of asking', async () => {
    const { given, ask } = asker(createSlots({ places: 2, bytes: 100 }))
    const first = ask('first', 60)
    const second = ask('second', 60)
    const third = ask('third', 10)
    await first
    // The third would fit beside the first, but would then always overtake the second.
    expect(given).toEqual(['first'])
    ;(await first)[Symbol.dispose]()
    await Promise.all([second, third])
    expect(given).toEqual(['first', 'second', 'third'])
  })

  it('are given to a file larger than the bound when it is alone', async () => {
    const { given, ask } = asker(createSlots({ places: 4, bytes: 100 }))
    const small = await ask('small', 1)
    const huge = ask('huge', 5_000)
    const after = ask('after', 1)
    expect(given).toEqual(['small'])
    small[Symbol.dispose]()
    ;(await huge)[Symbol.dispose]()
    await after
    expect(given).toEqual(['small', 'huge', 'after'])
  })

  it('are shared by lines that take a part of one', async () => {
    const slots = createSlots({ places: 1, bytes: 100 })
    let given = 0
    const waiting = Array.from({ length: 9 }, async () => {
      const slot = await slots.take({ bytes: 1, places: 1 / 8 }, never)
      given += 1
      return slot
    })
    const first = await waiting[0]
    await Promise.all(waiting.slice(0, 8))
    expect(given).toBe(8)
    first?.[Symbol.dispose]()
    await Promise.all(waiting)
  })

  it('go to the next when one who waits gives up, and are freed once only', async () => {
    const { given, ask } = asker(createSlots({ places: 1, bytes: 100 }))
    const first = await ask('first', 1)
    const leaving = new AbortController()
    const second = ask('second', 1, leaving.signal)
    const third = ask('third', 1)
    leaving.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    first[Symbol.dispose]()
    first[Symbol.dispose]()
    await third
    const fourth = ask('fourth', 1)
    await Promise.resolve()
    expect(given).toEqual(['first', 'third'])
    ;(await third)[Symbol.dispose]()
    await fourth
    await expect(ask('fifth', 1, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
  })
})
