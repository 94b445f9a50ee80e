import { expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.ts'
import { endOf, exchangesOf, pairMessages } from './exchanges.ts'

const message = (id: string, role: Message['role']): Message => ({
  id,
  conversationId: 'conversation',
  parentId: null,
  role,
  text: id,
  answer: null,
  state: 'complete',
  model: null,
  attachments: [],
  createdAt: 0,
})

test('every question stands with its answer, and nothing that was kept is left out', () => {
  // Would catch: an answer under the wrong question after one was interrupted.
  const exchanges = pairMessages([
    message('q1', 'user'),
    message('a1', 'assistant'),
    message('q2', 'user'),
    message('q3', 'user'),
    message('a3', 'assistant'),
    message('a4', 'assistant'),
  ])
  expect(exchanges.map(({ question, answer }) => [question.text, answer?.id ?? null])).toEqual([
    ['q1', 'a1'],
    ['q2', null],
    ['q3', 'a3'],
    ['', 'a4'],
  ])
})

const tree = [
  { ...message('q1', 'user') },
  { ...message('a1', 'assistant'), parentId: 'q1' },
  { ...message('q2', 'user'), parentId: 'a1' },
  { ...message('a2', 'assistant'), parentId: 'q2' },
  { ...message('a1b', 'assistant'), parentId: 'q1' },
  { ...message('q1b', 'user') },
  { ...message('q2b', 'user'), parentId: 'a1' },
]

test('CHAT-1.branch: one branch is shown, and what stands beside each of its messages is known', () => {
  // Would catch: an answer of another branch in the thread, a wording or an answer that can't be gone back to.
  const shown = exchangesOf(tree, 'a2').map(({ question, answer, wordings, answers }) => ({
    exchange: [question.id, answer?.id],
    wordings: wordings.map(({ id }) => id),
    answers: answers.map(({ id }) => id),
  }))
  expect(shown).toEqual([
    { exchange: ['q1', 'a1'], wordings: ['q1', 'q1b'], answers: ['a1', 'a1b'] },
    { exchange: ['q2', 'a2'], wordings: ['q2', 'q2b'], answers: ['a2'] },
  ])
  expect(exchangesOf(tree, 'q1b').map(({ question, answer }) => [question.id, answer])).toEqual([['q1b', null]])
})

test('CHAT-1.branch: going to another branch goes to its latest end', () => {
  // Would catch: a branch that is cut off at the message where it was entered.
  expect(endOf(tree, 'a1')).toBe('q2b')
  expect(endOf(tree, 'q2')).toBe('a2')
  expect(endOf(tree, 'a1b')).toBe('a1b')
})
