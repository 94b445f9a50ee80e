import { expect, it } from 'vitest'
import type { StreamPart } from '../language-model.ts'
import { createPartSender } from './send-parts.ts'

it('MOD-2.process: a slow reader gets one message at a time, which grows, and nothing is lost', () => {
  const sent: StreamPart[][] = []
  const sender = createPartSender((parts) => sent.push(parts))
  sender.push({ type: 'text-start', id: 'a' })
  for (const text of 'A whole answer.') sender.push({ type: 'text-delta', id: 'a', text })
  sender.push({ type: 'text-end', id: 'a' })
  expect({ messages: sent.length, isEmpty: sender.isEmpty() }).toEqual({ messages: 1, isEmpty: false })
  sender.taken()
  sender.taken()
  expect({ sent, isEmpty: sender.isEmpty() }).toEqual({
    sent: [
      [{ type: 'text-start', id: 'a' }],
      [
        { type: 'text-delta', id: 'a', text: 'A whole answer.' },
        { type: 'text-end', id: 'a' },
      ],
    ],
    isEmpty: true,
  })
})
