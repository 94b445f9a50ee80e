import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { openTestModel, requestOf, textOf } from '../../../../../test/support/models/open-openai-model.ts'
import {
  chatChunk,
  chatEvents,
  openAiChatAnswer,
  openAiErrorAnswer,
  usageChunk,
} from '../../../../../test/support/models/openai-chat-script.ts'
import { cutAt, inPackets, sseEvent } from '../../../../../test/support/models/packets.ts'
import { cut, type ScriptedAnswer, type Step, silence } from '../../../../../test/support/models/scripted-server.ts'
import type { StreamPart } from '../../language-model.ts'
import type { RateLimits } from '../../rate-limits.ts'

/** One thing: what comes over the wire of chat completions, in every shape that servers and networks give it. */

const pieces = ['Pumps ', 'of the north hall: ', '東京', ' 👩‍👩‍👧', ' Übung', '\n\n', '`code`']
const whole = pieces.join('')
const stream = (...steps: readonly Step[]): ScriptedAnswer => ({ steps })
const piece = (content: string) => sseEvent(chatChunk({ content }))
const end = [
  sseEvent(chatChunk({}, { finish: 'stop' })),
  sseEvent(usageChunk({ input: 10, output: 5 })),
  sseEvent('[DONE]'),
]

/** Parts until the stream ends or throws, and what it threw. */
async function follow(parts: AsyncIterable<StreamPart>): Promise<{ parts: StreamPart[]; error: unknown }> {
  const seen: StreamPart[] = []
  try {
    for await (const part of parts) seen.push(part)
    return { parts: seen, error: null }
  } catch (error) {
    return { parts: seen, error }
  }
}

describe('MOD-1.stream, MOD-1.compatible: an answer comes whole, however it is cut', () => {
  it('parts come in their order, and usage with the last', async () => {
    const { stream: ask } = await openTestModel([
      openAiChatAnswer({ text: ['Hello ', 'world'], usage: { input: 20, output: 7, cached: 12, reasoning: 3 } }),
    ])
    expect(await Array.fromAsync(ask())).toEqual([
      { type: 'stream-start', warnings: [] },
      { type: 'text-start', id: 'text-1' },
      { type: 'text-delta', id: 'text-1', text: 'Hello ' },
      { type: 'text-delta', id: 'text-1', text: 'world' },
      { type: 'text-end', id: 'text-1' },
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 20, cachedInputTokens: 12, cacheWriteTokens: 0, outputTokens: 7, reasoningTokens: 3 },
        model: 'scripted-1',
      },
    ])
  })

  it('one byte a packet, through the middle of characters', async () => {
    const wire = chatEvents({ text: pieces }).join('')
    const { stream: ask } = await openTestModel([stream(...inPackets(wire, 1))])
    expect(textOf(await Array.fromAsync(ask()))).toBe(whole)
  })

  it('any packets, ends of lines and pings lose nothing', async () => {
    const script = { text: pieces, usage: { input: 3, output: 9 } }
    const { stream: ask } = await openTestModel((request) => {
      const {
        end: lineEnd,
        space,
        places,
      } = JSON.parse(request.json<{ messages: { content: string }[] }>().messages[0]?.content ?? '')
      const events = chatEvents(script).map((event) =>
        event.replaceAll('\n', lineEnd).replaceAll('data: ', `data:${space}`),
      )
      return stream(...cutAt(events.join(`: ping${lineEnd}${lineEnd}`), places))
    })
    const cuts = fc.record({
      end: fc.constantFrom('\n', '\r\n', '\r'),
      space: fc.constantFrom('', ' '),
      places: fc.array(fc.nat(3_000), { maxLength: 30 }),
    })
    await fc.assert(
      fc.asyncProperty(cuts, async (how) => {
        const parts = await Array.fromAsync(
          ask({ messages: [{ role: 'user', content: [{ type: 'text', text: JSON.stringify(how) }] }] }),
        )
        expect(textOf(parts)).toBe(whole)
        expect(parts.at(-1)).toMatchObject({ type: 'finish', usage: { inputTokens: 3, outputTokens: 9 } })
      }),
      { numRuns: 40 },
    )
  })

  it.each<[string, ScriptedAnswer]>([
    [
      'no empty line after the last event',
      stream(piece('Hi'), end[0] ?? '', sseEvent(usageChunk({ input: 10, output: 5 })).trimEnd()),
    ],
    ['no [DONE]', stream(piece('Hi'), ...end.slice(0, 2))],
    ['no reason why it ended, but [DONE]', stream(piece('Hi'), ...end.slice(1))],
    ['silence after [DONE]', stream(piece('Hi'), ...end, silence)],
    ['the connection breaks once all was said', stream(piece('Hi'), ...end.slice(0, 2), cut)],
    ['events without a type of content', { ...stream(piece('Hi'), ...end), headers: {} }],
    [
      'a whole answer where a stream was asked for',
      {
        headers: { 'content-type': 'application/json' },
        steps: [
          JSON.stringify({
            object: 'chat.completion',
            model: 'scripted-1',
            choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
            usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
          }),
        ],
      },
    ],
    [
      'chunks that are none',
      stream(sseEvent('{}'), sseEvent('7'), sseEvent('null'), sseEvent('[]'), piece('Hi'), ...end),
    ],
    [
      'fields of odd shapes',
      stream(
        sseEvent('{"choices":[{"delta":{"content":7,"tool_calls":"x"},"finish_reason":3}],"usage":"none","model":[]}'),
        piece('Hi'),
        ...end,
      ),
    ],
    [
      'other choices',
      stream(
        sseEvent({ ...chatChunk({ content: 'no' }), choices: [{ index: 1, delta: { content: 'no' } }] }),
        piece('Hi'),
        ...end,
      ),
    ],
  ])('%s', async (_name, answer) => {
    const { generate } = await openTestModel([answer])
    expect(await generate()).toMatchObject({
      content: [{ type: 'text', text: 'Hi' }],
      reason: 'stop',
      usage: { inputTokens: 10, outputTokens: 5 },
    })
  })
})

// Would catch that each call makes a connection of its own, with all its handshakes.
it('MOD-1.stream: calls take connections that are there, though the server ends a little after [DONE]', async () => {
  async function* late() {
    yield* [piece('Hi'), ...end]
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { generate, server } = await openTestModel(() => ({ steps: late() }))
  for (let calls = 0; calls < 6; calls++) await generate()
  // A call that begins at the very moment the last one ends may find its connection still held.
  expect(server.connected()).toBeLessThanOrEqual(3)
})

describe('MOD-1.stream: what goes wrong ends at once, with a reason of our own', () => {
  it.each<[string, readonly Step[], Record<string, unknown>, string]>([
    ['an early end', [piece('Hel')], { code: 'MODEL_FAILED', isTransient: true }, 'Hel'],
    ['nothing at all', [], { code: 'MODEL_FAILED', isTransient: true }, ''],
    ['only [DONE]', [sseEvent('[DONE]')], { code: 'MODEL_FAILED', isTransient: true }, ''],
    ['a broken connection', [piece('Hel'), cut], { code: 'MODEL_UNREACHABLE', isTransient: true }, 'Hel'],
    [
      'an event that broke off',
      [piece('Hel'), 'data: {"choices":[{"del'],
      { code: 'MODEL_FAILED', isTransient: true },
      'Hel',
    ],
    ['bad JSON', [piece('Hel'), sseEvent('{oops'), ...end], { code: 'MODEL_FAILED' }, 'Hel'],
    ['no events', ['hello, I am a server\n'], { code: 'MODEL_FAILED' }, ''],
    [
      'a failure inside the stream',
      [piece('Hel'), sseEvent({ error: { message: 'sk-secret at fault', type: 'server_error', code: null } })],
      { code: 'MODEL_UNREACHABLE', isTransient: true, status: null },
      'Hel',
    ],
    [
      'a failure with the status of HTTP, as routers of models send',
      [sseEvent({ error: { message: 'upstream', code: 429 }, choices: [] })],
      { code: 'MODEL_UNREACHABLE', isTransient: true },
      '',
    ],
    [
      'an end that is called a failure',
      [piece('Hel'), sseEvent(chatChunk({}, { finish: 'error' as 'stop' }))],
      { code: 'MODEL_FAILED', isTransient: true },
      'Hel',
    ],
    [
      'a failure in words alone',
      [sseEvent({ error: 'context length exceeded: too long' })],
      { code: 'CONTEXT_EXCEEDED' },
      '',
    ],
    [
      'a failure in the place of a chunk',
      [sseEvent({ object: 'error', message: 'model overloaded', type: 'overloaded_error', code: 503 })],
      { code: 'MODEL_UNREACHABLE', isTransient: true },
      '',
    ],
    [
      'a failure by the name of its event',
      [sseEvent({ message: 'no', type: 'rate_limit_exceeded' }, { event: 'error' })],
      { code: 'MODEL_UNREACHABLE', isTransient: true },
      '',
    ],
  ])('%s', async (_name, steps, expected, text) => {
    const { stream: ask } = await openTestModel([stream(...steps)])
    const { parts, error } = await follow(ask())
    expect(error).toMatchObject({ name: 'ModelError', ...expected })
    expect(textOf(parts)).toBe(text)
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/sk-secret|hello|oops/)
  })

  it.each<[string, ScriptedAnswer, Record<string, unknown>]>([
    [
      'a page',
      { headers: { 'content-type': 'text/html' }, steps: ['<html>Log in</html>'] },
      { code: 'MODEL_FAILED', status: 200 },
    ],
    [
      'a page that is a failure',
      { status: 502, headers: { 'content-type': 'text/html' }, steps: ['<html>Bad gateway</html>'] },
      { code: 'MODEL_UNREACHABLE', status: 502, isTransient: true },
    ],
    [
      'JSON that is no answer',
      { headers: { 'content-type': 'application/json' }, steps: ['{"ok":true}'] },
      { code: 'MODEL_FAILED' },
    ],
    [
      'a failure with the status of success',
      {
        headers: { 'content-type': 'application/json' },
        steps: ['{"error":{"message":"no","type":"invalid_request_error"}}'],
      },
      { code: 'MODEL_REJECTED' },
    ],
    [
      'a redirect',
      { status: 307, headers: { location: 'http://127.0.0.1:9/' }, steps: [] },
      { code: 'MODEL_UNREACHABLE', status: 307, isTransient: false },
    ],
    ['no content', { status: 204, steps: [] }, { code: 'MODEL_FAILED' }],
    ['a refusal without words', { status: 400, steps: [] }, { code: 'MODEL_REJECTED', status: 400 }],
    [
      'a refusal without an end',
      {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        steps: [...Array.from({ length: 40 }, () => 'x'.repeat(4_096)), silence],
      },
      { code: 'MODEL_UNREACHABLE', status: 500 },
    ],
    [
      'a wrong key',
      openAiErrorAnswer(401, { message: 'Incorrect API key provided: sk-secret', code: 'invalid_api_key' }),
      { code: 'MODEL_UNREACHABLE', status: 401, isTransient: false, message: 'the server does not take the key' },
    ],
    [
      'a wrong key of Gemini, in a list',
      {
        status: 400,
        headers: { 'content-type': 'application/json' },
        steps: [
          '[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]',
        ],
      },
      { code: 'MODEL_UNREACHABLE', status: 400, isTransient: false },
    ],
    ['an unknown model', openAiErrorAnswer(404, { code: 'model_not_found' }), { code: 'MODEL_REJECTED', status: 404 }],
    [
      'words alone',
      {
        status: 404,
        headers: { 'content-type': 'application/json' },
        steps: ['{"error":"model \\"x\\" not found, try pulling it first"}'],
      },
      { code: 'MODEL_REJECTED', status: 404 },
    ],
    [
      'too long',
      openAiErrorAnswer(400, {
        code: 'context_length_exceeded',
        message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
      }),
      { code: 'CONTEXT_EXCEEDED', tokens: { given: 9001, maximum: 8192 } },
    ],
    [
      'an option',
      openAiErrorAnswer(400, { code: 'unsupported_parameter', param: 'seed' }),
      { code: 'MODEL_REJECTED', message: 'the model does not take the option seed' },
    ],
    [
      'words of Python',
      {
        status: 422,
        headers: { 'content-type': 'application/json' },
        steps: ['{"detail":"prompt is too long: 9 tokens > 8 maximum"}'],
      },
      { code: 'CONTEXT_EXCEEDED', tokens: { given: 9, maximum: 8 } },
    ],
    [
      'a list of Python',
      {
        status: 422,
        headers: { 'content-type': 'application/json' },
        steps: ['{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}'],
      },
      { code: 'MODEL_REJECTED', message: 'the model does not take the option seed' },
    ],
    [
      'too many calls',
      openAiErrorAnswer(429, {}, { 'retry-after': '7' }),
      { code: 'MODEL_UNREACHABLE', status: 429, isTransient: true, retryAfterMs: 7_000 },
    ],
    [
      'no credit',
      openAiErrorAnswer(429, { code: 'insufficient_quota' }),
      { code: 'MODEL_UNREACHABLE', isTransient: false },
    ],
  ])('%s', async (_name, answer, expected) => {
    const { stream: ask, server } = await openTestModel([answer])
    const { parts, error } = await follow(ask())
    expect(error).toMatchObject({ name: 'ModelError', ...expected })
    expect(textOf(parts)).toBe('')
    expect(`${error} ${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain('sk-secret')
    expect((error as Error).cause).toBeUndefined()
    // Trying again is for others.
    expect(server.requests).toHaveLength(1)
  })

  it('a stream of failures is asked once, and the rest of it is not waited for', async () => {
    const { stream: ask, server } = await openTestModel([
      stream(sseEvent({ error: { type: 'server_error' } }), silence),
    ])
    expect((await follow(ask())).error).toMatchObject({ code: 'MODEL_UNREACHABLE' })
    expect(await server.requests[0]?.ended).toBe('left')
  })

  it('an event without an end is not collected', async () => {
    async function* endless() {
      yield 'data: {"choices":[{"delta":{"content":"'
      for (;;) yield 'x'.repeat(1_048_576)
    }
    const { stream: ask, server } = await openTestModel([{ steps: endless() }])
    expect((await follow(ask())).error).toMatchObject({ code: 'MODEL_FAILED' })
    expect(await server.requests[0]?.ended).toBe('left')
  })

  it.each<[string, ScriptedAnswer, string, string]>([
    [
      'before the answer',
      { before: new Promise(() => undefined), steps: [] },
      'the server does not begin to answer',
      '',
    ],
    [
      'before the first word, with pings',
      stream(': ping\n\n', sseEvent(chatChunk({ role: 'assistant', content: '' })), silence),
      'the server does not begin to answer',
      '',
    ],
    ['after the first word', stream(piece('Hel'), silence), 'the server fell silent', 'Hel'],
  ])('silence %s is not waited for for ever', async (_name, answer, message, text) => {
    const { stream: ask, server } = await openTestModel([answer], {
      patience: { firstTokenMs: 300, silenceMs: 50, totalMs: 60_000 },
    })
    const { parts, error } = await follow(ask())
    expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true, message })
    expect(textOf(parts)).toBe(text)
    expect(await server.requests[0]?.ended).toBe('left')
  })

  it('an answer takes no longer than it may', async () => {
    async function* slow() {
      for (;;) yield piece('x')
    }
    const { stream: ask, server } = await openTestModel([{ steps: slow() }], {
      patience: { firstTokenMs: 20_000, silenceMs: 20_000, totalMs: 400 },
    })
    expect((await follow(ask())).error).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
    expect(await server.requests[0]?.ended).toBe('left')
  })

  // Would catch a clock that runs while the reader, not the server, is slow.
  it('a reader that takes its time is no silence of the server', async () => {
    const { stream: ask } = await openTestModel([stream(piece('a'), piece('b'), ...end)], {
      patience: { firstTokenMs: 20_000, silenceMs: 30, totalMs: 60_000 },
    })
    const parts: StreamPart[] = []
    for await (const part of ask()) {
      parts.push(part)
      if (part.type === 'text-delta') await new Promise((resolve) => setTimeout(resolve, 60))
    }
    expect(textOf(parts)).toBe('ab')
  })

  it('a server that is not there, and the offline switch', async () => {
    const { generate, server, model } = await openTestModel([], { network: { offline: true } })
    // On this machine nothing leaves: it is asked all the same.
    await expect(generate()).rejects.toMatchObject({ code: 'MODEL_REJECTED', status: 400 })
    await server[Symbol.asyncDispose]()
    await expect(generate()).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true, status: null })
    expect(model.facts.contextTokens).toBeNull()
    const { generate: askFar } = await openTestModel([], {
      network: { offline: true },
      url: 'https://models.example/v1',
    })
    await expect(askFar()).rejects.toMatchObject({ code: 'NETWORK_OFFLINE' })
  })
})

describe('MOD-1.stream: a caller that gives up', () => {
  const reason = new Error('enough')

  it.each<[string, ScriptedAnswer, 'request' | StreamPart['type']]>([
    ['before the server answers', { before: new Promise(() => undefined), steps: [] }, 'request'],
    ['while a refusal is read', { status: 500, steps: ['no', silence] }, 'request'],
    ['before the first word', stream(silence), 'stream-start'],
    ['in the middle', stream(piece('Hel'), silence), 'text-delta'],
  ])('%s gets its reason back, and the connection is closed', async (_name, answer, moment) => {
    const { model, server } = await openTestModel([answer])
    const controller = new AbortController()
    async function ask() {
      for await (const part of model.stream(requestOf({ signal: controller.signal }))) {
        if (part.type === moment) controller.abort(reason)
      }
    }
    const asked = expect(ask()).rejects.toBe(reason)
    const request = await server.arrived(0)
    if (moment === 'request') controller.abort(reason)
    await asked
    expect(await request.ended).toBe('left')
  })

  it('before the call: nothing is sent', async () => {
    const { model, server } = await openTestModel([])
    await expect(model.generate(requestOf({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason)
    expect(server.requests).toHaveLength(0)
  })

  it('a loop that is left closes the connection', async () => {
    const { stream: ask, server } = await openTestModel([stream(piece('Hel'), silence)])
    for await (const part of ask()) if (part.type === 'text-delta') break
    expect(await server.requests[0]?.ended).toBe('left')
  })
})

describe('MOD-3.rate-limits: limits are told', () => {
  it('with answers and with refusals', async () => {
    const told: RateLimits[] = []
    const headers = { 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': '1s' }
    const { generate } = await openTestModel(
      [openAiChatAnswer({ text: 'Hi', headers }), openAiErrorAnswer(429, {}, headers)],
      {
        onRateLimits: (limits) => told.push(limits),
      },
    )
    await generate()
    await expect(generate()).rejects.toMatchObject({ status: 429 })
    expect(told.map(({ requests }) => requests)).toEqual(
      Array.from({ length: 2 }, () => ({ limit: null, remaining: 59, resetMs: 1_000 })),
    )
  })
})

describe('MOD-1.openai: nothing of this machine goes out, and nothing is written down', () => {
  it('keys, addresses, organisations and headers of the environment stay where they are', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-environment')
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1')
    vi.stubEnv('OPENAI_ORG_ID', 'org-environment')
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-environment')
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-environment: yes')
    vi.stubEnv('OPENAI_LOG', 'debug')
    const written = ['log', 'info', 'warn', 'error', 'debug'].map((name) => vi.spyOn(console, name as 'log'))
    const { generate, server, log } = await openTestModel([openAiChatAnswer({ text: 'Hi' }), stream(sseEvent('{oops'))])
    await generate()
    await expect(generate()).rejects.toMatchObject({ code: 'MODEL_FAILED' })
    const { headers, body } = server.requests[0] ?? {}
    expect(Object.keys(headers ?? {}).toSorted()).toEqual(
      [
        'accept',
        'accept-encoding',
        'accept-language',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
        'sec-fetch-mode',
        'user-agent',
      ].toSorted(),
    )
    expect(headers?.authorization).toBe('Bearer sk-secret')
    expect(`${JSON.stringify(headers)}${body}`).not.toContain('environment')
    for (const spy of written) expect(spy).not.toHaveBeenCalled()
    expect(log.join('')).not.toMatch(/sk-|greases|oops/)
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  it('without a key no header is sent, and one with an odd character goes nowhere', async () => {
    const open = await openTestModel([openAiChatAnswer({ text: 'Hi' })], { key: null })
    await open.generate()
    expect(open.server.requests[0]?.headers).not.toHaveProperty('authorization')
    const odd = await openTestModel([], { key: 'sk-secret\nx: 1' })
    const { error } = await follow(odd.stream())
    expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: false })
    expect(String(error)).not.toContain('sk-')
    expect(odd.server.requests).toHaveLength(0)
  })
})
