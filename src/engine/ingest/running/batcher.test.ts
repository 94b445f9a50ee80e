import { describe, expect, it } from 'vitest'
import { createBatcher } from './batcher.ts'

describe('joint requests', () => {
  it('go alone under light load and together while one is at work, answers in order', async () => {
    const batches: number[][] = []
    const double = createBatcher<number, number>({
      most: 3,
      async work(batch) {
        batches.push(batch)
        await Promise.resolve()
        return batch.map((number) => number * 2)
      },
    })
    expect(await double(1)).toBe(2)
    expect(await Promise.all([2, 3, 4, 5, 6].map(double))).toEqual([4, 6, 8, 10, 12])
    expect(batches).toEqual([[1], [2], [3, 4, 5], [6]])
  })

  it('fail with their own batch only, and the next ones go on', async () => {
    const reciprocal = createBatcher<number, number>({
      most: 2,
      async work(batch) {
        if (batch.includes(0)) throw new Error('zero')
        return batch.map((number) => 1 / number)
      },
    })
    const outcomes = await Promise.allSettled([1, 0, 2, 4, 5].map(reciprocal))
    expect(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value)).toEqual([
      1,
      false,
      false,
      0.25,
      0.2,
    ])
  })

  it('are not left waiting when the work forgets one', async () => {
    const forgetful = createBatcher<number, number>({ most: 2, work: async () => [] })
    await expect(forgetful(1)).rejects.toThrow('0 answers to 1 requests')
  })
})
