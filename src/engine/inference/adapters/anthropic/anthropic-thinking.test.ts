import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { describe, expect, it } from 'vitest'
import { openAnthropicTestModel as open } from '../../../../../test/support/models/open-anthropic-model.ts'
import { user } from '../../../../../test/support/models/open-openai-model.ts'
import type { ModelMessage } from '../../language-model.ts'

const sent = (message: MessageCreateParamsStreaming | undefined) =>
  message?.messages.map(({ role, content }) => [role, content])
const lookUp = { name: 'look_up', description: 'Finds a page', schema: { type: 'object', properties: {} } }

describe('MOD-1.caching: what comes again is kept', () => {
  it('the last block up to the mark and the end of the system, and no thought', async () => {
    const { generate, body } = await open({ text: 'ok' })
    await generate({
      tools: [lookUp],
      cacheUpTo: 2,
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Rules' }] },
        user('Passages'),
        { role: 'assistant', content: [{ type: 'text', text: 'Seen' }] },
        user('Question'),
      ],
    })
    const mark = { cache_control: { type: 'ephemeral' } }
    expect(body()?.system).toEqual([{ type: 'text', text: 'Rules', ...mark }])
    expect(sent(body())).toEqual([
      ['user', [{ type: 'text', text: 'Passages' }]],
      ['assistant', [{ type: 'text', text: 'Seen', ...mark }]],
      ['user', [{ type: 'text', text: 'Question' }]],
    ])
  })

  it('nothing is marked without being asked, and what the cache read and wrote is among the input', async () => {
    const { generate, server } = await open({
      text: 'ok',
      usage: { input: 7, output: 30, cacheRead: 900, cacheWrite: 40, thinking: 12 },
    })
    const { usage } = await generate()
    expect(server.requests[0]?.body).not.toContain('cache_control')
    expect(usage).toEqual({
      inputTokens: 947,
      cachedInputTokens: 900,
      cacheWriteTokens: 40,
      outputTokens: 30,
      reasoningTokens: 12,
    })
  })
})

describe('MOD-1.anthropic: thinking', () => {
  it.each([
    ['claude-3-5-haiku-20241022', 'low', undefined, undefined, 1],
    ['claude-3-7-sonnet-20250219', 'low', { type: 'enabled', budget_tokens: 2_048 }, undefined, 0],
    ['claude-opus-4-1-20250805', 'high', { type: 'enabled', budget_tokens: 3_000 }, undefined, 0],
    ['claude-sonnet-4-20250514', 'off', undefined, undefined, 0],
    ['claude-sonnet-4-6', 'medium', { type: 'adaptive', display: 'summarized' }, { effort: 'medium' }, 0],
    ['claude-sonnet-5', 'off', { type: 'disabled' }, undefined, 0],
    ['claude-haiku-5-5', 'off', { type: 'between_tools' }, undefined, 0],
    ['claude-opus-5-5', 'off', undefined, { effort: 'low' }, 1],
    ['claude-fable-6-1', 'high', { type: 'adaptive', display: 'summarized' }, { effort: 'high' }, 0],
  ] as const)('%s, %s', async (name, reasoning, thinking, output, warned) => {
    const { generate, body } = await open({ text: 'ok' }, { name })
    const { warnings } = await generate({ reasoning })
    expect(body()?.thinking).toEqual(thinking)
    expect(body()?.output_config).toEqual(output)
    expect(warnings.filter(({ option }) => option === 'reasoning')).toHaveLength(warned)
  })

  it('a limit that leaves no room for thoughts is a warning', async () => {
    const { generate, body } = await open({ text: 'ok' })
    expect((await generate({ reasoning: 'high', maximumOutputTokens: 1_200 })).warnings).toHaveLength(1)
    expect(body()).not.toHaveProperty('thinking')
  })

  // Would catch thoughts of another provider or model, which the server refuses the whole request for.
  it('thoughts and hidden ones are kept, and given back to the model that had them while it waits for results', async () => {
    const { generate, body } = await open({
      thinking: { pieces: ['Pumps', ' first'], signature: 'c2ln' },
      redacted: 'aGlkZGVu',
      toolCalls: [{ id: 't1', name: 'look_up', input: '{}' }],
    })
    const first = await generate({ tools: [lookUp], reasoning: 'low' })
    expect(first.content.slice(0, 2)).toMatchObject([
      { type: 'reasoning', text: 'Pumps first' },
      { type: 'reasoning', text: '' },
    ])
    const result: ModelMessage = {
      role: 'tool',
      content: [{ type: 'tool-result', id: 't1', name: 'look_up', output: 'x', isError: false }],
    }
    const foreign = { type: 'reasoning' as const, text: 'of another', signature: 'gAAAA' }
    const messages: ModelMessage[] = [user('Q'), { role: 'assistant', content: [foreign, ...first.content] }, result]
    await generate({ tools: [lookUp], reasoning: 'low', messages })
    expect(sent(body(1))?.[1]?.[1]).toEqual([
      { type: 'thinking', thinking: 'Pumps first', signature: 'c2ln' },
      { type: 'redacted_thinking', data: 'aGlkZGVu' },
      { type: 'tool_use', id: 't1', name: 'look_up', input: {} },
    ])
    // The next question needs them no more.
    await generate({ tools: [lookUp], reasoning: 'low', messages: [...messages, user('And now?')] })
    expect(JSON.stringify(body(2)?.messages)).not.toContain('thinking')

    const other = await open({ text: 'ok' }, { name: 'claude-sonnet-4-5' })
    const { warnings } = await other.generate({ tools: [lookUp], reasoning: 'low', messages })
    expect(JSON.stringify(other.body())).not.toContain('thinking')
    expect(warnings.map(({ option }) => option)).toEqual(['reasoning'])
  })
})
