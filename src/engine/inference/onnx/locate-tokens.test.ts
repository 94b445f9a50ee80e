import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locateTokens } from './locate-tokens.ts'

const shown = (text: string, pieces: string[]) =>
  locateTokens(text, pieces).map(({ start, end }) => text.slice(start, end))

describe('MOD-4.embed-local: where a token stands in its text', () => {
  it('finds word pieces in lower case without accents', () => {
    expect(shown('Ünïcode CAFÉS', ['unicode', 'cafe', '##s'])).toEqual(['Ünïcode', 'CAFÉ', 'S'])
  })

  it('finds pieces with a space before them, as SentencePiece and byte-level tokenisers cut', () => {
    expect(shown('Hello  world', ['▁Hel', 'lo', '▁world'])).toEqual(['Hel', 'lo', 'world'])
    expect(shown('Hello world', ['Hello', ' world'])).toEqual(['Hello', 'world'])
  })

  it('finds letters that a tokeniser writes in another form', () => {
    // Catches places that are off by one behind a ligature, a full-width letter or a character of two units.
    expect(shown('ﬁne Ａ 😀 x', ['fi', '##ne', 'a', '😀', 'x'])).toEqual(['ﬁ', 'ne', 'Ａ', '😀', 'x'])
  })

  it('gives a token without letters what lies between its neighbours', () => {
    expect(shown('a ☃☃ b', ['a', '[UNK]', 'b'])).toEqual(['a', '☃☃', 'b'])
    expect(shown('☃ b ☃', ['[UNK]', 'b', '[UNK]'])).toEqual(['☃', 'b', '☃'])
    expect(shown('a 漢 b', ['a', '\uFFFD', '\uFFFD', 'b'])).toEqual(['a', '漢', '漢', 'b'])
  })

  it('finds the same word again in its second place', () => {
    const places = locateTokens('the cat the cat', ['the', 'cat', 'the', 'cat'])
    expect(places.map(({ start }) => start)).toEqual([0, 4, 8, 12])
  })

  it('never gives a place outside of the text, nor one that ends before it begins', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 5 })),
        (text, pieces) => {
          const places = locateTokens(text, pieces)
          expect(places).toHaveLength(pieces.length)
          for (const { start, end } of places) {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeGreaterThanOrEqual(start)
            expect(end).toBeLessThanOrEqual(text.length)
          }
        },
      ),
    )
  })
})
