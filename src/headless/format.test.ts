import { expect, test } from 'vitest'
import type { JobProgress } from '../contract/jobs.ts'
import { count, describePlace, describeProgress, formatBytes, formatTable, indent, linkTo } from './format.ts'

const place = {
  document: 'a.pdf',
  uri: 'file:///a.pdf',
  type: 'pdf' as const,
  page: 3,
  line: null,
  headingPath: ['One', 'Two'],
}

// Catches a link that opens the first page instead of the passage.
test('RET-4.open: a link opens the original at its page', () => {
  expect(linkTo(place)).toBe('file:///a.pdf#page=3')
  expect(linkTo({ uri: 'file:///a.md', type: 'markdown', page: null })).toBe('file:///a.md')
  expect(linkTo({ uri: 'file:///a.xlsx', type: 'xlsx', page: 2 })).toBe('file:///a.xlsx')
})

test('RET-10.quoted: a place is the file with its page, or its innermost headings', () => {
  expect(describePlace(place)).toBe('a.pdf, page 3')
  const headingPath = ['Guide', 'Install', 'Linux']
  expect(describePlace({ ...place, document: 'a\nb.md', page: null, headingPath })).toBe('a b.md › Install › Linux')
})

// Catches a slide, a sheet or a message that is called a page, and a text whose line is kept back.
test('RET-10.quoted: a place is named as its format names it', () => {
  expect(describePlace({ ...place, document: 'a.pptx', type: 'pptx' })).toBe('a.pptx, slide 3')
  expect(describePlace({ ...place, document: 'a.xlsx', type: 'xlsx' })).toBe('a.xlsx, sheet One')
  expect(describePlace({ ...place, document: 'a.ods', type: 'ods', headingPath: [] })).toBe('a.ods, sheet 3')
  expect(describePlace({ ...place, document: 'a.mbox', type: 'mbox' })).toBe('a.mbox, message 3')
  const line = { ...place, page: null, line: 42 }
  expect(describePlace({ ...line, document: 'a.txt', type: 'text', headingPath: [] })).toBe('a.txt, line 42')
  expect(describePlace({ ...line, document: 'a.md', type: 'markdown' })).toBe('a.md › One › Two, line 42')
})

test('progress says what is known and leaves out what is not', () => {
  const progress: JobProgress = {
    total: 40,
    listing: true,
    ready: 3,
    unchanged: 2,
    failed: 1,
    bytesTotal: 0,
    bytesDone: 0,
    bytesPerSecond: null,
    secondsLeft: 130,
    current: ['a.md', 'b.md'],
  }
  expect(describeProgress(progress)).toBe('Reading 6 of 40+ files · 1 failed · 2 min left · a.md')
  const quiet = { ...progress, listing: false, failed: 0, secondsLeft: null, current: [] }
  expect(describeProgress(quiet)).toBe('Reading 5 of 40 files')
  expect(describeProgress({ ...progress, total: 0 })).toBe('Looking for files…')
})

test('numbers, sizes, margins and columns', () => {
  expect([count(1, 'file'), count(0, 'file'), count(1_234, 'library', 'libraries')]).toEqual([
    '1 file',
    '0 files',
    '1,234 libraries',
  ])
  expect([0, 999, 1_000, 1_234_567, 5e12].map(formatBytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '1.2 MB',
    '5.0 TB',
  ])
  expect(indent('a\nb', 2)).toBe('a\n  b')
  expect(
    formatTable(
      ['name', 'n'],
      [
        ['long name', '1'],
        ['x', '22'],
      ],
    ),
  ).toEqual(['name       n', 'long name  1', 'x          22'])
})
