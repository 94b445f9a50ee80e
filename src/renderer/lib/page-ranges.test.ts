import { expect, test } from 'vitest'
import { toRanges } from './page-ranges.ts'

test('LIB-7.pages: page numbers are told as runs', () => {
  // Would catch: a report that lists a thousand pages one by one, a last page that is left out.
  expect(toRanges([1, 2, 3, 7, 9, 10])).toEqual([
    { from: 1, to: 3 },
    { from: 7, to: 7 },
    { from: 9, to: 10 },
  ])
  expect(toRanges([])).toEqual([])
})
