import { expect, it } from 'vitest'
import type { StreamPart } from '../language-model.ts'
import { createAnswerParts } from './answer-parts.ts'

const tokens = (count: number) => Array.from({ length: count }, () => 1) as never
const text = (words: string) => ({ type: undefined, segmentType: undefined, text: words, tokens: tokens(1) })
const thought = (words: string, count: number) =>
  ({ type: 'segment', segmentType: 'thought', text: words, tokens: tokens(count) }) as const

it('MOD-2.process: thoughts, words and calls each begin and end, in the order in which they came', () => {
  const parts: StreamPart[] = []
  const answer = createAnswerParts((part) => parts.push(part))
  answer.chunk(thought('', 1))
  answer.chunk(thought('Hm', 2))
  answer.chunk(thought('.', 1))
  answer.chunk(text('It'))
  answer.chunk(text(' is.'))
  answer.call({ callIndex: 0, functionName: 'look', paramsChunk: '{"a":', done: false })
  answer.call({ callIndex: 0, functionName: 'look', paramsChunk: '1}', done: true })
  answer.call({ callIndex: 1, functionName: 'wait', paramsChunk: '', done: true })
  answer.end()
  const ids = parts.flatMap((part) => (part.type === 'tool-call-start' ? [part.id] : []))
  expect(new Set(ids).size).toBe(2)
  expect(parts).toEqual([
    { type: 'reasoning-start', id: 'reasoning-1' },
    { type: 'reasoning-delta', id: 'reasoning-1', text: 'Hm' },
    { type: 'reasoning-delta', id: 'reasoning-1', text: '.' },
    { type: 'reasoning-end', id: 'reasoning-1', signature: null },
    { type: 'text-start', id: 'text-2' },
    { type: 'text-delta', id: 'text-2', text: 'It' },
    { type: 'text-delta', id: 'text-2', text: ' is.' },
    { type: 'text-end', id: 'text-2' },
    { type: 'tool-call-start', id: ids[0], name: 'look' },
    { type: 'tool-call-delta', id: ids[0], text: '{"a":' },
    { type: 'tool-call-delta', id: ids[0], text: '1}' },
    { type: 'tool-call-end', id: ids[0], name: 'look', input: '{"a":1}' },
    { type: 'tool-call-start', id: ids[1], name: 'wait' },
    { type: 'tool-call-end', id: ids[1], name: 'wait', input: '{}' },
  ])
  expect(answer.reasoningTokens()).toBe(4)
})
