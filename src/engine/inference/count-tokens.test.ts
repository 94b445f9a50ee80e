import fc from 'fast-check'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, test } from 'vitest'
import { countRequestTokens, mostRequestTokens, type TokenCounting } from './count-tokens.ts'
import type { ContentPart, ModelMessage } from './language-model.ts'

const exact: TokenCounting = {
  encoding: 'o200k_base',
  factor: 1,
  perForeignCharacter: 0,
  perRequest: 0,
  perMessage: 0,
  perImage: 1_000,
  withTools: 100,
  perTool: 10,
}
const bound: TokenCounting = { ...exact, factor: 1.6, perForeignCharacter: 1 }

const said = (...content: ContentPart[]): ModelMessage => ({ role: 'user', content })
const countText = (text: string, counting = exact) =>
  countRequestTokens({ messages: [said({ type: 'text', text })] }, counting)

test('text of any length counts as in one go, in the provider’s own tokeniser', async () => {
  const prose = 'Pumps of the north hall are greased each quarter, and on 3 May the seals were changed. '.repeat(90)
  expect(await countText(prose)).toBe(countTokens(prose))
  expect(await countText('')).toBe(0)
  expect(await countText('<|endoftext|> is written here')).toBeGreaterThan(3)
})

// Would catch a window that cuts through a word or a surrogate pair and loses tokens, on which a budget would be overdrawn.
test('never fewer than the whole has, whatever the text, and never more than its bytes', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(' ', '\n', '  ', '東京の天気', '👩‍👩‍👧', 'x'.repeat(300), 'Übung'),
  )
  const texts = fc.array(words, { minLength: 1, maxLength: 60 }).map((parts) => parts.join('').repeat(3))
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const whole = countTokens(text, { disallowedSpecial: new Set() })
      const bytes = Buffer.byteLength(text)
      expect(await countText(text)).toBeGreaterThanOrEqual(whole)
      expect(await countText(text)).toBeLessThanOrEqual(bytes)
      expect(await countText(text, bound)).toBeLessThanOrEqual(bytes)
    }),
    { numRuns: 40 },
  )
})

test('images, tools, schemas, calls and results count as well', async () => {
  const hello = await countText('hello')
  const image: ContentPart = { type: 'image', mediaType: 'image/png', data: new Uint8Array(9) }
  expect(await countRequestTokens({ messages: [said({ type: 'text', text: 'hello' }, image)] }, exact)).toBe(
    hello + 1_000,
  )
  const tool = { name: 'find', description: 'Finds a page', schema: { type: 'object' } }
  const asJson = await countText(JSON.stringify(tool))
  expect(await countRequestTokens({ messages: [], tools: [tool, tool] }, exact)).toBe(100 + 2 * (10 + asJson))
  const structured = { name: 'answer', schema: { type: 'object' } }
  expect(await countRequestTokens({ messages: [], structured }, exact)).toBe(
    110 + (await countText(JSON.stringify(structured))),
  )
  const result: ContentPart = { type: 'tool-result', id: 'call_1', name: 'find', output: 'page 4', isError: false }
  const call: ContentPart = { type: 'tool-call', id: 'call_1', name: 'find', input: '{"page":4}' }
  const thought: ContentPart = { type: 'reasoning', text: 'It is on page 4', signature: 'c2ln' }
  const all = { messages: [said(call), said(result), said(thought, image)], tools: [tool], structured }
  const counted = await countRequestTokens(all, exact)
  expect(counted).toBeGreaterThan(1_140)
  expect(mostRequestTokens(all, exact)).toBeGreaterThanOrEqual(counted)
  expect(mostRequestTokens(all, bound)).toBeGreaterThanOrEqual(await countRequestTokens(all, bound))
})
