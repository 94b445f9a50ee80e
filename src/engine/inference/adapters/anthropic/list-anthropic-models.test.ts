import { describe, expect, it } from 'vitest'
import { openNet } from '../../../../../test/support/models/model-server.ts'
import { startScriptedServer } from '../../../../../test/support/models/start-scripted-server.ts'
import { listAnthropicModels } from './list-anthropic-models.ts'

describe('MOD-1.anthropic: the list of models', () => {
  it('in pages, with what each takes, without those that are no longer served', async () => {
    const page = (data: unknown[], more: boolean) => ({
      headers: { 'content-type': 'application/json' },
      steps: [JSON.stringify({ data, has_more: more, first_id: null, last_id: more ? 'a' : null })],
    })
    const supported = { supported: true }
    const server = await startScriptedServer([
      page(
        [
          {
            id: 'claude-sonnet-5-5',
            display_name: 'Claude Sonnet 5.5',
            lifecycle: 'active',
            max_input_tokens: 1_000_000,
            max_tokens: 128_000,
            capabilities: { image_input: { supported: false }, thinking: supported },
          },
          { id: 'claude-2.1', lifecycle: 'retired' },
        ],
        true,
      ),
      page([{ id: 'claude-3-haiku-20240307' }], false),
    ])
    const { net } = openNet()
    const list = await listAnthropicModels(
      { net, kind: 'anthropic', url: server.url, key: 'k' },
      { totalMs: 10_000, signal: new AbortController().signal },
    )
    const supports = { tools: true, structured: true, images: true, reasoning: false, caching: true }
    expect(list).toEqual([
      {
        name: 'claude-sonnet-5-5',
        title: 'Claude Sonnet 5.5',
        facts: {
          contextTokens: 1_000_000,
          maximumOutputTokens: 128_000,
          supports: { ...supports, images: false, reasoning: true },
        },
      },
      {
        name: 'claude-3-haiku-20240307',
        title: 'claude-3-haiku-20240307',
        facts: { contextTokens: null, maximumOutputTokens: null, supports },
      },
    ])
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v1/models?limit=1000',
      '/v1/models?limit=1000&after_id=a',
    ])
  })
})
