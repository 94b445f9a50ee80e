import { expect, test } from 'vitest'
import { countOccurrences, termsWithin } from './term-coverage.ts'

/** A stemmer of a made-up language, whose plural ends in `o`. */
const stem = (word: string) => word.toLowerCase().replace(/o$/, '')

// Would catch a German sentence that is held against a question as if it were English.
test('a text holds a term in any of its forms, each by its own stemmer', () => {
  const forms = [
    { stem, stems: ['vert'] },
    { stem: (word: string) => word, stems: ['other'] },
  ]
  expect([...termsWithin('Zwei Verto hier', [{ stems: ['x'], forms }])]).toEqual([0])
  expect([...termsWithin('an other one', [{ stems: ['x'] }, { stems: ['x'], forms }])]).toEqual([1])
  expect([...termsWithin('others', [{ stems: ['x'], forms }])]).toEqual([])
  expect(countOccurrences('Verto, vert', { stems: ['x'], forms })).toBe(2)
})

test('words in a row are a term; one letter of a script without spaces is held by any pair that begins with it', () => {
  expect(countOccurrences('boundary layers, layer of a boundary layer', { stems: ['boundari', 'layer'] })).toBe(2)
  expect(countOccurrences('猫が猫を見た', { stems: ['猫'] })).toBe(2)
  expect([...termsWithin('数据库索引', [{ stems: ['据库'] }, { stems: ['库据'] }, { stems: ['索引'] }])]).toEqual([
    0, 2,
  ])
})
