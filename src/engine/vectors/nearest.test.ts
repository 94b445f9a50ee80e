import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createNearest } from './nearest.ts'

it('keeps the same as sorting all would', () => {
  const numbers = fc.array(fc.float({ noNaN: true, min: -1, max: 1 }), { maxLength: 200 })
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 20 }), (similarities, limit) => {
      const nearest = createNearest<{ similarity: number }>(limit)
      for (const similarity of similarities) nearest.add({ similarity })
      const kept = nearest.sorted().map(({ similarity }) => similarity)
      const all = [...similarities].sort((left, right) => right - left)
      expect(kept.map((value) => value + 0)).toEqual(all.slice(0, limit).map((value) => value + 0))
    }),
  )
})
