import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDollars, writeDollars } from './dollars.ts'

test('USE-2.edit USE-3.month: dollars are read to the nano-dollar, and written as they are read', () => {
  // Would catch: a price that goes through floating point, and comes out a nano-dollar off.
  expect(readDollars('0.1')).toBe(100_000_000)
  expect(readDollars(' $1,25 ')).toBe(1_250_000_000)
  expect(readDollars('0.000000001')).toBe(1)
  for (const wrong of ['', '-1', '1.2.3', '1e3', '1000001', '0.0000000001', 'ten'])
    expect(readDollars(wrong)).toBeNull()
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e15 }), (value) => readDollars(writeDollars(value)) === value))
})
