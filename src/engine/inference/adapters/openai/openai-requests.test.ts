import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { openTestModel, user } from '../../../../../test/support/models/open-openai-model.ts'
import { chatChunk, openAiChatAnswer } from '../../../../../test/support/models/openai-chat-script.ts'
import { sseEvent } from '../../../../../test/support/models/packets.ts'
import type { ProviderKind } from '../../../../contract/providers.ts'
import type { GenerationRequest, ModelMessage } from '../../language-model.ts'
import type { OpenAiOptions } from './openai-options.ts'

type Body = OpenAI.ChatCompletionCreateParamsStreaming & Record<string, unknown>

const schema = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
}
const pixel = new Uint8Array([137, 80, 78, 71])
const looking: ModelMessage = {
  role: 'user',
  content: [
    { type: 'text', text: 'What is this?' },
    { type: 'image', mediaType: 'image/png', data: pixel },
  ],
}

/** What one call of a kind of server sends, and what it warns of. */
async function send(options: Partial<OpenAiOptions> & { path?: string }, request: Partial<GenerationRequest> = {}) {
  const { generate, server } = await openTestModel([openAiChatAnswer({ text: 'Hi' })], options)
  const { warnings } = await generate(request)
  const [call] = server.requests
  if (call === undefined) throw new Error('nothing was sent')
  return {
    path: call.path,
    headers: call.headers,
    body: call.json<Body>(),
    options: warnings.map(({ option }) => option),
  }
}

describe('a call of each kind of server, by its public reference', () => {
  const everything: Partial<GenerationRequest> = {
    messages: [{ role: 'system', content: [{ type: 'text', text: 'Be brief.' }] }, user('Why?')],
    temperature: 0.2,
    topP: 0.9,
    seed: 7,
    stop: ['END'],
    maximumOutputTokens: 100,
  }
  const usual = { model: 'm', stream: true, stream_options: { include_usage: true } }
  const said = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Why?' },
  ]
  const sampled = { temperature: 0.2, top_p: 0.9 }

  it.each<[string, ProviderKind, string, string, Record<string, unknown>, string[]]>([
    [
      'MOD-1.openai',
      'openai',
      'gpt-4.1',
      '/v1',
      { max_completion_tokens: 100, ...sampled, seed: 7, stop: ['END'] },
      [],
    ],
    [
      'MOD-1.azure',
      'azure-openai',
      'my-gpt',
      '/openai/v1',
      { max_completion_tokens: 100, ...sampled, seed: 7, stop: ['END'] },
      [],
    ],
    [
      'MOD-1.gemini',
      'gemini',
      'gemini-2.5-flash',
      '/v1beta/openai',
      { max_tokens: 100, ...sampled, stop: ['END'] },
      ['seed'],
    ],
    [
      'MOD-1.groq',
      'groq',
      'llama-3.3-70b-versatile',
      '/openai/v1',
      { max_completion_tokens: 100, ...sampled, seed: 7, stop: ['END'] },
      [],
    ],
    [
      'MOD-1.together',
      'together',
      'meta-llama/Llama-3.3-70B-Instruct-Turbo',
      '/v1',
      { max_tokens: 100, ...sampled, seed: 7, stop: ['END'] },
      [],
    ],
    [
      'MOD-1.moonshot',
      'moonshot',
      'moonshot-v1-32k',
      '/v1',
      { max_completion_tokens: 100, ...sampled, stop: ['END'] },
      ['seed'],
    ],
    [
      'MOD-1.moonshot: Kimi',
      'moonshot',
      'kimi-k2.6',
      '/v1',
      { max_completion_tokens: 100, stop: ['END'] },
      ['temperature', 'topP', 'seed'],
    ],
    ['MOD-1.ollama', 'ollama', 'qwen3:8b', '/v1', { max_tokens: 100, ...sampled, seed: 7, stop: ['END'] }, []],
    [
      'MOD-1.compatible',
      'openai-compatible',
      'anything',
      '/v1',
      { max_tokens: 100, ...sampled, seed: 7, stop: ['END'] },
      [],
    ],
  ])('%s', async (_part, kind, name, path, fields, warned) => {
    const sent = await send({ kind, name }, everything)
    expect(sent.body).toEqual({ ...usual, model: name, messages: said, ...fields })
    expect(sent.options.toSorted()).toEqual(warned.toSorted())
    expect(sent.path).toBe(`${path}/chat/completions`)
    const key = kind === 'azure-openai' ? { 'api-key': 'sk-secret' } : { authorization: 'Bearer sk-secret' }
    expect(sent.headers).toMatchObject(key)
  })

  it('MOD-1.azure: a dated version has the deployment in its address, and a token of a sign-in is no key', async () => {
    const { path, headers } = await send(
      { kind: 'azure-openai', name: 'my gpt', path: '?api-version=2024-10-21', key: 'eyJhbGciOi.x.y' },
      {},
    )
    expect(path).toBe('/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21')
    expect(headers).toMatchObject({ authorization: 'Bearer eyJhbGciOi.x.y' })
    expect(headers).not.toHaveProperty('api-key')
  })

  it.each<[string, string, GenerationRequest['reasoning'], Record<string, unknown>, string[]]>([
    ['openai', 'gpt-4.1', 'off', { temperature: 0.2 }, []],
    ['openai', 'gpt-4.1', 'high', { temperature: 0.2 }, ['reasoning']],
    ['openai', 'o3', 'high', { reasoning_effort: 'high' }, ['temperature']],
    ['openai', 'o3', 'off', { reasoning_effort: 'low' }, ['reasoning', 'temperature']],
    ['openai', 'gpt-5-mini', 'off', { reasoning_effort: 'minimal' }, ['reasoning', 'temperature']],
    ['openai', 'gpt-5-pro', 'low', { reasoning_effort: 'high' }, ['reasoning', 'temperature']],
    ['openai', 'gpt-5.2', 'off', { reasoning_effort: 'none', temperature: 0.2 }, []],
    ['openai', 'gpt-5.2', undefined, {}, ['temperature']],
    ['openai', 'gpt-6-sol', 'off', { reasoning_effort: 'none' }, ['temperature']],
    ['openai', 'gpt-5-chat-latest', 'low', { temperature: 0.2 }, ['reasoning']],
    ['gemini', 'gemini-2.5-flash', 'off', { reasoning_effort: 'none', temperature: 0.2 }, []],
    ['gemini', 'gemini-3-pro', 'off', { reasoning_effort: 'low', temperature: 0.2 }, ['reasoning']],
    ['groq', 'openai/gpt-oss-120b', 'medium', { reasoning_effort: 'medium', temperature: 0.2 }, []],
    ['groq', 'qwen/qwen3-32b', 'off', { reasoning_effort: 'none', reasoning_format: 'parsed', temperature: 0.2 }, []],
    ['groq', 'qwen/qwen3-32b', 'low', { reasoning_format: 'parsed', temperature: 0.2 }, ['reasoning']],
    ['moonshot', 'kimi-k2.6', 'off', { thinking: { type: 'disabled' } }, ['temperature']],
    ['moonshot', 'kimi-k2.6', 'high', { thinking: { type: 'enabled' } }, ['reasoning', 'temperature']],
    ['moonshot', 'kimi-k3', 'high', { reasoning_effort: 'high' }, ['temperature']],
    ['ollama', 'gpt-oss:20b', 'low', { reasoning_effort: 'low', temperature: 0.2 }, []],
    ['openai-compatible', 'house-model', 'low', { temperature: 0.2 }, ['reasoning']],
    ['openai-compatible', 'deepseek-r1', 'low', { reasoning_effort: 'low', temperature: 0.2 }, []],
  ])('%s, %s, thinking %s', async (kind, name, reasoning, fields, warned) => {
    const { body, options } = await send(
      { kind: kind as ProviderKind, name },
      { temperature: 0.2, ...(reasoning === undefined ? {} : { reasoning }) },
    )
    const { model, messages, stream, stream_options, max_tokens, max_completion_tokens, ...rest } = body
    expect(rest).toEqual(fields)
    expect(options.toSorted()).toEqual(warned.toSorted())
  })

  it('what is known of a model goes before its name', async () => {
    const supports = { tools: true, structured: true, images: true, reasoning: true, caching: true }
    const { body } = await send({ name: 'house-model', facts: { supports } }, { reasoning: 'low' })
    expect(body.reasoning_effort).toBe('low')
  })

  // Would catch a server that refuses every question for a field that nobody asked for and nobody can take away.
  it.each<[string, number, object]>([
    ['in words', 400, { error: { message: 'Unrecognized request argument supplied: stream_options' } }],
    ['by the field', 422, { detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }] }],
  ])(
    'a server that can’t be asked for its usage, as it says %s, is asked without, and remembered',
    async (_how, status, refusal) => {
      const { generate, server } = await openTestModel((request) =>
        request.body.includes('stream_options')
          ? { status, headers: { 'content-type': 'application/json' }, steps: [JSON.stringify(refusal)] }
          : openAiChatAnswer({ text: 'Hi', usage: null }),
      )
      for (let calls = 0; calls < 2; calls++) {
        expect(await generate()).toMatchObject({ content: [{ type: 'text', text: 'Hi' }], usage: null })
      }
      expect(server.requests.map(({ body }) => body.includes('stream_options'))).toEqual([true, false, false])
    },
  )

  it('stop sequences that a server has no room for, and a model that takes none', async () => {
    const stop = ['a', 'b', 'c', 'd', 'e', 'f']
    expect(await send({ kind: 'openai', name: 'gpt-4.1' }, { stop })).toMatchObject({
      body: { stop: ['a', 'b', 'c', 'd'] },
      options: ['stop'],
    })
    const { body, options } = await send({ kind: 'openai', name: 'o3' }, { stop: ['a'] })
    expect([body.stop, options]).toEqual([undefined, ['stop']])
  })
})

describe('MOD-1.structured: answers by a schema', () => {
  const structured = { name: 'reply', schema }

  it('goes as it is, strict where the provider can keep to it', async () => {
    const { body } = await send({ kind: 'openai', name: 'gpt-4.1' }, { structured })
    expect(body.response_format).toEqual({ type: 'json_schema', json_schema: { ...structured, strict: true } })
    const loose = { name: 'reply', schema: { ...schema, required: [] } }
    const { body: second } = await send({ kind: 'openai', name: 'gpt-4.1' }, { structured: loose })
    expect(second.response_format).toEqual({ type: 'json_schema', json_schema: { ...loose, strict: false } })
  })

  it.each<[ProviderKind, string]>([
    ['groq', 'llama-3.3-70b-versatile'],
    ['moonshot', 'moonshot-v1-8k'],
    ['openai', 'gpt-4-turbo'],
  ])('%s: %s writes JSON, and is told the schema', async (kind, name) => {
    const system: ModelMessage = { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] }
    const { body, options } = await send({ kind, name }, { structured, messages: [system, user('Why?')] })
    expect(body.response_format).toEqual({ type: 'json_object' })
    expect(body.messages).toHaveLength(2)
    expect(body.messages[0]?.content).toContain(JSON.stringify(schema))
    expect(body.messages[0]?.content).toContain('Be brief.')
    expect(options).toEqual(['structured'])
  })
})

describe('MOD-1.vision: pictures', () => {
  it('go as data in the place where they stand', async () => {
    const { body } = await send({ kind: 'openai', name: 'gpt-4.1' }, { messages: [looking] })
    const url = `data:image/png;base64,${Buffer.from(pixel).toString('base64')}`
    expect(body.messages[0]?.content).toEqual([
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url, detail: 'high' } },
    ])
  })

  it('a model that does not see is given the text, with a warning', async () => {
    const { body, options } = await send({ kind: 'openai', name: 'o3-mini' }, { messages: [looking] })
    expect(body.messages[0]?.content).toBe('What is this?')
    expect(options).toEqual(['images'])
  })
})

describe('MOD-1.tools: tools, and what comes back from them', () => {
  const tool = { name: 'look_up', description: 'Finds a page', schema }
  const talk: ModelMessage[] = [
    user('Why?'),
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'hm', signature: null },
        { type: 'tool-call', id: 'call_1', name: 'look_up', input: '{"page":4}' },
        { type: 'tool-call', id: 'call_2', name: 'look_up', input: '' },
      ],
    },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', id: 'call_1', name: 'look_up', output: 'page 4', isError: false },
        { type: 'tool-result', id: 'call_2', name: 'look_up', output: 'no page', isError: true },
      ],
    },
  ]

  it('a whole conversation', async () => {
    const { body } = await send({}, { messages: talk, tools: [tool], toolChoice: { name: 'look_up' } })
    expect(body.tools).toEqual([
      { type: 'function', function: { name: 'look_up', description: 'Finds a page', parameters: schema } },
    ])
    expect(body.tool_choice).toEqual({ type: 'function', function: { name: 'look_up' } })
    expect(body.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"page":4}' } },
          { id: 'call_2', type: 'function', function: { name: 'look_up', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'page 4' },
      { role: 'tool', tool_call_id: 'call_2', content: 'Error: no page' },
    ])
  })

  it('no tools: nothing is said of them', async () => {
    const { body } = await send({}, { tools: [], toolChoice: 'auto' })
    expect(body).not.toHaveProperty('tools')
    expect(body).not.toHaveProperty('tool_choice')
  })

  it('MOD-1.moonshot: a call can’t be made to happen, and thoughts go back', async () => {
    const { body, options } = await send(
      { kind: 'moonshot', name: 'kimi-k2.6' },
      { messages: talk, tools: [tool], toolChoice: 'required' },
    )
    expect([body.tool_choice, options]).toEqual(['auto', ['toolChoice']])
    expect(body.messages[1]).toMatchObject({ reasoning_content: 'hm' })
  })

  it('a model of OpenAI that does not think beside tools in this protocol', async () => {
    const { body, options } = await send({ kind: 'openai', name: 'gpt-5.6-luna' }, { tools: [tool], reasoning: 'high' })
    expect([body.reasoning_effort, options]).toEqual(['none', ['reasoning']])
  })

  // Would catch a second call that Gemini 3 refuses, because the signature of the first is missing.
  it('MOD-1.gemini: signatures of thoughts go back with their calls, to the same model only', async () => {
    const call = { index: 0, id: 'call_1', type: 'function' as const, function: { name: 'look_up', arguments: '{}' } }
    const signed = { ...call, extra_content: { google: { thought_signature: 'c2lnbmVk' } } }
    const first = await openTestModel(
      [
        {
          steps: [sseEvent(chatChunk({ tool_calls: [signed] }, { finish: 'tool_calls' })), sseEvent('[DONE]')],
        },
      ],
      { kind: 'gemini', name: 'gemini-3-pro' },
    )
    const { content } = await first.generate()
    const messages: ModelMessage[] = [user('Why?'), { role: 'assistant', content }]
    const { body } = await send({ kind: 'gemini', name: 'gemini-3-pro' }, { messages })
    expect(body.messages[1]).toMatchObject({
      tool_calls: [{ id: 'call_1', extra_content: { google: { thought_signature: 'c2lnbmVk' } } }],
    })
    const { body: other } = await send({ kind: 'gemini', name: 'gemini-2.5-flash' }, { messages })
    expect(JSON.stringify(other)).not.toContain('c2lnbmVk')
  })
})
