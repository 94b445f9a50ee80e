import { expect, test } from 'vitest'
import { stemmersOf, stemsIn, stemText } from './stemmers.ts'

test.each([
  ['de', ['Verträge', 'Vertrag', 'Vertrages'], 'vertrag'],
  ['es', ['ciudades', 'ciudad', 'Ciudad'], 'ciud'],
  ['fr', ['mangeait', 'manger', 'mange'], 'mang'],
  ['ru', ['договоры', 'договора', 'Договор'], 'договор'],
  ['pl', ['umowa', 'umowy', 'umową'], 'umow'],
  ['ar', ['المكتبة', 'مكتبات', 'والمكتبة'], 'مكتب'],
  ['el', ['σύμβαση', 'συμβάσεις', 'ΣΥΜΒΑΣΗ'], 'συμβασ'],
])('%s: inflections have one stem', (language, words, stem) => {
  expect(words.map(stemmersOf(language).index)).toEqual(words.map(() => stem))
})

// Would catch English names that are cut as Russian, and Russian ones that an English text does not stem at all.
test('a word in another script than its text’s language is stemmed by the usual language of its own', () => {
  expect(stemText('Kubernetes clusters и договоры', 'ru')).toBe('kubernet cluster и договор')
  expect(stemText('the договоры', 'en')).toBe('the договор')
})

test('a word is looked for by its stem in each language, without marks, and in its other inflection', () => {
  expect(stemsIn('information', ['en', 'fr', 'de'])).toEqual(['inform', 'information'])
  expect(stemsIn('add', ['en'])).toEqual(['add', 'ad'])
  expect(stemsIn('"Frist von"', ['de'])).toEqual(['frist von'])
})

// Would catch a stemmer that loses a word, whose chunk is then not found by it.
test('no word is lost: each has a stem without spaces in every language', () => {
  const words = [
    'a',
    'I',
    'x1',
    'ß',
    '²',
    'ſ',
    'ﬁ',
    '中',
    '中文',
    'é'.repeat(200),
    'و',
    'ال',
    'İ',
    '٣',
    'น้ำ',
    'हिन्दी',
    '\ue000',
    'ﷺ',
    '½',
  ]
  for (const language of ['en', 'de', 'tr', 'ru', 'ar', 'fa', 'zh', 'pl', 'und', 'xx']) {
    for (const word of words) expect(stemmersOf(language).index(word)).toMatch(/^[^\s"]+$/u)
  }
})
