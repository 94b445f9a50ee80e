import { expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.ts'
import { pairMessages } from './exchanges.ts'

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
