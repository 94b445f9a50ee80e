import { expect, test } from 'vitest'
import { conversationTitle } from './conversation-title.ts'

test('the first line, with its spaces folded', () => {
  expect(conversationTitle('  How do I\tadd   one?\nMore text.')).toBe('How do I add one?')
})

test('a long line is cut at a word and says so', () => {
  const title = conversationTitle('word '.repeat(40))
  expect(title).toBe(`${'word '.repeat(16).trim()}…`)
})

test('a cut never leaves half a character', () => {
  expect(conversationTitle('😀'.repeat(60)).isWellFormed()).toBe(true)
})
