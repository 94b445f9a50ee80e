import { expect, test } from 'vitest'
import { asCollectionQuestion, readCollectionQuestion } from './collection-question.ts'

const describeQuestion = (question: string) => {
  const read = readCollectionQuestion(question)
  return read && { task: read.task, subjects: read.subjects.map(({ label }) => label), isNegated: read.isNegated }
}

test.each([
  ['How many documents mention boundary layer?', 'count', ['boundary layer']],
  ['How many of the reports discuss solar panels?', 'count', ['solar panels']],
  ['How many documents are there?', 'count', ['']],
  ['Count the documents about "heat transfer".', 'count', ['“heat transfer”']],
  ['List all suppliers', 'list', ['suppliers']],
  ['List every contract that expires in 2024', 'list', ['expires 2024']],
  ['Which of the invoices are from Acme?', 'list', ['Acme']],
  ['Does every contract have a termination clause?', 'list', ['termination clause']],
  ['Summarize the library', 'list', ['']],
  ['Summarise everything in this folder', 'list', ['']],
  ['Give me an overview of all documents', 'list', ['']],
  ['What topics do these documents cover?', 'list', ['']],
  ['Are there any contracts about solar panels?', 'list', ['solar panels']],
  ['Do any of the documents mention bees?', 'list', ['bees']],
  ['Compare nuclear and solar power', 'compare', ['nuclear', 'solar power']],
  ['Compare the payment terms in the contracts', 'compare', ['payment terms contracts']],
])('RET-5.map-reduce: “%s” is a question about the whole collection', (question, task, subjects) => {
  expect(describeQuestion(question)).toEqual({ task, subjects, isNegated: false })
})

test('RET-5.map-reduce: documents that do not speak of something are asked for too', () => {
  expect(describeQuestion('Which papers do not mention heat?')).toMatchObject({ subjects: ['heat'], isNegated: true })
})

// Would catch rules so wide that a question that one passage answers makes every document be read.
test.each([
  'List the steps to install',
  'How many legs has a spider?',
  'How do I list all files in a folder?',
  'What is every employee paid?',
  'Which report says so?',
  'What is the difference between lift and drag?',
  'All is well, is it not?',
  'How many records can the table hold?',
  'Compare-and-swap operation',
  'Count Dracula lives where?',
  'Where is the list of all parameters described?',
  'Wie viele Mitarbeiter hat Acme?',
  'Quels sont les délais de paiement ?',
  'Какой срок оплаты?',
  '契約の期限はいつですか',
])('RET-5.map-reduce: “%s” is none', (question) => {
  expect(readCollectionQuestion(question)).toBeNull()
})

test('RET-5.map-reduce: any question can be asked of every document', () => {
  expect(asCollectionQuestion('What is drag?')).toMatchObject({ task: 'list', subjects: [{ label: 'drag' }] })
})
