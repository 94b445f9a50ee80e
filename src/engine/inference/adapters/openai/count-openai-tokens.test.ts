import { readFileSync } from 'node:fs'
import { countTokens as countCl100k } from 'gpt-tokenizer/encoding/cl100k_base'
import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base'
import { countTokens as countP50k } from 'gpt-tokenizer/encoding/p50k_base'
import { describe, expect, it } from 'vitest'
import { user } from '../../../../../test/support/models/open-openai-model.ts'
import { countOpenAiTokens } from './count-openai-tokens.ts'

const prose = 'The seals of the north pumps were changed on 3 May; the night shift greases them each quarter. '
const texts: Readonly<Record<string, string>> = {
  English: prose.repeat(10),
  numbers: '12345.678, 0.5, 2026-11-21, 99999999\n'.repeat(20),
  code: 'export const sum = (a: number, b: number): number => {\n    return a + b\n}\n'.repeat(10),
  German: 'Die Dichtungen der Pumpen wurden geändert, und größere Übungen stehen bevor. '.repeat(10),
  Chinese: '北厅的水泵每季度上油，密封件已于五月三日更换。'.repeat(10),
  Japanese: '北ホールのポンプは四半期ごとに給油され、シールは交換されました。'.repeat(10),
  Arabic: 'يتم تشحيم مضخات القاعة الشمالية كل ربع سنة، وقد تم تغيير الأختام. '.repeat(10),
  Hindi: 'उत्तरी हॉल के पंपों में हर तिमाही ग्रीस लगाया जाता है। '.repeat(10),
  Korean: '북쪽 홀의 펌프는 분기마다 윤활되며 씰은 교체되었습니다. '.repeat(10),
  emoji: '👩‍👩‍👧 🚀 ✅ '.repeat(20),
}
const asText = { disallowedSpecial: new Set<string>() }
const count = (kind: 'openai' | 'groq', name: string, text: string) =>
  countOpenAiTokens({ messages: [user(text)] }, { kind, name })

describe('MOD-1.usage: tokens before a call', () => {
  it.each(Object.entries(texts))(
    '%s: the text in OpenAI’s own tokeniser, and what a message adds',
    async (_language, text) => {
      const exact = countO200k(text, asText)
      const counted = await count('openai', 'gpt-4o', text)
      expect(counted).toBeGreaterThanOrEqual(exact + 7)
      expect(counted).toBeLessThanOrEqual(exact + 60)
    },
  )

  // Would catch a budget that is passed because another server's tokeniser makes more of the same text.
  it.each(Object.entries(texts))('%s: no fewer than other tokenisers make', async (_language, text) => {
    const counted = await count('groq', 'llama-3.3-70b-versatile', text)
    expect(counted).toBeGreaterThanOrEqual(countO200k(text, asText))
    expect(counted).toBeGreaterThanOrEqual(countCl100k(text, asText))
    // Of 2021, with 50,000 tokens: the smallest vocabulary of those that are here.
    expect(counted).toBeGreaterThanOrEqual(countP50k(text, asText))
    // Many take digits one by one.
    expect(counted).toBeGreaterThanOrEqual(text.match(/[0-9]/g)?.length ?? 0)
  })

  it('the naughtiest texts are counted too', async () => {
    const strings: unknown = JSON.parse(readFileSync('../shared/data/strings/blns/blns.json', 'utf8'))
    const text = (strings as string[]).join('\n')
    expect(await count('openai', 'gpt-4o', text)).toBeGreaterThanOrEqual(countO200k(text, asText))
    expect(await count('groq', 'llama', text)).toBeGreaterThanOrEqual(countP50k(text, asText))
  })

  it('pictures, tools and schemas', async () => {
    const image = { type: 'image' as const, mediaType: 'image/png', data: new Uint8Array(4) }
    const messages = [{ role: 'user' as const, content: [image] }]
    const schema = { type: 'object', properties: { page: { type: 'integer', description: 'A page' } } }
    const target = { kind: 'openai' as const, name: 'gpt-4.1' }
    const bare = await countOpenAiTokens({ messages: [user('')] }, target)
    // 1,536 patches at 2.46 each are the most that `gpt-4.1-nano` counts.
    expect((await countOpenAiTokens({ messages }, target)) - bare).toBeGreaterThanOrEqual(3_779)
    // Eight tiles are the most that `gpt-4o-mini` counts.
    const mini = await countOpenAiTokens({ messages }, { ...target, name: 'gpt-4o-mini' })
    expect(mini).toBeGreaterThanOrEqual(2_833 + 8 * 5_667)
    const tools = [{ name: 'look_up', description: 'Finds a page', schema }]
    const withTools = await countOpenAiTokens({ messages: [user('')], tools }, target)
    expect(withTools - bare).toBeGreaterThanOrEqual(countO200k(JSON.stringify(tools[0])))
    const structured = { name: 'reply', schema }
    const withSchema = await countOpenAiTokens({ messages: [user('')], structured }, target)
    expect(withSchema - bare).toBeGreaterThanOrEqual(countO200k(JSON.stringify(schema)))
  })
})
