import { expect, test } from 'vitest'
import { DocumentFilter } from '../../../contract/document.ts'
import { countNarrowings, toFilter, wholeLibrary, windowsFor } from './document-query.ts'

test('LIB-10.filters: what the fields say is what the contract is asked, and the last day counts whole', () => {
  // Would catch: a filter that is shown and not sent, a document of the last evening that is left out.
  const query = {
    ...wholeLibrary,
    text: ' lease ',
    content: 'deposit',
    type: 'pdf' as const,
    tag: 'home',
    changedFrom: '2026-03-01',
    changedTo: '2026-03-01',
  }
  const filter = toFilter(query)
  expect(filter).toEqual({
    trashed: false,
    text: 'lease',
    content: 'deposit',
    type: 'pdf',
    tags: ['home'],
    modifiedAfter: new Date(2026, 2, 1).getTime(),
    modifiedBefore: new Date(2026, 2, 2).getTime(),
  })
  expect(DocumentFilter.parse(filter)).toEqual(filter)
  expect(countNarrowings(query)).toBe(4)
  expect(toFilter(wholeLibrary)).toEqual({ trashed: false })
})

test('LIB-10.scroll: rows are asked for in windows', () => {
  expect(windowsFor(95, 205)).toEqual([0, 100, 200])
})
