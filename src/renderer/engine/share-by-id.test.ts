import { expect, test } from 'vitest'
import { shareById } from './share-by-id.ts'

const list = (...items: { id: string; tags: string[] }[]) => ({ items, total: items.length })
const item = (id: string, ...tags: string[]) => ({ id, tags })

// Would catch: every row of a library drawn anew at each look while files are added above it.
test('UX-5.blocking: a document that has not changed stays the same object at another place', () => {
  const before = list(item('b'), item('c', 'old'))
  const after = shareById(before, list(item('a'), item('b'), item('c', 'new'))) as typeof before
  expect(after).toEqual(list(item('a'), item('b'), item('c', 'new')))
  expect(after.items[1]).toBe(before.items[0])
  expect(after.items[2]).not.toBe(before.items[1])
})

// Would catch: a look that found nothing new drawing the table anew; a change of the number alone being lost.
test('a list without news is the list before, and one with another number is not', () => {
  const before = list(item('a'), item('b'))
  expect(shareById(before, list(item('a'), item('b')))).toBe(before)
  expect(shareById(before, { ...list(item('a'), item('b')), total: 9 })).toEqual({ ...before, total: 9 })
  expect(shareById(undefined, before)).toBe(before)
})
