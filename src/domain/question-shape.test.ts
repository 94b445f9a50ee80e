import { expect, test } from 'vitest'
import { parseQuery } from './query-terms.ts'
import { definitionQuery } from './question-shape.ts'

test('a question for a definition also looks for the words that a definition begins with', () => {
  const terms = parseQuery(definitionQuery('What is the circuit breaker?') ?? '')
  expect(terms.map(({ kind, text }) => [kind, text])).toEqual(
    ['is', 'are', 'was', 'means', 'refers to', 'stands for'].map((verb) => ['phrase', `circuit breaker ${verb}`]),
  )
})

test.each([
  'How do I add one?',
  'What is',
  'What is the largest number of files that one import may hold at once?',
  'whatever is written',
  '',
])('%j asks for no definition of a name', (question) => {
  expect(definitionQuery(question)).toBeNull()
})

test('marks in the question cannot break the phrases', () => {
  expect(definitionQuery('What is "x" OR NEAR(y)?')).toContain('"x OR NEAR y is"')
})
