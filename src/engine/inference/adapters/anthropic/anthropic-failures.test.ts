import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claudeAnswer, claudeError, claudeStream } from '../../../../../test/support/models/anthropic-script.ts'
import { openNet } from '../../../../../test/support/models/model-server.ts'
import { openAnthropicTestModel } from '../../../../../test/support/models/open-anthropic-model.ts'
import { followParts, requestOf, textOf } from '../../../../../test/support/models/open-openai-model.ts'
import { sseEvent } from '../../../../../test/support/models/packets.ts'
import {
  cut,
  type Script,
  type ScriptedAnswer,
  type Step,
  silence,
} from '../../../../../test/support/models/scripted-server.ts'
import type { StreamPart } from '../../language-model.ts'
import type { ModelError } from '../../model-runner.ts'
import type { RateLimits } from '../../rate-limits.ts'
import { openAnthropicModel } from './anthropic-model.ts'
import type { AnthropicOptions } from './anthropic-options.ts'

const patience = { firstTokenMs: 20_000, silenceMs: 20_000, totalMs: 60_000 }
const request = requestOf({ maximumOutputTokens: 1_000 })
const open = (script: Script, options: Partial<AnthropicOptions> = {}) =>
  openAnthropicTestModel(script, { name: 'claude-sonnet-5-5', ...options })

/** What came until the end, or until the failure. */
async function follow(stream: AsyncIterable<StreamPart>) {
  const { parts, error } = await followParts(stream)
  return { parts, error, text: textOf(parts) }
}

const answer = (steps: readonly Step[], more: Partial<ScriptedAnswer> = {}): Script => [{ steps, ...more }]
const wordy = { text: ['Größe ', '東京 ', '👩‍👩‍👧 ', 'fin.'] }
const whole = 'Größe 東京 👩‍👩‍👧 fin.'
const usage = { inputTokens: 10, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 5, reasoningTokens: 0 }

describe('MOD-1.anthropic: what goes wrong', () => {
  it.each<[string, ScriptedAnswer, Partial<ModelError>]>([
    [
      'a request that it does not take',
      claudeError(400, { type: 'invalid_request_error', message: 'messages: roles must alternate' }),
      { code: 'MODEL_REJECTED', status: 400, isTransient: false },
    ],
    [
      'a prompt that is too long',
      claudeError(400, {
        type: 'invalid_request_error',
        message: 'prompt is too long: 210000 tokens > 200000 maximum',
      }),
      { code: 'CONTEXT_EXCEEDED', tokens: { given: 210_000, maximum: 200_000 } },
    ],
    [
      'a prompt and an answer that are too long together',
      claudeError(400, {
        type: 'invalid_request_error',
        message:
          'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again',
      }),
      { code: 'CONTEXT_EXCEEDED', tokens: { given: 209_573, maximum: 200_000 } },
    ],
    [
      'an output limit that the model has not',
      claudeError(400, {
        type: 'invalid_request_error',
        message:
          'max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5',
      }),
      { code: 'MODEL_REJECTED' },
    ],
    [
      'an account without credit',
      claudeError(400, {
        type: 'invalid_request_error',
        message: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
      }),
      { code: 'MODEL_UNREACHABLE', isTransient: false },
    ],
    [
      'a wrong key',
      claudeError(401, { type: 'authentication_error', message: 'invalid x-api-key' }),
      { code: 'MODEL_UNREACHABLE', status: 401, isTransient: false },
    ],
    [
      'a key that may not',
      claudeError(403, { type: 'permission_error', message: 'no' }),
      { code: 'MODEL_UNREACHABLE', status: 403, isTransient: false },
    ],
    [
      'a model that is not there',
      claudeError(404, { type: 'not_found_error', message: 'model: claude-x' }),
      { status: 404, isTransient: false },
    ],
    [
      'too many bytes',
      claudeError(413, { type: 'request_too_large', message: 'Request exceeds the maximum size' }),
      { code: 'CONTEXT_EXCEEDED', status: 413 },
    ],
    [
      'too many calls',
      claudeError(429, { type: 'rate_limit_error', message: 'slow down' }, { 'retry-after': '7' }),
      { code: 'MODEL_UNREACHABLE', status: 429, isTransient: true, retryAfterMs: 7_000 },
    ],
    [
      'a failure of its own',
      claudeError(500, { type: 'api_error', message: 'oops' }),
      { code: 'MODEL_UNREACHABLE', status: 500, isTransient: true },
    ],
    [
      'too many others',
      claudeError(529, { type: 'overloaded_error', message: 'Overloaded' }),
      { code: 'MODEL_UNREACHABLE', status: 529, isTransient: true },
    ],
    [
      'a refusal that is no JSON',
      { status: 502, headers: { 'content-type': 'text/plain' }, steps: ['Bad gateway'] },
      { code: 'MODEL_UNREACHABLE', status: 502, isTransient: true },
    ],
    ['a page', { headers: { 'content-type': 'text/html' }, steps: ['<html>Hello</html>'] }, { code: 'MODEL_FAILED' }],
    ['an empty answer', { steps: [] }, { code: 'MODEL_FAILED', isTransient: true }],
    [
      'JSON of another shape',
      { headers: { 'content-type': 'application/json' }, steps: ['[1]'] },
      { code: 'MODEL_FAILED' },
    ],
  ])('%s, before the first word', async (_name, scripted, expected) => {
    const { model, server } = await open([scripted])
    const { error, text } = await follow(model.stream(request))
    expect(error).toMatchObject({ name: 'ModelError', ...expected })
    expect(text).toBe('')
    expect(server.requests).toHaveLength(1)
  })

  it.each<[string, readonly Step[], Partial<ModelError>]>([
    ['a connection that breaks', [cut], { code: 'MODEL_UNREACHABLE', isTransient: true }],
    ['an end that comes too early', [], { code: 'MODEL_FAILED', isTransient: true }],
    [
      'half an event',
      ['event: content_block_delta\ndata: {"type":"content_bl'],
      { code: 'MODEL_FAILED', isTransient: true },
    ],
    ['an event that is no JSON', ['event: content_block_delta\ndata: {oops}\n\n'], { code: 'MODEL_FAILED' }],
    ['an event of another shape', [sseEvent({ type: 'content_block_delta', index: 'x' })], { code: 'MODEL_FAILED' }],
    [
      'a server that is overloaded',
      [sseEvent({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, { event: 'error' })],
      { code: 'MODEL_UNREACHABLE', isTransient: true },
    ],
    [
      'a failure that it reports without a word',
      [sseEvent({ type: 'error' }, { event: 'error' })],
      { code: 'MODEL_FAILED', isTransient: true },
    ],
  ])('%s, after the first words, which are kept', async (_name, steps, expected) => {
    const begun = claudeStream(wordy).slice(0, 5)
    const { model } = await open(answer([...begun, ...steps]))
    const { error, text } = await follow(model.stream(request))
    expect(error).toMatchObject({ name: 'ModelError', ...expected })
    expect(text).toBe('Größe 東京 ')
  })

  // Would catch a place where a broken stream hangs, throws what is no ModelError, or loses or repeats what had come.
  it('broken or damaged at any byte, it ends with what had come and says so', async () => {
    const bytes = Buffer.from(claudeStream(wordy).join(''))
    const places = fc.sample(fc.nat(bytes.length - 1), { numRuns: 40, seed: 11 })
    const broken = places.map((place): ScriptedAnswer => ({ steps: [bytes.subarray(0, place), cut] }))
    const damaged = places.map((place): ScriptedAnswer => {
      const copy = Buffer.from(bytes)
      copy[place] = place % 2 === 0 ? 0x7b : 0x0a
      return { steps: [copy] }
    })
    const { model } = await open([...broken, ...damaged])
    for (const _each of broken) {
      const { text, error, parts } = await follow(model.stream(request))
      expect(whole.startsWith(text)).toBe(true)
      if (error === null) expect({ text, last: parts.at(-1) }).toMatchObject({ text: whole, last: { usage } })
      else expect(error).toMatchObject({ name: 'ModelError', isTransient: true })
    }
    for (const _each of damaged) {
      const { parts, error } = await follow(model.stream(request))
      if (error === null) expect(parts.at(-1)?.type).toBe('finish')
      else expect(error).toMatchObject({ name: 'ModelError' })
    }
  })

  it('silence before and after the first word ends by itself, and the connection with it', async () => {
    const { model, server } = await open(
      [
        { steps: [silence] },
        { steps: [], before: new Promise(() => undefined) },
        { steps: [...claudeStream(wordy).slice(0, 4), silence] },
      ],
      { patience: { firstTokenMs: 500, silenceMs: 60, totalMs: 60_000 } },
    )
    for (const index of [0, 1, 2]) {
      const { error } = await follow(model.stream(request))
      expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
      expect(await server.requests[index]?.ended).toBe('left')
    }
  })

  it('a stop of the person ends it at once with their reason, before the answer and within it', async () => {
    const { model, server } = await open([
      { steps: [], before: new Promise(() => undefined) },
      { steps: [...claudeStream(wordy).slice(0, 4), silence] },
      { steps: [...claudeStream(wordy).slice(0, 4), silence] },
    ])
    const early = new AbortController()
    const waiting = follow(model.stream({ ...request, signal: early.signal }))
    await server.arrived(0)
    early.abort(new Error('stopped by the person'))
    expect((await waiting).error).toBe(early.signal.reason)

    const later = new AbortController()
    const enough = new Error('enough')
    const seen: StreamPart[] = []
    const reading = (async () => {
      for await (const part of model.stream({ ...request, signal: later.signal })) {
        seen.push(part)
        if (part.type === 'text-delta') later.abort(enough)
      }
    })()
    await expect(reading).rejects.toBe(enough)
    expect(seen.at(-1)).toMatchObject({ type: 'text-delta', text: 'Größe ' })

    // Somebody who reads no further leaves no connection behind.
    for await (const part of model.stream(request)) if (part.type === 'text-delta') break
    for (const each of server.requests) expect(await each.ended).toBe('left')

    const before = AbortSignal.abort(new Error('never'))
    expect((await follow(model.stream({ ...request, signal: before }))).error).toBe(before.reason)
    expect(server.requests).toHaveLength(3)
  })

  it('the offline switch and an address where nobody listens', async () => {
    const { model, server, settings } = await open([])
    await server[Symbol.asyncDispose]()
    expect((await follow(model.stream(request))).error).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
    settings.offline = true
    const { net } = openNet({ offline: true })
    const away = openAnthropicModel({
      net,
      kind: 'anthropic',
      protocol: 'anthropic-messages',
      url: 'https://api.anthropic.com',
      name: 'claude-sonnet-5-5',
      key: 'k',
      patience,
    })
    expect((await follow(away.stream(request))).error).toMatchObject({ code: 'NETWORK_OFFLINE' })
  })

  it('what is left of the allowance is told, and the connection serves the next call', async () => {
    const limits: RateLimits[] = []
    const headers = { 'anthropic-ratelimit-requests-limit': '50', 'anthropic-ratelimit-requests-remaining': '49' }
    const { model, server } = await open(() => claudeAnswer({ ...wordy, headers }), {
      onRateLimits: (stated) => void limits.push(stated),
    })
    for (let times = 0; times < 8; times++) await model.generate(request)
    expect(limits[0]?.requests).toMatchObject({ limit: 50, remaining: 49 })
    expect(server.connections()).toBeLessThan(4)
  })
})
