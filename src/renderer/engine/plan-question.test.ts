import { expect, test } from 'vitest'
import type { AnswerPlan } from '../../contract/chat.ts'
import { maybeOfCollection, needsConsent } from './plan-question.ts'

const plan = (change: Partial<AnswerPlan>): AnswerPlan => ({
  kind: 'collection',
  documents: 13,
  tokens: 9_000,
  seconds: 0.4,
  cost: { currency: 'USD', nanoDollars: 0, estimated: true, inputTokens: 0, outputTokens: 0 },
  model: null,
  worstCaseNanoDollars: null,
  tightestBudget: null,
  ...change,
})

test('RET-5.map-reduce: a person is asked before much is read, and not before little', () => {
  // Would catch: a consent for every count of thirteen documents, or none for a hundred thousand or for money.
  expect([
    needsConsent(plan({})),
    needsConsent(plan({ documents: 100_000 })),
    needsConsent(plan({ seconds: 40 })),
    needsConsent(plan({ seconds: null })),
    needsConsent(plan({ cost: { ...plan({}).cost, nanoDollars: 1 } })),
    needsConsent(plan({ kind: 'passages', documents: 100_000 })),
  ]).toEqual([false, true, true, false, true, false])
})

test('RET-5.map-reduce: only questions that may read everything are planned first', () => {
  // Would catch: a delay before every question.
  expect([
    maybeOfCollection('How many documents mention rent?', null),
    maybeOfCollection('What does Apache Tika detect?', null),
  ]).toEqual([true, false])
})
