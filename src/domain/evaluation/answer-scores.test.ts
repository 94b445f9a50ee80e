import { expect, test } from 'vitest'
import { Answer, type AnswerSentence } from '../../contract/answers.ts'
import { answerRelevance, contextRelevance } from './answer-relevance.ts'
import { countSupported } from './faithfulness.ts'

const passages = [
  'The lease of the flat in Lisbon runs for two years. The deposit is 1,400 euros, and it is paid back in May.',
  'Bread rises because yeast makes gas.',
]

function answerOf(texts: readonly string[], mode: Answer['mode'] = 'extractive'): Answer {
  const sentences: AnswerSentence[] = texts.map((text) => ({ text, citations: [0], support: 'quoted', doubts: [] }))
  const cost = { currency: 'USD', nanoDollars: 0, estimated: false, inputTokens: 0, outputTokens: 0 }
  return Answer.parse({ answer: texts.join('\n\n'), mode, sentences, citations: [], timings: {}, cost })
}

// Catches a measure that believes what the answer says of itself: every sentence here claims to be a quote.
test('RET-8.faithfulness: sentences are held against the passages, not against their own word', () => {
  const supported = answerOf(['The deposit is 1,400 euros, and it is paid back in May.'])
  expect(countSupported(supported, passages)).toEqual({ claiming: 1, supported: 1 })
  const half = answerOf(['The lease of the flat in Lisbon runs for two years.', 'The deposit is 2,400 euros.'])
  expect(countSupported(half, passages)).toEqual({ claiming: 2, supported: 1 })
  expect(countSupported(supported, ['Bread rises because yeast makes gas.'])).toEqual({ claiming: 1, supported: 0 })
})

test('RET-8.faithfulness: an answer that found nothing claims nothing', () => {
  expect(countSupported(answerOf(['Nothing was found.'], 'nothing-found'), [])).toEqual({ claiming: 0, supported: 0 })
})

const terms = [
  { stems: ['deposit'], weight: 3 },
  { stems: ['leas'], weight: 2 },
  { stems: ['flat'], weight: 1 },
]

test('RET-8.answer-relevance: the weight of what is asked about that the answer speaks of', () => {
  const question = { text: 'Is the deposit in the lease of the flat?', terms }
  expect(answerRelevance('The leases name deposits for every flat.', question)).toBe(1)
  expect(answerRelevance('The deposits are named.', question)).toBe(0.5)
  expect(answerRelevance('Bread rises.', question)).toBe(0)
})

// Catches an answer that repeats the question and counts as a full one.
test('RET-8.answer-relevance: an answer without the number, time or reason that is asked for counts half', () => {
  const question = { text: 'How much is the deposit in the lease of the flat?', terms }
  expect(answerRelevance('The lease of the flat has a deposit.', question)).toBe(0.5)
  expect(answerRelevance('The lease of the flat has a deposit of 1,400 euros.', question)).toBe(1)
})

test('RET-8.context-relevance: the part of the passages that speak of what is asked', () => {
  const question = { text: 'What is the deposit of the lease?', terms }
  expect(contextRelevance(passages, question)).toBe(0.5)
  expect(contextRelevance([], question)).toBeNull()
})
