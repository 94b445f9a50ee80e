import { describe, expect, test } from 'vitest'
import { partsOf, wordingsOf } from './wordings.ts'

const texts = (question: string, most = 5) => wordingsOf(question, most).map(({ kind, text }) => `${kind}: ${text}`)

describe('RET-2.multi-query: the wordings of a question', () => {
  test('the question first, then its telling words; never more than are wanted', () => {
    expect(texts('How do I add a custom recognizer?')).toEqual([
      'question: How do I add a custom recognizer?',
      'words: add custom recognizer',
    ])
    expect(texts('How do I add a custom recognizer?', 1)).toEqual(['question: How do I add a custom recognizer?'])
  })

  test('identifiers in the other ways in which people write them', () => {
    expect(texts('What is AB1234?')).toContain('identifiers: What is "AB 1234"?')
    expect(texts('What is AB-1234?')).toContain('identifiers: What is AB1234?')
    expect(texts('Who calls parseQuery?')).toContain('identifiers: Who calls "parse Query"?')
    expect(texts('Who calls parse_query?')).toContain('identifiers: Who calls parsequery?')
  })

  // Would catch a hyphenated word of prose that is taken for a code.
  test('words of prose are no identifiers', () => {
    expect(texts('two-dimensional boundary-layer flow').filter((text) => text.startsWith('identifiers'))).toEqual([])
  })

  test('the parts of a question that asks several things', () => {
    expect(partsOf('Which port does the anonymizer use and how large must the salt be?')).toEqual([
      'Which port does the anonymizer use',
      'how large must the salt be?',
    ])
    expect(partsOf('What are salt and pepper?')).toEqual([])
  })

  // Would catch a pattern that takes ages on what nearly fits it.
  test('long codes, digits and white space take no time', () => {
    for (const text of [
      `A-${'1'.repeat(7_000)}xy`,
      `a${' '.repeat(7_900)}b`,
      'a_'.repeat(3_900),
      `${'A1'.repeat(3_900)}-`,
    ]) {
      expect(wordingsOf(text, 5).length).toBeGreaterThan(0)
    }
  })

  test('a query without a letter is its own only wording', () => {
    expect(texts('???')).toEqual(['question: ???'])
  })
})
