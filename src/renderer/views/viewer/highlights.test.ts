import { expect, test } from 'vitest'
import { cutByLook, overlapping } from './highlights.ts'

test('LIB-6.viewer: matches of a search stand out inside a cited passage, and no character is lost between them', () => {
  // Would catch: text that is doubled or dropped where two highlights meet or end outside of the block.
  const highlights = {
    cited: { start: 5, end: 20 },
    found: [
      { start: 0, end: 3 },
      { start: 8, end: 10 },
      { start: 18, end: 25 },
      { start: 40, end: 44 },
    ],
    current: { start: 8, end: 10 },
  }
  expect(cutByLook({ start: 2, end: 22 }, highlights)).toEqual([
    { start: 2, end: 3, look: 'found' },
    { start: 3, end: 5, look: 'plain' },
    { start: 5, end: 8, look: 'cited' },
    { start: 8, end: 10, look: 'current' },
    { start: 10, end: 18, look: 'cited' },
    { start: 18, end: 20, look: 'found' },
    { start: 20, end: 22, look: 'found' },
  ])
  expect(cutByLook({ start: 30, end: 35 }, highlights)).toEqual([{ start: 30, end: 35, look: 'plain' }])
})

test('of many matches only those in the part are looked at', () => {
  // Would catch: a search that is off by one at the edges of a block.
  const spans = Array.from({ length: 1_000 }, (_, index) => ({ start: index * 10, end: index * 10 + 4 }))
  expect(overlapping(spans, { start: 4, end: 10 })).toEqual([])
  expect(overlapping(spans, { start: 3, end: 11 })).toEqual([
    { start: 0, end: 4 },
    { start: 10, end: 14 },
  ])
})
