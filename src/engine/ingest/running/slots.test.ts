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

/** Jobs that ask for their next place while they use the one before, as those of the queue do. */
function jobsOn(slots: ReturnType<typeof createSlots>) {
  const given: string[] = []
  const job = async (priority: 'high' | 'normal' | 'low', files: number) => {
    let held: Disposable | null = null
    for (let file = 0; file < files; file++) {
      const next = slots.take({ bytes: 1, places: 1, priority }, never)
      held?.[Symbol.dispose]()
      held = await next
      given.push(priority)
    }
    held?.[Symbol.dispose]()
  }
  return { given, job }
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

  it('LIB-3.progress: are given by priority, and the low ones still get their share', async () => {
    const slots = createSlots({ places: 1, bytes: 100 })
    const { given, job } = jobsOn(slots)
    const low = job('low', 40)
    await Promise.all([job('high', 64), low])
    const whileBoth = given.slice(0, given.lastIndexOf('high'))
    const lows = whileBoth.filter((priority) => priority === 'low').length
    // Sixteen to one. Catches a low job that starves as well as one that holds the others up.
    expect(lows).toBeGreaterThanOrEqual(3)
    expect(lows).toBeLessThanOrEqual(8)
    expect(given.filter((priority) => priority === 'low')).toHaveLength(40)
  })

  it('a priority that wanted none for long is not owed all of it at once', async () => {
    const slots = createSlots({ places: 1, bytes: 100 })
    for (let file = 0; file < 1_000; file++) (await slots.take({ bytes: 1, places: 1 }, never))[Symbol.dispose]()
    const { given, job } = jobsOn(slots)
    await Promise.all([job('low', 100), job('normal', 20)])
    expect(given.slice(0, 30).filter((priority) => priority === 'normal').length).toBeGreaterThan(15)
  })

  it('are given one at a time while memory is short, and together again when it is not', async () => {
    let short = true
    const { given, ask } = asker(createSlots({ places: 4, bytes: 100 }, () => short))
    const first = await ask('first', 1)
    const second = ask('second', 1)
    const third = ask('third', 1)
    await Promise.resolve()
    expect(given).toEqual(['first'])
    first[Symbol.dispose]()
    await second
    expect(given).toEqual(['first', 'second'])
    short = false
    ;(await second)[Symbol.dispose]()
    await Promise.all([third, ask('fourth', 1)])
    expect(given).toEqual(['first', 'second', 'third', 'fourth'])
  })
})
