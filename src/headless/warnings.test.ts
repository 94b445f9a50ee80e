import { expect, test } from 'vitest'
import { describeWarnings } from './warnings.ts'

test('LIB-7.warnings: what a reader noticed is told in sentences, once a kind, with its pages', () => {
  // Would catch: a report of bare codes, a line for each of a thousand pages.
  const empty = [3, 4, 5, 9].map((page) => ({ code: 'PDF_PAGE_EMPTY' as const, page }))
  expect(describeWarnings('pdf', [...empty, { code: 'PDF_TRUNCATED', page: null }])).toEqual([
    'No text was found on a page. It may be a scan. (pages 3–5, 9) PDF_PAGE_EMPTY',
    'The file ends too early. What is there was read. PDF_TRUNCATED',
  ])
  expect(describeWarnings('pptx', [{ code: 'SLIDE_HIDDEN', page: 2 }])).toEqual([
    'A slide is hidden in the show. It was read. (slide 2) SLIDE_HIDDEN',
  ])
})
