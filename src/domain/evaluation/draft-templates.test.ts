import { expect, test } from 'vitest'
import { chooseDrafts } from './choose-drafts.ts'
import { candidatesIn } from './draft-candidates.ts'
import { questionOf, questionOfHeading } from './draft-templates.ts'

test.each([
  ['A usufruct is a right to use what another owns.', 'What is a usufruct?'],
  ['Peregrine falcons are birds of prey that dive.', 'What are peregrine falcons?'],
  ['Bibliotherapy is the use of books in healing.', 'What is Bibliotherapy?'],
  ['The bridge was built in 1911 by a guild.', 'When was the bridge built?'],
  ['The stone bridge was built in 1911 by a guild.', 'When was the stone bridge built?'],
  ['The contract of the flat was signed on 3 May 2019.', 'When was the contract of the flat signed?'],
  ['Lisbon has 24 parishes today.', 'How many parishes does Lisbon have?'],
  ['Two wheels have 36 spokes each.', 'How many spokes do two wheels have?'],
  ['The second lease lasts 12 months in all.', 'How long does the second lease last?'],
  ['The deposit of the flat is 1,400 euros.', 'What is the deposit of the flat?'],
  ['The archive is kept in the old mill.', 'Where is the archive kept?'],
  ['The factors are the ones that count here.', null],
  ['The last novel was written by Agnes Miller in winter.', 'Who was the last novel written by?'],
  ['RFC stands for request for comments here.', 'What does RFC stand for?'],
  ['Ein Nießbrauch ist ein Recht zur Nutzung.', 'Was ist Ein Nießbrauch?'],
  ['La photosynthèse est un processus lent.', 'Qu’est-ce que La photosynthèse ?'],
  // Nobody who has not read what stands before can answer these.
  ['It is a right to use what another owns.', null],
  ['This was built in 1911 by a guild.', null],
  ['However, the bridge was built in 1911.', null],
  ['Its length is what surprised them.', null],
])('RET-8.sets: of “%s” the question is %s', (sentence, question) => {
  // Would catch: a question about "it", a verb that keeps its ending after "does", a name that loses its large letter.
  expect(questionOf(sentence)?.text ?? null).toBe(question)
})

test('RET-8.sets: headings become questions where they name something', () => {
  expect(questionOfHeading('3.2 How to replace a tyre')?.text).toBe('How do you replace a tyre?')
  expect(questionOfHeading('Why do owls hoot?')?.text).toBe('Why do owls hoot?')
  expect(questionOfHeading('## Winter storage of bulbs')?.text).toBe('What is said about winter storage of bulbs?')
  expect(questionOfHeading('How the filter works')?.text).toBe('What is said about how the filter works?')
  expect(questionOfHeading('How many owls are there')?.text).toBe('How many owls are there?')
  expect(questionOfHeading('Introduction')).toBeNull()
  expect(questionOfHeading('Table of contents')).toBeNull()
})

test('RET-8.sets: code, tables and paths give no questions, and a text without templates gives its telling words', () => {
  const texts = ['const a = { b: 1 }; // is a test.', '| Year | is a column |.', 'See https://example.org/a is a page.']
  expect(candidatesIn(texts.map((text) => ({ text, headingPath: [] })))).toEqual([])
  const finnish = 'Uunissa paistettu leipä maistuu parhaalta tuoreena aamulla.'
  expect(candidatesIn([{ text: finnish, headingPath: [] }]).map(({ kind, text }) => ({ kind, text }))).toEqual([
    { kind: 'words', text: expect.stringContaining('parhaalta') },
  ])
})

// Catches "What is Baking A levain?": a chunk's text has its headings above its first sentence.
test.each(['Baking\n\nA levain is a dough.', '# Baking\nA levain is a dough.'])(
  'RET-8.sets: a heading is no part of the sentence below it (%j)',
  (text) => {
    const found = candidatesIn([{ text, headingPath: ['Food', 'Baking'] }])
    expect(found.map((candidate) => candidate.text)).toEqual(['What is a levain?'])
  },
)

test('RET-8.sets: a question that several documents could answer is not drafted, and each document has its turn', () => {
  const definition = (text: string, subject: string) => ({ kind: 'definition' as const, text, subject })
  const common = definition('What is the common thing?', 'common thing')
  const documents = ['a', 'b', 'c'].map((reference) => ({
    reference,
    candidates: [
      common,
      definition(`What is ${reference}one?`, `${reference}one`),
      definition(`Who was ${reference}two?`, `${reference}two`),
    ],
    stems: new Set(['common', 'thing', `${reference}on`, `${reference}two`]),
  }))
  const chosen = chooseDrafts(documents, 4)
  expect(
    chosen
      .slice(0, 3)
      .map(({ reference }) => reference)
      .toSorted(),
  ).toEqual(['a', 'b', 'c'])
  expect(chosen).toHaveLength(4)
  expect(chosen.map(({ text }) => text)).not.toContain(common.text)
})
