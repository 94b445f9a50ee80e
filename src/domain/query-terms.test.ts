import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { looseWords, parseQuery } from './query-terms.ts'

const written = (query: string) => parseQuery(query).map(({ kind, text }) => `${kind}: ${text}`)

describe('RET-1.keyword: what a query looks for', () => {
  // Would catch an implicit AND's cousin: stop words that outweigh the subject.
  test('words without stop words, each form once', () => {
    expect(written('How do I add a custom recognizer, and which Recognizers are custom?')).toEqual([
      'word: add',
      'word: custom',
      'word: recognizer',
      'word: Recognizers',
    ])
  })

  test('stop words when there is nothing else', () => {
    expect(written('What is it?')).toEqual(['word: What', 'word: is', 'word: it'])
  })

  test('nothing without a letter or digit', () => {
    expect(['', '?!', '🙂', '" "', '\u0000', '\uD800', '()*:^-+'].flatMap(written)).toEqual([])
  })
})

describe('RET-1.identifiers: names and phrases stay whole', () => {
  test('identifiers are one term, hyphenated prose is its words', () => {
    expect(
      written('foo_bar-1.2 vs. state-of-the-art zero/one x-15 e.g. os.path a@b.org std::vector C# don’t 1,000'),
    ).toEqual([
      'identifier: foo_bar-1.2',
      'word: vs',
      'word: state',
      'word: art',
      'word: zero',
      'word: one',
      'identifier: x-15',
      'identifier: os.path',
      'identifier: a@b.org',
      'identifier: std::vector',
      'word: C',
      'identifier: 1,000',
    ])
  })

  test('quotation marks make phrases; a quoted single word is a word', () => {
    expect(written('"boundary layer" of “the wing” and "lift" unclosed "quote')).toEqual([
      'phrase: boundary layer',
      'phrase: the wing',
      'word: lift',
      'word: unclosed',
      'word: quote',
    ])
  })

  test('an identifier falls apart into its words', () => {
    const [identifier] = parseQuery('ERR_1001-the.x')
    expect(identifier && looseWords(identifier).map(({ text }) => text)).toEqual(['ERR', '1001', 'x'])
  })
})

// Would catch a pasted page of names that costs a pass over all chunks for each.
test('phrases and identifiers after the first 32 are looked for as single words', () => {
  const phrases = Array.from({ length: 200 }, (_, place) => `"first${place} the second${place}"`)
  const terms = parseQuery(phrases.join(' '))
  expect(terms.slice(0, 32).map(({ text }) => `"${text}"`)).toEqual(phrases.slice(0, 32))
  expect(terms.slice(32, 34)).toEqual([
    { kind: 'word', text: 'first32', stems: ['first32'] },
    { kind: 'word', text: 'second32', stems: ['second32'] },
  ])
  expect(terms).toHaveLength(32 + 168 * 2)
})

// Would catch a pattern that throws, hangs or lets one thing be looked for twice.
test('any text is a query whose terms are different and hold words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (query) => {
      const terms = parseQuery(query)
      expect(terms.every(({ stems }) => stems.length > 0)).toBe(true)
      expect(new Set(terms.map(({ text }) => text)).size).toBe(terms.length)
    }),
  )
})

// Would catch a pattern whose time grows with the square of the length.
test('a question of 8,000 characters is taken apart in no time, whatever it holds', () => {
  const start = performance.now()
  for (const unit of ['!', '"', 'a.', '-_', ' "a', '\u0301', 'e\u0301', '“a', '1,', '🙂'])
    parseQuery(unit.repeat(8_000 / unit.length))
  expect(performance.now() - start).toBeLessThan(1_000)
})
