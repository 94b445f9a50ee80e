import { expect, test } from 'vitest'
import type { Attachment, Message } from '../../../contract/chat.ts'
import { CallFailure } from '../../engine/failure.ts'
import { emptyAnswer, type LiveExchange } from '../../engine/live-answer.ts'
import { lookAgainIn, mayPassWithTime, questionThatWaits } from './question-that-waits.ts'

const file: Attachment = { id: 'f', name: 'note.txt', kind: 'text', mediaType: 'text/plain', bytes: 1, tokens: 1 }
const live: LiveExchange = {
  ...{ question: 'How deep?', questionId: 'q2', parentId: undefined, libraries: ['l'], attachments: [] },
  how: { reuse: false },
  answers: [
    { ...emptyAnswer(1, 'desk/small'), state: 'done' },
    { ...emptyAnswer(2, 'desk/large'), state: 'failed' },
  ],
}
const kept = (parentId: string | null): Message => ({
  id: 'q2',
  conversationId: 'c',
  parentId,
  role: 'user',
  text: live.question,
  answer: null,
  state: 'complete',
  model: null,
  attachments: [file],
  createdAt: 0,
})

test('MOD-6.wait: what has failed is asked in its own place, with its files and its model, by a question that may wait', () => {
  // Would catch: a file that is left out, a question that follows its own failure, another model than the one that failed.
  const asked = { question: 'How deep?', libraryIds: ['l'], how: { reuse: false, mayWait: 'if-needed' } }
  expect(questionThatWaits(live, [kept('a1')])).toEqual({
    ...{ ...asked, models: ['desk/large'], attachments: [file], parentId: 'a1' },
  })
  // The first question of a conversation follows nothing.
  expect(questionThatWaits(live, [kept(null)])).toMatchObject({ parentId: null })
  expect(questionThatWaits({ ...live, attachments: [file] }, [])).toEqual({
    ...{ ...asked, models: ['desk/large'], attachments: [file] },
  })
})

test('MOD-6.told: waiting is offered where time may help', () => {
  // Would catch: an offer to wait for a wrong key, or none where a server is away.
  const failure = (code: 'MODEL_UNREACHABLE' | 'BUDGET_EXCEEDED' | 'NETWORK_OFFLINE', status: number | null = null) =>
    mayPassWithTime(new CallFailure(code, { status }, ''))
  const away = [failure('MODEL_UNREACHABLE'), failure('MODEL_UNREACHABLE', 503), failure('NETWORK_OFFLINE')]
  expect(away).toEqual([true, true, true])
  expect([failure('MODEL_UNREACHABLE', 401), failure('BUDGET_EXCEEDED')]).toEqual([false, false])
})

test('MOD-6.wait: an answer that waits is looked at when it is asked next, and not without end', () => {
  // Would catch: a page that asks every second for a day, one that asks on after models were given up.
  const waiting = (retryAt: number | null) => ({
    ...{ conversationId: 'c', questionId: 'q', messageId: 'm', question: '', since: 0, tries: 1 },
    ...{ retryAt, inBatchSince: null, code: null, reason: null },
  })
  expect(lookAgainIn([], 0)).toBeNull()
  expect(lookAgainIn([waiting(null)], 0)).toBeNull()
  expect(lookAgainIn([waiting(null), waiting(9_000), waiting(5_000)], 0)).toBe(5_000)
  expect(lookAgainIn([waiting(5_000)], 60_000)).toBe(1_000)
  expect(lookAgainIn([waiting(3_600_000)], 0)).toBe(15_000)
})
