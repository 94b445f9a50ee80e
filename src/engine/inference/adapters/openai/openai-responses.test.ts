import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { openTestModel, textOf, user } from '../../../../../test/support/models/open-openai-model.ts'
import {
  type ResponseScript,
  responseAnswer,
  responseEvents,
} from '../../../../../test/support/models/openai-responses-script.ts'
import { inPackets, sseEvent } from '../../../../../test/support/models/packets.ts'
import type { Script } from '../../../../../test/support/models/scripted-server.ts'
import type { ModelMessage } from '../../language-model.ts'
import type { OpenAiOptions } from './openai-options.ts'

type Body = OpenAI.Responses.ResponseCreateParamsStreaming

const open = (script: Script, options: Partial<OpenAiOptions> = {}) =>
  openTestModel(script, { kind: 'openai', protocol: 'openai-responses', name: 'gpt-5.4', ...options })

const schema = {
  type: 'object',
  properties: { page: { type: 'integer' } },
  required: ['page'],
  additionalProperties: false,
}
const tool = { name: 'look_up', description: 'Finds a page', schema }

describe('MOD-1.openai: the responses protocol', () => {
  it('MOD-1.stream, MOD-1.usage, MOD-1.caching: text, and usage from the last event', async () => {
    const { stream } = await open([
      responseAnswer({ text: ['Hello ', '東京'], usage: { input: 20, output: 9, cached: 8, reasoning: 4 } }),
    ])
    expect(await Array.fromAsync(stream())).toEqual([
      { type: 'stream-start', warnings: [] },
      { type: 'text-start', id: 'text-1' },
      { type: 'text-delta', id: 'text-1', text: 'Hello ' },
      { type: 'text-delta', id: 'text-1', text: '東京' },
      { type: 'text-end', id: 'text-1' },
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 20, cachedInputTokens: 8, cacheWriteTokens: 0, outputTokens: 9, reasoningTokens: 4 },
        model: 'scripted-1',
      },
    ])
  })

  it('sends what was asked, keeps nothing on the server, and warns of what the protocol has not', async () => {
    const { generate, server } = await open([responseAnswer({ text: ['Hi'] })], { name: 'gpt-4.1' })
    const system: ModelMessage = { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] }
    const looking: ModelMessage = {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image', mediaType: 'image/png', data: new Uint8Array([1, 2]) },
      ],
    }
    const { warnings } = await generate({
      messages: [system, user('Why?'), looking],
      temperature: 0.2,
      topP: 0.5,
      seed: 1,
      stop: ['END'],
      tools: [tool],
      toolChoice: { name: 'look_up' },
      structured: { name: 'reply', schema },
      maximumOutputTokens: 4,
    })
    expect(server.requests[0]?.path).toBe('/v1/responses')
    expect(server.requests[0]?.json<Body>()).toEqual({
      model: 'gpt-4.1',
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Why?' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is this?' },
            { type: 'input_image', image_url: 'data:image/png;base64,AQI=', detail: 'high' },
          ],
        },
      ],
      stream: true,
      store: false,
      max_output_tokens: 16,
      temperature: 0.2,
      top_p: 0.5,
      tools: [{ type: 'function', name: 'look_up', description: 'Finds a page', parameters: schema, strict: false }],
      tool_choice: { type: 'function', name: 'look_up' },
      text: { format: { type: 'json_schema', name: 'reply', schema, strict: true } },
    })
    expect(warnings.map(({ option }) => option)).toEqual(['seed', 'stop', 'maximumOutputTokens'])
  })

  it('thoughts are told in summaries, and given back to the same model with what followed from them', async () => {
    const script: ResponseScript = {
      reasoning: { id: 'rs_1', summaries: [['First ', 'this.'], ['Then that.']], encrypted: 'Y2lwaGVy' },
      toolCalls: [{ id: 'call_1', name: 'look_up', input: ['{"pa', 'ge":4}'] }],
    }
    const { generate, server } = await open([responseAnswer(script), responseAnswer({ text: ['Hi'] })])
    const { content, reason } = await generate({ reasoning: 'high', tools: [tool] })
    expect(reason).toBe('tool-calls')
    expect(content).toEqual([
      { type: 'reasoning', text: 'First this.\n\nThen that.', signature: expect.stringContaining('Y2lwaGVy') },
      { type: 'tool-call', id: 'call_1', name: 'look_up', input: '{"page":4}' },
    ])
    const result = { type: 'tool-result' as const, id: 'call_1', name: 'look_up', output: 'page 4', isError: false }
    await generate({
      messages: [user('Why?'), { role: 'assistant', content }, { role: 'tool', content: [result] }],
    })
    expect(server.requests[0]?.json<Body>()).toMatchObject({
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
    })
    expect(server.requests[1]?.json<Body>().input).toEqual([
      { role: 'user', content: 'Why?' },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'First this.\n\nThen that.' }],
        encrypted_content: 'Y2lwaGVy',
      },
      { type: 'function_call', call_id: 'call_1', name: 'look_up', arguments: '{"page":4}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'page 4' },
    ])
    const other = await open([responseAnswer({ text: ['Hi'] })], { name: 'gpt-5.5' })
    await other.generate({ messages: [user('Why?'), { role: 'assistant', content }] })
    expect(other.server.requests[0]?.body).not.toContain('Y2lwaGVy')
  })

  it('thoughts that are not shown are kept all the same', async () => {
    const reasoning = { id: 'rs_1', summaries: [], encrypted: 'Y2lwaGVy' }
    const { generate } = await open([responseAnswer({ reasoning, text: ['Hi'] })])
    expect((await generate()).content).toEqual([
      { type: 'reasoning', text: '', signature: expect.stringContaining('rs_1') },
      { type: 'text', text: 'Hi' },
    ])
  })

  it('MOD-1.tools: several calls, and one whose input comes whole with its end', async () => {
    const events = responseEvents({
      toolCalls: [
        { id: 'call_1', name: 'look_up', input: ['{"page"', ':4}'] },
        { id: 'call_2', name: 'weigh', input: ['{"kg":1}'] },
      ],
    })
    const whole = events.filter(({ type }) => type !== 'response.function_call_arguments.delta')
    for (const script of [events, whole]) {
      const { generate } = await open([{ steps: script.map((event) => sseEvent(event)) }])
      expect(await generate()).toMatchObject({
        reason: 'tool-calls',
        content: [
          { type: 'tool-call', id: 'call_1', name: 'look_up', input: '{"page":4}' },
          { type: 'tool-call', id: 'call_2', name: 'weigh', input: '{"kg":1}' },
        ],
      })
    }
  })

  it('one byte a packet loses nothing', async () => {
    const wire = responseEvents({ text: ['東京 ', '👩‍👩‍👧'] }).map((event) =>
      sseEvent(event, { event: event.type, end: '\r\n' }),
    )
    const { stream } = await open([{ steps: inPackets(wire.join(''), 1) }])
    expect(textOf(await Array.fromAsync(stream()))).toBe('東京 👩‍👩‍👧')
  })

  it.each<[string, readonly object[], Record<string, unknown>]>([
    [
      'cut at its limit',
      responseEvents({ text: ['Hi'], status: 'incomplete', incomplete: 'max_output_tokens' }),
      { reason: 'length' },
    ],
    [
      'filtered',
      responseEvents({ text: ['Hi'], status: 'incomplete', incomplete: 'content_filter' }),
      { reason: 'content-filter' },
    ],
    ['no usage', responseEvents({ text: ['Hi'], usage: null }), { reason: 'stop', usage: null }],
    ['zeros', responseEvents({ text: ['Hi'], usage: { input: 0, output: 0 } }), { reason: 'stop', usage: null }],
    [
      'events that nobody knows yet',
      [{ type: 'response.thoughts.tasted', delta: 'x' }, {}, ...responseEvents({ text: ['Hi'] })],
      { reason: 'stop' },
    ],
    [
      'text only at its end',
      responseEvents({ text: ['Hi'] }).filter(({ type }) => type !== 'response.output_text.delta'),
      { reason: 'stop' },
    ],
    [
      'all in the last event',
      [
        {
          type: 'response.completed',
          response: {
            status: 'completed',
            model: 'm',
            output: [{ type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'Hi' }] }],
          },
        },
      ],
      { reason: 'stop', model: 'm' },
    ],
  ])('an answer: %s', async (_name, events, expected) => {
    const { generate } = await open([{ steps: events.map((event) => sseEvent(event)) }])
    expect(await generate()).toMatchObject({ content: [{ type: 'text', text: 'Hi' }], ...expected })
  })

  describe('what comes in pieces and again as a whole is said once', () => {
    const message = { type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'Hello world' }] }
    const thought = { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }] }
    const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'look_up', arguments: '{"page":1}' }
    const piece = (delta: string, place: object) => ({ type: 'response.output_text.delta', delta, ...place })
    const done = (item: object) => ({ type: 'response.output_item.done', item })
    const completed = (...output: object[]) => ({
      type: 'response.completed',
      response: { status: 'completed', model: 'm', output },
    })
    const text = { type: 'text', text: 'Hello world' }
    const made = { type: 'tool-call', id: 'call_1', name: 'look_up', input: '{"page":1}' }

    it.each<[string, readonly object[], readonly object[]]>([
      ['pieces without an id', [piece('Hello ', {}), piece('world', {}), done(message), completed(message)], [text]],
      [
        'pieces of another id',
        [piece('Hello world', { item_id: 'item-0' }), done(message), completed(message)],
        [text],
      ],
      [
        'the same end twice, and two answers',
        [
          piece('Hello ', { item_id: 'msg_1' }),
          { type: 'response.output_text.done', item_id: 'msg_1', text: 'Hello world' },
          done(message),
          done(message),
          done({ ...message, id: 'msg_2' }),
          completed(message, { ...message, id: 'msg_2' }),
        ],
        [text, text],
      ],
      ['pieces that got lost', [piece('Hello ', {}), completed(message)], [text]],
      [
        'thoughts in pieces, the answer only in the last event',
        [
          { type: 'response.reasoning_summary_text.delta', item_id: 'rs_1', summary_index: 0, delta: 'Hm.' },
          completed(thought, message),
        ],
        [{ type: 'reasoning', text: 'Hm.', signature: null }, text],
      ],
      [
        'a call whose pieces have no id, and whose end has another',
        [
          { type: 'response.output_item.added', item: { ...call, arguments: '' } },
          { type: 'response.function_call_arguments.delta', delta: '{"page"' },
          done({ ...call, id: 'fc_9' }),
          completed(call),
        ],
        [made],
      ],
      [
        'text in pieces, the call only in the last event',
        [piece('Hello world', {}), completed(message, call)],
        [text, made],
      ],
    ])('%s', async (_name, events, content) => {
      const { generate } = await open([{ steps: events.map((event) => sseEvent(event)) }])
      expect((await generate()).content).toEqual(content)
    })
  })

  it('a refusal is shown, and said to be one', async () => {
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0, sequence_number: 1 }
    const refusal = { type: 'response.refusal.delta' as const, delta: 'I can’t do that.', ...place }
    const steps = [refusal, ...responseEvents({})].map((event) => sseEvent(event))
    const { generate } = await open([{ steps }])
    expect(await generate()).toMatchObject({
      content: [{ type: 'text', text: 'I can’t do that.' }],
      reason: 'content-filter',
    })
  })

  it('a whole response where a stream was asked for', async () => {
    const response = {
      object: 'response',
      status: 'completed',
      model: 'm',
      output: [{ type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'Hi' }] }],
      usage: { input_tokens: 3, output_tokens: 1 },
    }
    const headers = { 'content-type': 'application/json' }
    const { generate } = await open([{ headers, steps: [JSON.stringify(response)] }])
    expect(await generate()).toMatchObject({
      content: [{ type: 'text', text: 'Hi' }],
      usage: { inputTokens: 3, outputTokens: 1 },
    })
  })

  it.each<[string, readonly object[], Record<string, unknown>]>([
    ['an early end', responseEvents({ text: ['Hi'] }).slice(0, -1), { code: 'MODEL_FAILED', isTransient: true }],
    [
      'failed',
      responseEvents({ text: ['Hi'], status: 'failed', error: { code: 'server_error', message: 'sk-secret' } }),
      { code: 'MODEL_UNREACHABLE', isTransient: true },
    ],
    ['failed without a word', [{ type: 'response.failed', response: {} }], { code: 'MODEL_FAILED', isTransient: true }],
    [
      'an error event',
      [{ type: 'error', code: 'rate_limit_exceeded', message: 'sk-secret', param: null, sequence_number: 1 }],
      { code: 'MODEL_UNREACHABLE', isTransient: true },
    ],
    [
      'an error event about the length',
      [
        {
          type: 'error',
          code: 'context_length_exceeded',
          message: 'Your input exceeds the context window',
          param: null,
        },
      ],
      { code: 'CONTEXT_EXCEEDED' },
    ],
  ])('%s', async (_name, events, expected) => {
    for (const named of [true, false]) {
      const steps = events.map((event) =>
        sseEvent(event, named && 'type' in event ? { event: String(event.type) } : {}),
      )
      const { generate } = await open([{ steps }])
      const failure = await generate().catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'ModelError', ...expected })
      expect(String(failure)).not.toContain('sk-secret')
    }
  })
})
