import { expect, test } from 'vitest'
import { embeddedText, hashText } from './embedded-text.ts'

const chunk = { headingPath: [], context: '', text: 'What it says.' }

test('a text is embedded under its title and headings, each said once', () => {
  const document = { name: 'a.pdf', title: 'On bread' }
  expect(embeddedText({ ...chunk, document, headingPath: ['On bread', 'Rye'] })).toBe('On bread\nRye\n\nWhat it says.')
})

// Catches a library being embedded anew because its files were given other names.
test("a title that is only the file's name stays out", () => {
  const text = embeddedText({ ...chunk, document: { name: 'a.pdf', title: 'a.pdf' } })
  expect(text).toBe('What it says.')
  expect(embeddedText({ ...chunk, document: { name: 'b.pdf', title: 'b.pdf' } })).toBe(text)
})

test("what is indexed with a text, as a table's header, is embedded with it", () => {
  const document = { name: 'a.csv', title: 'a.csv' }
  expect(embeddedText({ ...chunk, document, context: 'name,price' })).toBe('name,price\nWhat it says.')
})

test('a record of which only the title is known is not said twice', () => {
  expect(embeddedText({ ...chunk, text: 'Only this', document: { name: '17', title: 'Only this' } })).toBe('Only this')
})

test('texts that differ in a letter have other keys, of 16 bytes', () => {
  expect(hashText('a')).toHaveLength(16)
  expect(hashText('a')).toEqual(hashText('a'))
  expect(hashText('a')).not.toEqual(hashText('b'))
})
