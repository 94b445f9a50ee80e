import { describe, expect, it } from 'vitest'
import { openNet } from '../../../../../test/support/models/model-server.ts'
import { openAiErrorAnswer } from '../../../../../test/support/models/openai-chat-script.ts'
import { type ScriptedAnswer, silence } from '../../../../../test/support/models/scripted-server.ts'
import { startScriptedServer } from '../../../../../test/support/models/start-scripted-server.ts'
import type { ProviderKind } from '../../../../contract/providers.ts'
import { listOpenAiModels } from './list-openai-models.ts'

const json = (value: unknown): ScriptedAnswer => ({
  headers: { 'content-type': 'application/json' },
  steps: [JSON.stringify(value)],
})
const all = { tools: true, structured: true, images: true, reasoning: false, caching: true }

async function list(kind: ProviderKind, answer: ScriptedAnswer, signal = new AbortController().signal) {
  const server = await startScriptedServer([answer])
  const { net } = openNet()
  const source = { net, kind, url: server.url, key: 'sk-secret' }
  return { server, models: await listOpenAiModels(source, { totalMs: 5_000, signal }) }
}

describe('models that a server lists, with what each kind says of them', () => {
  it.each<[string, ProviderKind, unknown, unknown]>([
    [
      'MOD-1.openai',
      'openai',
      {
        object: 'list',
        data: [{ id: 'gpt-4.1', object: 'model' }, { id: 'text-embedding-3-small' }, { id: 'whisper-1' }, { id: 'o3' }],
      },
      [
        ['gpt-4.1', null, null, all],
        ['o3', null, null, { ...all, reasoning: true }],
      ],
    ],
    [
      'MOD-1.groq',
      'groq',
      {
        data: [
          { id: 'llama-3.3-70b-versatile', active: true, context_window: 131_072, max_completion_tokens: 32_768 },
          { id: 'old', active: false },
        ],
      },
      [['llama-3.3-70b-versatile', 131_072, 32_768, { ...all, images: false }]],
    ],
    [
      'MOD-1.together',
      'together',
      [
        { id: 'meta-llama/Llama-3', type: 'chat', context_length: 8_192, display_name: 'Llama 3' },
        { id: 'flux', type: 'image' },
      ],
      [['meta-llama/Llama-3', 8_192, null, all]],
    ],
    [
      'MOD-1.moonshot',
      'moonshot',
      { data: [{ id: 'kimi-k2.6', context_length: 262_144, supports_image_in: true, supports_reasoning: true }] },
      [['kimi-k2.6', 262_144, null, { ...all, reasoning: true }]],
    ],
    [
      'MOD-1.ollama',
      'ollama',
      { data: [{ id: 'qwen3:8b' }, { id: 'nomic-embed-text:latest' }] },
      [['qwen3:8b', null, null, { ...all, reasoning: true }]],
    ],
    [
      'MOD-1.gemini',
      'gemini',
      {
        data: [
          { id: 'models/gemini-2.5-flash', display_name: 'Gemini 2.5 Flash' },
          { id: 'models/text-embedding-004' },
        ],
      },
      [['gemini-2.5-flash', null, null, { ...all, reasoning: true }]],
    ],
    [
      'MOD-1.azure',
      'azure-openai',
      { data: [{ id: 'gpt-4o-2024-08-06', capabilities: { inference: true } }] },
      [['gpt-4o-2024-08-06', null, null, all]],
    ],
    [
      'MOD-1.compatible: routers of models',
      'openai-compatible',
      {
        data: [
          {
            id: 'vendor/model',
            name: 'A model',
            context_length: 200_000,
            top_provider: { max_completion_tokens: 64_000 },
            supported_parameters: ['tools', 'reasoning'],
            architecture: { input_modalities: ['text'] },
          },
        ],
      },
      [['vendor/model', 200_000, 64_000, { ...all, structured: false, images: false, reasoning: true }]],
    ],
    [
      'MOD-1.compatible: vLLM, llama.cpp, and what is none',
      'openai-compatible',
      {
        data: [
          { id: 'a', max_model_len: 4_096 },
          { id: 'b', meta: { n_ctx: 2_048, n_ctx_train: 8_192 } },
          { id: '' },
          7,
          { id: 'c', context_length: 'long' },
        ],
      },
      [
        ['a', 4_096, null, all],
        ['b', 2_048, null, all],
        ['c', null, null, all],
      ],
    ],
  ])('%s', async (_part, kind, answer, expected) => {
    const { models, server } = await list(kind, json(answer))
    expect(
      models.map(({ name, facts }) => [name, facts.contextTokens, facts.maximumOutputTokens, facts.supports]),
    ).toEqual(expected)
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: expect.stringMatching(/\/models$/) })
  })

  it.each<[string, ScriptedAnswer, Record<string, unknown>]>([
    [
      'a wrong key',
      openAiErrorAnswer(401, { message: 'sk-secret is wrong' }),
      { code: 'MODEL_UNREACHABLE', status: 401, isTransient: false },
    ],
    [
      'another address',
      { status: 404, headers: { 'content-type': 'text/html' }, steps: ['<html>'] },
      { code: 'MODEL_REJECTED', status: 404 },
    ],
    ['a page', { headers: { 'content-type': 'text/html' }, steps: ['<html>'] }, { code: 'MODEL_FAILED' }],
    ['no list', json({ models: [] }), { code: 'MODEL_FAILED' }],
    ['no JSON', { headers: { 'content-type': 'application/json' }, steps: ['[{'] }, { code: 'MODEL_FAILED' }],
    [
      'no end',
      {
        headers: { 'content-type': 'application/json' },
        steps: Array.from({ length: 40 }, () => 'x'.repeat(1_048_576)),
      },
      { code: 'MODEL_FAILED' },
    ],
  ])('%s', async (_name, answer, expected) => {
    await expect(list('openai-compatible', answer)).rejects.toMatchObject(expected)
  })

  it('MOD-1.ollama: what its own protocol tells of each', async () => {
    const shown: Record<string, ScriptedAnswer> = {
      'llava:7b': json({ capabilities: ['completion', 'vision'], parameters: 'stop "x"\nnum_ctx 8192' }),
      'qwen3:8b': json({ capabilities: ['completion', 'tools', 'thinking'] }),
      'bge-m3': json({ capabilities: ['embedding'] }),
      'old:1b': { status: 404, steps: ['404 page not found'] },
    }
    const server = await startScriptedServer((request) =>
      request.method === 'GET'
        ? json({ data: Object.keys(shown).map((id) => ({ id })) })
        : (shown[request.json<{ model: string }>().model] ?? json({})),
    )
    const { net } = openNet()
    const source = { net, kind: 'ollama' as const, url: server.url, key: null }
    const models = await listOpenAiModels(source, { totalMs: 5_000, signal: new AbortController().signal })
    expect(models.map(({ name, facts }) => [name, facts.contextTokens, facts.supports])).toEqual([
      ['llava:7b', 8_192, { ...all, tools: false }],
      ['qwen3:8b', null, { ...all, images: false, reasoning: true }],
      ['old:1b', null, all],
    ])
    expect(server.requests.slice(1).map(({ path }) => path)).toEqual(Array.from({ length: 4 }, () => '/api/show'))
  })

  it('gives up when its caller does', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const asked = list('openai-compatible', { ...json([]), steps: ['[', silence] }, controller.signal)
    setTimeout(() => controller.abort(reason), 50)
    await expect(asked).rejects.toBe(reason)
  })
})
