import { describe, expect, test } from 'vitest'
import { orderLikely } from './likely-questions.ts'
import { askedNext, type PastQuestion, rankAgain } from './past-questions.ts'

const day = 24 * 60 * 60 * 1_000
const now = 100 * day
const past = (question: string, daysAgo: number, more: Partial<PastQuestion> = {}): PastQuestion => ({
  question,
  ...{ conversationId: 'one', libraryIds: [], askedAt: now - daysAgo * day },
  ...more,
})
const questions = (likely: readonly { question: string }[]) => likely.map(({ question }) => question)

describe('questions that are asked again', () => {
  test('RET-11.idle: those asked often and lately come first, each once in its latest wording', () => {
    const asked = [
      past('What is due?', 30),
      past('Wie lang ist der Flügel?', 3),
      past('wie lang ist der flügel', 1),
      past('Who signed?', 2),
    ]
    expect(questions(rankAgain(asked, now))).toEqual(['wie lang ist der flügel', 'Who signed?', 'What is due?'])
  })

  test('the same words about other libraries are another question; the order of libraries is none', () => {
    const asked = [
      past('Who?', 1, { libraryIds: ['a', 'b'] }),
      past('Who?', 1, { libraryIds: ['b', 'a'] }),
      past('Who?', 1),
    ]
    expect(rankAgain(asked, now).map(({ libraryIds }) => libraryIds.length)).toEqual([2, 0])
  })

  test('what was asked next is told from other conversations only', () => {
    const asked = ['Who signed?', 'When?', 'Who signed?', 'Where is it kept?']
    const other = asked.map((question) => past(question, 1, { conversationId: 'other' }))
    expect(askedNext(other, { question: 'who signed', conversationId: 'one' })).toEqual([
      { question: 'When?', times: 1 },
      { question: 'Where is it kept?', times: 1 },
    ])
    expect(askedNext(other, { question: 'who signed', conversationId: 'other' })).toEqual([])
  })
})

describe('what is answered ahead', () => {
  const again = rankAgain([past('What is due?', 3), past('What is due?', 3), past('Once, long ago?', 40)], now)
  const next = (minutes: number) => ({
    questions: ['First', 'Second'],
    libraryIds: [],
    answeredAt: now - minutes * 60_000,
  })

  test('RET-11.idle: begins with what follows the last answer while that is fresh, and then with what is asked often', () => {
    expect(questions(orderLikely(again, next(0), now))).toEqual(['First', 'What is due?', 'Second'])
    expect(questions(orderLikely(again, next(60), now))).toEqual(['What is due?', 'First', 'Second'])
    expect(questions(orderLikely([], next(0), now))).toEqual(['First', 'Second'])
  })

  // Would catch: a worker that goes through every question that anybody ever asked.
  test('what is unlikely is left alone', () => {
    expect(questions(orderLikely(again, next(600), now))).toEqual(['What is due?'])
    expect(orderLikely([], null, now)).toEqual([])
  })

  test('each question once', () => {
    expect(orderLikely(again, { ...next(0), questions: ['what is due'] }, now)).toHaveLength(1)
  })
})
