import { describe, expect, test } from 'vitest'
import { normaliseQuestion } from './normalise-question.ts'
import { mayBeSameQuestion } from './same-question.ts'

/** Pairs that encoders put near each other, and that have different answers. */
const traps: readonly (readonly [string, string])[] = [
  ['What was the revenue in 2019?', 'What was the revenue in 2020?'],
  ['Who founded Acme?', 'When was Acme founded?'],
  ['Who founded Acme?', 'Who founded Apex?'],
  ['Which suppliers deliver on time?', 'Which suppliers do not deliver on time?'],
  ['What happened before the merger?', 'What happened after the merger?'],
  ['How do I enable logging?', 'How do I disable logging?'],
  ['What is the maximum speed?', 'What is the minimum speed?'],
  ['How many people work in Berlin?', 'How many people work in Bonn?'],
  ['What does error E1001 mean?', 'What does error E1002 mean?'],
  ['How much is 5% of the budget?', 'How much is 15% of the budget?'],
  ['What is the notice period of the contract?', 'What is the payment period of the contract?'],
  ['Why did profits rise?', 'Why did profits fall?'],
  ['How do I import a library?', 'How do I export a library?'],
  ['Is smoking allowed in the office?', 'Is smoking forbidden in the office?'],
  ['What is a wing?', 'What is a wing tip?'],
  ['Where is the plant?', 'Why is the plant there?'],
  ['What did Smith say about Jones?', 'What did Smith say about Brown?'],
  ['Who approved the plan?', 'Who rejected the plan?'],
  ['What does "net income" mean?', 'What does "gross income" mean?'],
  ['List the first quarter figures', 'List the third quarter figures'],
]

const alike: readonly (readonly [string, string])[] = [
  ['How do I add a recogniser?', 'How can I add a recognizer?'],
  ['What was the revenue in 2019?', 'In 2019, what was the revenue?'],
  ['Who founded Acme?', 'Who established Acme?'],
  ['How big is the wing?', 'How large is the wing?'],
]

describe('questions that look alike', () => {
  test('RET-6.false-hits: of near-duplicates with other answers none is taken for the same', () => {
    const hits = traps.filter(([one, other]) => mayBeSameQuestion(one, other))
    console.log(`false hits: ${hits.length} of ${traps.length}, all of which a model held for alike`)
    expect(hits).toEqual([])
  })

  test.each(alike)('RET-6.similar: “%s” may be “%s”', (one, other) => {
    expect(mayBeSameQuestion(one, other)).toBe(true)
  })
})

test('RET-6.exact: case, spaces, quotation marks and the sign at the end make no other question', () => {
  expect(normaliseQuestion('  What is   “Café” ? ')).toBe(normaliseQuestion('what is "cafe"'))
  expect(normaliseQuestion('What is C?')).not.toBe(normaliseQuestion('What is D?'))
})
