import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findText } from './find-text.ts'

/** What is found, as it stands in the text. */
function found(text: string, wanted: string): string[] {
  return findText(text, wanted).map(({ start, end }) => text.slice(start, end))
}

describe('LIB-6.viewer: what is found inside a document', () => {
  test.for<[string, string, string[]]>([
    ['One one ONE', 'one', ['One', 'one', 'ONE']],
    ['Café, cafe\u0301, CAFE', 'cafe', ['Café', 'cafe\u0301', 'CAFE']],
    ['a cafe', 'CAFÉ', ['cafe']],
    ['Straße und STRASSE', 'strasse', ['Straße', 'STRASSE']],
    ['Οδός ΟΔΟΣ', 'οδοσ', ['Οδός', 'ΟΔΟΣ']],
    ['İstanbul, ISTANBUL', 'istanbul', ['İstanbul', 'ISTANBUL']],
    ['an oﬃce, eﬀort', 'f', ['ﬃ', 'ﬀ']],
    ['مَدْرَسَة مدرسة', 'مدرسة', ['مَدْرَسَة', 'مدرسة']],
    ['soft\u00adware and soft\u200bware', 'software', ['soft\u00adware', 'soft\u200bware']],
    ['over\n   two lines', 'over two', ['over\n   two']],
    ['it’s “so”', `it's "so"`, ['it’s “so”']],
    ['がか', 'か', ['か']],
    ['각 가', '가', ['가']],
    ['😀é😀', 'e', ['é']],
    ['aaaa', 'aa', ['aa', 'aa']],
    ['a.b axb', 'a.b', ['a.b']],
    ['nothing', '   ', []],
    ['', 'x', []],
  ])('in %j, %j is %j', ([text, wanted, expected]) => {
    expect(found(text, wanted)).toEqual(expected)
  })

  // Would catch spans that slip after a character whose folded form is longer or shorter.
  test('a word is found at its place, whatever stands before it', () => {
    const around = fc.array(fc.constantFrom('ß', 'é', 'e\u0301', 'ﬃ', '😀', 'İ', '\u00ad', '각', '\n\n', 'ـ', ' ', 'm'))
    fc.assert(
      fc.property(around, around, (before, after) => {
        const text = `${before.join('')} zebra ${after.join('')}`
        expect(findText(text, 'ZÉBRA')).toEqual([{ start: text.indexOf('zebra'), end: text.indexOf('zebra') + 5 }])
      }),
    )
  })
})
