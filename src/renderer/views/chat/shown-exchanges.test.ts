import { expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.ts'
import { emptyAnswer, type LiveExchange } from '../../engine/live-answer.ts'
import { keptExchanges, withLive } from './shown-exchanges.ts'

const message = (id: string, role: Message['role'], parentId: string | null): Message => ({
  id,
  conversationId: 'conversation',
  parentId,
  role,
  text: id,
  answer: null,
  state: 'complete',
  model: null,
  attachments: [],
  createdAt: 0,
})

const kept = keptExchanges(
  [
    message('q1', 'user', null),
    message('a1', 'assistant', 'q1'),
    message('q2', 'user', 'a1'),
    message('a2', 'assistant', 'q2'),
  ],
  'a2',
)
const live = (change: Partial<LiveExchange>): LiveExchange => ({
  question: 'q3',
  questionId: null,
  parentId: undefined,
  libraries: [],
  attachments: [],
  how: {},
  answers: [emptyAnswer(1, null)],
  ...change,
})
const show = (change: Partial<LiveExchange>) =>
  withLive(kept, live(change)).map(({ question, answers }) => [question.text, answers.map(({ key }) => key)])

test('CHAT-1.stream: what is being answered stands once, in its place of the branch', () => {
  // Would catch: a question that is shown twice once the engine has kept it, another wording below what it replaces.
  const asked = ['q3', ['live-1']]
  expect(show({})).toEqual([['q1', ['a1']], ['q2', ['a2']], asked])
  expect(show({ parentId: 'a1' })).toEqual([['q1', ['a1']], asked])
  expect(show({ parentId: null })).toEqual([asked])
  expect(show({ questionId: 'q2', question: 'q2' })).toEqual([
    ['q1', ['a1']],
    ['q2', ['a2', 'live-1']],
  ])
  const written = { ...emptyAnswer(1, null), messageId: 'a2' }
  expect(show({ questionId: 'q2', answers: [written] })).toEqual([
    ['q1', ['a1']],
    ['q2', ['a2']],
  ])
})

test('CHAT-9.side-by-side: an answer that is kept before its first event has come stands once', () => {
  // Would catch: a column that is there twice for a moment, and moves the others.
  const streaming = (id: string, model: string): Message => ({
    ...message(id, 'assistant', 'q1'),
    ...{ text: '', state: 'streaming', model },
  })
  const begun = keptExchanges(
    [message('q1', 'user', null), streaming('a1', 'desk/large'), streaming('a2', 'desk/small')],
    'a2',
  )
  const answers = [{ ...emptyAnswer(1, 'desk/large'), messageId: 'a1' }, emptyAnswer(2, 'desk/small')]
  const shown = (change: Partial<LiveExchange>) =>
    withLive(begun, live({ questionId: 'q1', answers, ...change })).map((each) => each.answers.map(({ key }) => key))
  expect(shown({})).toEqual([['a1', 'live-2']])
  // Of another model, and so not one of these.
  expect(shown({ answers: [emptyAnswer(3, 'desk/other')] })).toEqual([['a1', 'a2', 'live-3']])
})

test('UX-5.streaming: exchanges that an answer does not touch stay the same while it comes', () => {
  // Would catch: a whole conversation that is drawn anew at each word.
  const [first, second] = withLive(kept, live({ questionId: 'q2' }))
  expect(first).toBe(kept[0])
  expect(second).not.toBe(kept[1])
})

test('MOD-6.told: an answer that waits for a model is shown as such until its first word', () => {
  // Would catch: a wait that passes for an answer that was stopped, or that hides what is being written.
  const waiting = {
    ...{ conversationId: 'conversation', questionId: 'q1', messageId: 'a1', question: 'q1' },
    ...{ since: 0, tries: 1, retryAt: 30_000, inBatchSince: null, code: 'MODEL_UNREACHABLE', reason: 'it is away' },
  }
  const states = (change: Partial<Message>, waits = [waiting]) => {
    const answer: Message = { ...message('a1', 'assistant', 'q1'), text: '', state: 'interrupted', ...change }
    return keptExchanges([message('q1', 'user', null), answer], 'a1', waits).map(({ answer: shown }) => [
      shown?.state,
      shown?.postponed?.retryAt,
    ])
  }
  expect(states({})).toEqual([['postponed', 30_000]])
  expect(states({ state: 'streaming' })).toEqual([['postponed', 30_000]])
  expect(states({ state: 'streaming', text: 'It is' })).toEqual([['writing', undefined]])
  expect(states({}, [])).toEqual([['interrupted', undefined]])
})
