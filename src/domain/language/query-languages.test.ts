import { expect, test } from 'vitest'
import { parseQuery } from '../query-terms.ts'
import { narrowLanguages } from './query-languages.ts'

const bilingual = { all: ['en', 'fr'], usual: ['en', 'fr'] }
const nearlyEnglish = { all: ['en', 'fr', 'it'], usual: ['en'] }

function languagesOf(query: string, languages: { all: string[]; usual: string[] }) {
  const terms = narrowLanguages(parseQuery(query, languages.all), query, languages)
  return Object.fromEntries(terms.map(({ text, languages: own }) => [text, own ?? 'any']))
}

// Would catch `care` that finds cars, whose stem it has in French.
test('words are inflected as in the language that the question plainly is in', () => {
  expect(languagesOf('How do I take care of the old garden?', bilingual)).toMatchObject({
    care: ['en'],
    garden: ['en'],
  })
  expect(languagesOf('Comment entretenir une vieille voiture pour les vacances ?', bilingual)).toMatchObject({
    voiture: ['fr'],
  })
})

test('what does not tell its language is taken for those that many texts are in', () => {
  expect(languagesOf('care', bilingual)).toEqual({ care: 'any' })
  expect(languagesOf('amount due', nearlyEnglish)).toEqual({ amount: ['en'], due: ['en'] })
})

// Would catch names that are not found in documents of other languages, whose stemmers cut them otherwise.
test('names, identifiers and words in other letters are looked for in every language', () => {
  const query = 'What is the opinion of Angela about the RFC-7231 and the договоры?'
  expect(languagesOf(query, nearlyEnglish)).toEqual({
    opinion: ['en'],
    Angela: 'any',
    'RFC-7231': 'any',
    договоры: 'any',
  })
})

test('texts that have none of the question’s own language are searched in theirs', () => {
  const german = { all: ['de', 'nl'], usual: ['de'] }
  expect(languagesOf('What are the terms of the Vertrag?', german)).toMatchObject({ terms: ['de'] })
})
