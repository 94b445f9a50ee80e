import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { describe, expect, it, vi } from 'vitest'
import type { ClaudeScript } from '../../../../../test/support/models/anthropic-script.ts'
import { openAnthropicTestModel as open } from '../../../../../test/support/models/open-anthropic-model.ts'
import { user } from '../../../../../test/support/models/open-openai-model.ts'
import type { ModelMessage } from '../../language-model.ts'

const sent = (message: MessageCreateParamsStreaming | undefined) =>
  message?.messages.map(({ role, content }) => [role, content])
const lookUp = { name: 'look_up', description: 'Finds a page', schema: { type: 'object', properties: {} } }

describe('MOD-1.anthropic: what a call sends', () => {
  it('one POST, with the key in both places where servers look, and nothing of this machine', async () => {
    const { generate, server, body } = await open({ text: 'The night shift.' })
    expect(await generate()).toEqual({
      content: [{ type: 'text', text: 'The night shift.' }],
      reason: 'stop',
      usage: { inputTokens: 10, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 5, reasoningTokens: 0 },
      model: 'claude-scripted-1',
      warnings: [],
    })
    expect(body()).toEqual({
      model: 'claude-opus-4-5',
      max_tokens: 4_000,
      stream: true,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Who greases the pumps?' }] }],
    })
    const [request] = server.requests
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v1/messages',
      headers: {
        'x-api-key': 'sk-ant-secret',
        authorization: 'Bearer sk-ant-secret',
        'anthropic-version': '2026-10-21',
        'content-type': 'application/json',
      },
    })
    expect(Object.keys(request?.headers ?? {}).filter((name) => /stainless|trace|custom/.test(name))).toEqual([])
  })

  it.each([
    ['', '/v1/messages'],
    ['/', '/v1/messages'],
    ['/v1', '/v1/messages'],
    ['/v1/messages', '/v1/messages'],
    ['/anthropic', '/anthropic/v1/messages'],
    ['/proxy/v1/?team=a', '/proxy/v1/messages?team=a'],
  ])('an address that ends in %j is asked at %s', async (typed, path) => {
    const { generate, server } = await open({}, { path: typed, name: 'm', key: null })
    await generate()
    expect(server.requests[0]?.path).toBe(path)
    expect(server.requests[0]?.headers).not.toHaveProperty('x-api-key')
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  // Would catch an SDK that takes a key, an address or headers from the environment, or writes to the console.
  it('reads nothing from the environment, and writes no key anywhere', async () => {
    const written: unknown[] = []
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...text) => void written.push(text))
    }
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-ant-of-the-environment')
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'token-of-the-environment')
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://192.0.2.1/')
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-from-environment: yes\nauthorization: Bearer other')
    vi.stubEnv('ANTHROPIC_LOG', 'debug')
    const { generate, server, log } = await open({ text: 'ok' }, { key: null, name: 'claude-3-opus-20240229' })
    await generate({ reasoning: 'low' })
    expect(server.requests).toHaveLength(1)
    expect(JSON.stringify(server.requests[0]?.headers)).not.toMatch(/environment|Bearer/)
    expect(written).toEqual([])

    const keyed = await open([{ status: 401, steps: ['{"error":{"message":"sk-ant-secret is no key"}}'] }])
    await expect(keyed.generate()).rejects.toThrow('the server does not take the key')
    expect([...log, ...keyed.log].join()).not.toContain('secret')
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  it('a key that no header can hold is refused before anything is sent, and not repeated', async () => {
    const { generate, server } = await open({}, { key: 'sk-ant-\nsecret' })
    const error = await generate().catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'ModelError', code: 'MODEL_UNREACHABLE' })
    expect(JSON.stringify(error.message)).not.toContain('secret')
    expect(server.requests).toHaveLength(0)
  })

  it('a conversation in the shape of the protocol: the system first, results with the user, nothing empty', async () => {
    const { generate, body } = await open({ text: 'ok' })
    await generate({
      tools: [lookUp],
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
        user('Page 4?'),
        {
          role: 'assistant',
          content: [
            { type: 'text', text: '  ' },
            { type: 'tool-call', id: 'call:1', name: 'look_up', input: '{"page":4}' },
            { type: 'tool-call', id: 'call:2', name: 'look_up', input: 'not JSON' },
          ],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', id: 'call:1', name: 'look_up', output: 'seals', isError: false }],
        },
        {
          role: 'tool',
          content: [{ type: 'tool-result', id: 'call:2', name: 'look_up', output: 'bad', isError: true }],
        },
        user('Go on'),
      ],
    })
    expect(body()?.system).toEqual([{ type: 'text', text: 'Be brief.' }])
    expect(sent(body())).toEqual([
      ['user', [{ type: 'text', text: 'Page 4?' }]],
      [
        'assistant',
        [
          { type: 'tool_use', id: 'call_1', name: 'look_up', input: { page: 4 } },
          { type: 'tool_use', id: 'call_2', name: 'look_up', input: { text: 'not JSON' } },
        ],
      ],
      [
        'user',
        [
          { type: 'tool_result', tool_use_id: 'call_1', content: 'seals' },
          { type: 'tool_result', tool_use_id: 'call_2', content: 'bad', is_error: true },
          { type: 'text', text: 'Go on' },
        ],
      ],
    ])
  })

  it('what this provider has not becomes a warning, never a refusal', async () => {
    const { generate, body } = await open({ text: 'ok' })
    const { warnings } = await generate({ seed: 7, temperature: 0.2, topP: 0.9, stop: ['END', ' '] })
    expect(warnings.map(({ option }) => option)).toEqual(['temperature', 'topP', 'stop', 'seed'])
    expect(body()?.stop_sequences).toEqual(['END'])
    expect(body()).not.toHaveProperty('temperature')
    expect(body()).not.toHaveProperty('top_p')
  })

  it('other servers of this protocol get the version and the options that they have learned', async () => {
    const { generate, server, body } = await open({ text: 'ok' }, { kind: 'openai-compatible', name: 'kimi-k2' })
    const { warnings } = await generate({ temperature: 1.4, topP: 0.9 })
    expect(server.requests[0]?.headers['anthropic-version']).toBe('2023-06-01')
    expect(body()).toMatchObject({ temperature: 1, top_p: 0.9 })
    expect(warnings.map(({ option }) => option)).toEqual(['temperature'])
  })

  it('an answer that broke off is begun for the models that go on with it; others are asked in words', async () => {
    const messages: ModelMessage[] = [user('Q'), { role: 'assistant', content: [{ type: 'text', text: 'The night ' }] }]
    const older = await open({ text: 'shift.' })
    const { warnings } = await older.generate({ messages, reasoning: 'low' })
    expect(warnings.map(({ option }) => option)).toEqual(['reasoning'])
    expect(sent(older.body())?.at(-1)).toEqual(['assistant', [{ type: 'text', text: 'The night' }]])
    const younger = await open({ text: 'shift.' }, { name: 'claude-sonnet-4-6' })
    expect((await younger.generate({ messages })).warnings.map(({ option }) => option)).toEqual(['messages'])
    expect(sent(younger.body())?.at(-1)?.[0]).toBe('user')
  })
})

describe('MOD-1.vision: pictures', () => {
  it('go as their bytes, with the kinds that the protocol has; another kind is refused before it is sent', async () => {
    const { generate, body, server } = await open({ text: 'A pump.' })
    const image = (mediaType: string): ModelMessage => ({
      role: 'user',
      content: [
        { type: 'image', mediaType, data: Buffer.from('pixels') },
        { type: 'text', text: 'What is this?' },
      ],
    })
    await generate({ messages: [image('image/jpg')] })
    expect(sent(body())?.[0]?.[1]?.[0]).toEqual({
      type: 'image',
      source: { type: 'base64', media_type: 'image/jpeg', data: Buffer.from('pixels').toString('base64') },
    })
    await expect(generate({ messages: [image('image/tiff')] })).rejects.toMatchObject({ code: 'MODEL_REJECTED' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('MOD-1.tools: tools', () => {
  it.each([
    ['auto', undefined],
    ['none', { type: 'none' }],
    ['required', { type: 'any' }],
    [{ name: 'look_up' }, { type: 'tool', name: 'look_up' }],
  ] as const)('choice %j', async (toolChoice, expected) => {
    const { generate, body } = await open({ text: 'ok' })
    await generate({ tools: [lookUp], toolChoice })
    expect(body()?.tools).toEqual([
      { name: 'look_up', description: 'Finds a page', input_schema: { type: 'object', properties: {} } },
    ])
    expect(body()?.tool_choice).toEqual(expected)
  })

  it('several at once, whose input comes in fragments; one that takes nothing has an empty object', async () => {
    const { generate } = await open({
      text: 'Looking.',
      toolCalls: [
        { id: 'toolu_1', name: 'look_up', input: ['{"pa', 'ge":', '4}'] },
        { id: 'toolu_2', name: 'look_up', input: [] },
      ],
    })
    const { content, reason } = await generate({ tools: [lookUp] })
    expect(reason).toBe('tool-calls')
    expect(content).toEqual([
      { type: 'text', text: 'Looking.' },
      { type: 'tool-call', id: 'toolu_1', name: 'look_up', input: '{"page":4}' },
      { type: 'tool-call', id: 'toolu_2', name: 'look_up', input: '{}' },
    ])
  })

  it('a model that can not be made to call one decides by itself; tools that were called stay known', async () => {
    const younger = await open({ text: 'ok' }, { name: 'claude-opus-5-5' })
    expect((await younger.generate({ tools: [lookUp], toolChoice: 'required' })).warnings).toHaveLength(1)
    expect(younger.body()?.tool_choice).toEqual({ type: 'auto' })

    const later = await open({ text: 'ok' })
    await later.generate({
      messages: [
        user('Q'),
        { role: 'assistant', content: [{ type: 'tool-call', id: 'a', name: 'look_up', input: '' }] },
        { role: 'tool', content: [{ type: 'tool-result', id: 'a', name: 'look_up', output: 'x', isError: false }] },
      ],
    })
    expect(later.body()).toMatchObject({ tools: [{ name: 'look_up' }], tool_choice: { type: 'none' } })
  })
})

describe('MOD-1.structured: answers by a schema', () => {
  const structured = {
    name: 'verdict',
    schema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  }

  it('are asked for as the output format where the model has one', async () => {
    const { generate, body } = await open({ text: '{"ok":true}' })
    const { content } = await generate({ structured })
    expect(content).toEqual([{ type: 'text', text: '{"ok":true}' }])
    expect(body()?.output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: { ok: { type: 'boolean' } },
          additionalProperties: false,
          required: ['ok'],
        },
      },
    })
    expect(body()).not.toHaveProperty('tools')
  })

  it('come as the input of a tool where it has none, and look the same', async () => {
    const script: ClaudeScript = { toolCalls: [{ id: 't', name: 'verdict', input: ['{"ok"', ':true}'] }] }
    const { generate, body } = await open(script, { name: 'claude-3-7-sonnet-20250219' })
    const { content, reason, warnings } = await generate({ structured, reasoning: 'medium' })
    expect({ content, reason }).toEqual({ content: [{ type: 'text', text: '{"ok":true}' }], reason: 'stop' })
    expect(body()?.tool_choice).toEqual({ type: 'tool', name: 'verdict', disable_parallel_tool_use: true })
    expect(body()).not.toHaveProperty('thinking')
    expect(warnings.map(({ option }) => option)).toEqual(['reasoning'])
  })

  it('a schema that the output format can not have goes to a tool', async () => {
    const { generate, body } = await open({ toolCalls: [{ id: 't', name: 'any', input: '{"a":1}' }] })
    await generate({ structured: { name: 'any', schema: { properties: { a: {} } } } })
    expect(body()).not.toHaveProperty('output_config')
    expect(body()?.tools).toMatchObject([{ name: 'any', input_schema: { type: 'object' } }])
  })
})
