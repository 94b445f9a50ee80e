import { describe, expect, it } from 'vitest'
import { followParts as follow, openTestModel, textOf } from '../../../../../test/support/models/open-openai-model.ts'
import {
  chatChunk,
  chatEnd,
  openAiErrorAnswer,
  chatPiece as piece,
} from '../../../../../test/support/models/openai-chat-script.ts'
import { sseEvent } from '../../../../../test/support/models/packets.ts'
import { cut, type ScriptedAnswer, type Step, silence } from '../../../../../test/support/models/scripted-server.ts'
import type { StreamPart } from '../../language-model.ts'

const end = chatEnd()
const stream = (...steps: readonly Step[]): ScriptedAnswer => ({ steps })

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
