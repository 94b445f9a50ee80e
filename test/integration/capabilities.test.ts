import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  coverage,
  designFile,
  differencesFromDesign,
  type Requirement,
  readRequirements,
} from '../../build/verify/capabilities.ts'
import { titlesInSource } from '../../build/verify/test-titles.ts'

// Made up, and in a group of their own: an id of the real list in these texts would be taken for a proof of it.
const requirements: Requirement[] = [
  {
    id: 'XX-1',
    requirement: 'Reads one and two.',
    parts: [
      { id: 'XX-1.one', text: 'One' },
      { id: 'XX-1.two-b', text: 'Two' },
    ],
  },
  { id: 'XX-2', requirement: 'Works.', parts: [{ id: 'XX-2.works', text: 'Works' }] },
]

test('parts are proven by passing tests only, and ids that do not exist are found in any test', () => {
  const passing = ['XX-1.two-b: reads two', 'a group > XX-2: works.', 'UTF-8 and SHA-256 are no ids']
  const every = [...passing, 'XX-1.one: fails', 'XX-1.three: no such part', 'XX-9: no such row']
  expect(coverage(requirements, { passing, every })).toEqual({
    proven: ['XX-1.two-b', 'XX-2.works'],
    unproven: [{ id: 'XX-1.one', text: 'One' }],
    unknown: [
      { id: 'XX-1.three', title: 'XX-1.three: no such part' },
      { id: 'XX-9', title: 'XX-9: no such row' },
    ],
  })
})

test('a requirement with several parts is not proven by its bare id', () => {
  expect(coverage(requirements, { passing: ['XX-1: reads'], every: [] }).proven).toEqual([])
})

test('a row added to the design, taken from it or worded anew is noticed', () => {
  const design = '| id | requirement |\n|---|---|\n| XX-1 | Reads one, two. |\n| YY-3 | New. |\n'
  expect(differencesFromDesign(requirements, design)).toEqual([
    'YY-3 is missing from test/capabilities.json',
    'XX-2 is no longer in the design',
    'XX-1 is worded anew',
  ])
})

test('titles are found however the test is declared, and nowhere else', () => {
  const source = `
    test('one', () => {})
    test.each([1])(\`two\`, () => {})
    it.skipIf(x)("three", () => {})
    describe('four', () => { test.for(['no'])('five %s', () => { check('no') }) })
    test.describe('six', () => {})
    regex.test('no title, though it looks like one to a search by text')`
  expect(titlesInSource('a.test.ts', source)).toEqual(['one', 'two', 'three', 'four', 'five %s', 'six'])
})

describe('the list of the project', () => {
  test('has no part twice, and every part carries the id of its requirement', () => {
    const ids = readRequirements().flatMap(({ id, parts }) => parts.map((part) => ({ id, part: part.id })))
    expect(ids.filter(({ id, part }) => !part.startsWith(`${id}.`))).toEqual([])
    expect(new Set(ids.map(({ part }) => part)).size).toBe(ids.length)
  })

  test('follows the design', (context) => {
    context.skip(!existsSync(designFile), 'the design does not lie beside this checkout')
    expect(differencesFromDesign(readRequirements(), readFileSync(designFile, 'utf8'))).toEqual([])
  })
})
