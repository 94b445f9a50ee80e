import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rewriteQuestion } from './rewrite-question.ts'
import { splitWords } from './words.ts'

const understand = (question: string, ...earlier: string[]) => rewriteQuestion(question, earlier).question

describe('RET-2.rewrite: a follow-up is understood with its conversation', () => {
  test.each([
    ['Who founded it?', 'What is Acme Robotics?', 'Who founded Acme Robotics?'],
    ['Where was she born?', 'Who is Ada Lovelace?', 'Where was Ada Lovelace born?'],
    ['What is its capital?', 'How large is Portugal?', 'What is Portugal’s capital?'],
    ['How do I install it?', 'What is the anonymizer?', 'How do I install anonymizer?'],
    ['Does that work offline?', 'What is a remote recognizer?', 'Does remote recognizer work offline?'],
    ['How are they trained?', 'What are "random forests"?', 'How are random forests trained?'],
    ['Are they safe?', 'How many documents mention recognizers?', 'Are recognizers safe?'],
  ])('a pronoun: %j after %j', (question, before, wanted) => {
    expect(understand(question, before)).toBe(wanted)
  })

  test.each([
    ['And in 2019?', 'What was the revenue of Acme in 2018?', 'What was the revenue of Acme in 2019?'],
    ['and 2020?', 'What was the revenue of Acme in 2018?', 'What was the revenue of Acme in 2020?'],
    ['What about Globex?', 'What was the revenue of Acme in 2018?', 'What was the revenue of Globex in 2018?'],
    ['And for Linux?', 'How do I install the viewer?', 'How do I install the viewer for Linux?'],
    ['Why?', 'Does Presidio need a GPU?', 'Why: Does Presidio need a GPU?'],
    ['А в 2021?', 'Какой была выручка Acme в 2020?', 'Какой была выручка Acme в 2021?'],
    ['وفي 2021؟', 'ما هي إيرادات Acme في 2020؟', 'ما هي إيرادات Acme في 2021؟'],
    ['Und 2021?', 'Wie hoch war der Umsatz von Acme 2020?', 'Wie hoch war der Umsatz von Acme 2021?'],
  ])('what it leaves out: %j after %j', (question, before, wanted) => {
    expect(understand(question, before)).toBe(wanted)
  })

  test('the subject is carried on through follow-ups, and thanks do not end it', () => {
    expect(understand('And in 2020?', 'What did Acme earn in 2018?', 'And in 2019?')).toBe(
      'What did Acme earn in 2020?',
    )
    expect(understand('Who founded it?', 'What is Acme Robotics?', 'Thanks!')).toBe('Who founded Acme Robotics?')
  })

  // Each of these has a subject of its own; taking up another would look for the wrong thing.
  test.each([
    'What does the contract say about termination?',
    'Is it possible to export the data of a library?',
    'How long does it take to index a gigabyte?',
    'Which documents mention the budget that was approved in March?',
    'Did Marie Curie say what she thought of prizes?',
    'List every invoice of Globex in 2021.',
    '第二章讲了什么?',
    'ما هي شروط الإنهاء في العقد؟',
  ])('a question that stands on its own stays: %j', (question) => {
    expect(rewriteQuestion(question, ['What is Acme Robotics?'])).toEqual({ question, isRewritten: false })
  })

  test('without a conversation every question stays, and none is ever lost', () => {
    const words = fc.constantFrom(
      'and',
      'it',
      'why',
      'in',
      '2019',
      'Acme',
      'its',
      'what',
      'about',
      'the',
      '?',
      '$&',
      '(',
      'report',
    )
    const questions = fc.array(words, { minLength: 1, maxLength: 8 }).map((list) => list.join(' '))
    fc.assert(
      fc.property(questions, fc.array(questions, { maxLength: 4 }), (question, earlier) => {
        expect(rewriteQuestion(question, [])).toEqual({ question, isRewritten: false })
        const understood = rewriteQuestion(question, earlier).question
        const asked = new Set([question, ...earlier].flatMap(splitWords).map((word) => word.toLowerCase()))
        // It says nothing that was not asked before.
        expect(splitWords(understood).filter((word) => !asked.has(word.toLowerCase()) && word !== 's')).toEqual([])
        expect(understood.trim()).not.toBe('')
      }),
    )
  })
})
