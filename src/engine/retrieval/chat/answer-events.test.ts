import { expect, test } from 'vitest'
import type { AnswerEvent } from '../../../contract/chat.ts'
import { createAnswerEvents } from './answer-events.ts'

test('CHAT-1.stream: a first piece comes at once, and a flood of pieces as few, whole and in order', async () => {
  // Catches a reader that gets two hundred events a second, and text that is lost or overtaken by what follows it.
  const events = createAnswerEvents()
  const reader = events.read(() => undefined)
  events.tell({ type: 'text-delta', text: 'First' })
  expect((await reader.next()).value).toEqual({ type: 'text-delta', text: 'First' })
  for (let piece = 0; piece < 1_000; piece++) events.tell({ type: 'text-delta', text: `${piece} ` })
  events.tell({ type: 'reasoning-delta', text: 'thought' })
  events.end()
  const rest: AnswerEvent[] = await Array.fromAsync(reader)
  const texts = rest.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []))
  expect(texts.join('')).toBe(Array.from({ length: 1_000 }, (_, piece) => `${piece} `).join(''))
  expect(texts.length).toBeLessThan(30)
  expect(rest.at(-1)).toEqual({ type: 'reasoning-delta', text: 'thought' })
})

test('a failure comes after what was told before it, and a reader that leaves is noticed', async () => {
  const failed = createAnswerEvents()
  failed.tell({ type: 'text-delta', text: 'Some' })
  failed.end(new Error('broken'))
  const reader = failed.read(() => undefined)
  expect((await reader.next()).value).toEqual({ type: 'text-delta', text: 'Some' })
  await expect(reader.next()).rejects.toThrow('broken')

  const left = createAnswerEvents()
  let hasLeft = false
  const leaving = left.read(() => {
    hasLeft = true
  })
  left.tell({ type: 'text-delta', text: 'Some' })
  await leaving.next()
  await leaving.return()
  expect(hasLeft).toBe(true)
})
