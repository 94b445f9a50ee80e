import { expect, test } from 'vitest'
import { findMention, removeMention } from './library-mention.ts'

test('# begins a mention at a word only, and what was typed of it goes when it is chosen', () => {
  // Would catch: a picker that opens inside "C#" or an address, a rest of the mention in the question.
  expect(findMention('What is C# and', 14)).toBe(null)
  expect(findMention('See http://x/#part', 18)).toBe(null)
  expect(findMention('#', 1)).toEqual({ start: 0, query: '' })
  const text = 'Compare #con with the rest'
  const mention = findMention(text, 12)
  expect(mention).toEqual({ start: 8, query: 'con' })
  expect(mention && removeMention(text, mention)).toBe('Compare  with the rest')
})
