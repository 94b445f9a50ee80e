import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchLimit, inBatches } from './batches.ts'

test('every file is sent exactly once, in order, within the limits of a call', () => {
  // Would catch: a file lost at the border of two batches, or a call that no door accepts.
  fc.assert(
    fc.property(fc.array(fc.record({ size: fc.integer({ min: 0, max: 30_000_000 }) }), { maxLength: 200 }), (files) => {
      const batches = inBatches(files)
      expect(batches.flat()).toEqual(files)
      for (const batch of batches) {
        const bytes = batch.reduce((sum, { size }) => sum + size, 0)
        expect(batch.length > 0 && batch.length <= batchLimit.files).toBe(true)
        expect(batch.length === 1 || bytes <= batchLimit.bytes).toBe(true)
      }
    }),
  )
})
