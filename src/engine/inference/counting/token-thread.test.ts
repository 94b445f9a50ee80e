import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ModelError } from '../model-runner.ts'
import { countText, loadEncoding, type TextCounting } from './count-text.ts'
import { createTokenThread } from './token-thread.ts'

const data = join(import.meta.dirname, '../../../../../shared/data')
const texts = ['strings/blns/blns.txt', 'documents/html-text/testMARKDOWN.md', 'retrieval/cisi/queries.jsonl'].map(
  (name) => readFileSync(join(data, name), 'utf8').slice(0, 60_000),
)
const own: TextCounting = { encoding: 'o200k_base', factor: 1, perForeignCharacter: 0 }
const bound: TextCounting = { encoding: 'o200k_base', factor: 1.6, perForeignCharacter: 1, perDigit: 1 }

const thread = createTokenThread()
afterAll(() => thread.close())

// Would catch a thread that loses a field of the counting, or mixes up the answers of counts that it was sent together.
test('counts in the thread are those of the function, also of many at once', async () => {
  const encode = await loadEncoding('o200k_base')
  const signal = new AbortController().signal
  const asked = [own, bound].flatMap((counting) => texts.map((text) => ({ counting, text })))
  const direct: number[] = []
  for (const { counting, text } of asked) direct.push(await countText(text, { encode, counting, signal }))
  expect(await Promise.all(asked.map(({ counting, text }) => thread.count([text], counting)))).toEqual(direct)
  expect(await thread.count(texts, own)).toBe(direct.slice(0, texts.length).reduce((sum, tokens) => sum + tokens))
})

// Would catch an encoder for each count, of which none ever comes to where the memory of words is cleared.
test('an encoding is the same for all counts', async () => {
  expect(await loadEncoding('o200k_base')).toBe(await loadEncoding('o200k_base'))
})

test('who gives up has the reason at once, and the others their counts', async () => {
  const given = new AbortController()
  const long = thread.count([texts.join('').repeat(20)], own, given.signal)
  const other = thread.count(['the pumps of the north hall'], own)
  given.abort(new Error('asked no more'))
  await expect(long).rejects.toThrow('asked no more')
  expect(await other).toBe(6)
  await expect(thread.count(['x'], own, given.signal)).rejects.toThrow('asked no more')
})

// Would catch counts that wait for ever, and with them every call of a model, once the thread is gone.
test('a thread that breaks is a failure with a code, and the next count has a new one', async () => {
  const broken = expect(thread.count([texts.join('')], own)).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    isTransient: true,
  })
  await thread.close()
  await broken
  expect(await thread.count(['the pumps of the north hall'], own)).toBe(6)

  const narrow = createTokenThread({ idleMs: 1_000, memoryMegabytes: 8 })
  await expect(narrow.count(['x'], own)).rejects.toBeInstanceOf(ModelError)
  await expect(narrow.count(['x'], own)).rejects.toBeInstanceOf(ModelError)
})
