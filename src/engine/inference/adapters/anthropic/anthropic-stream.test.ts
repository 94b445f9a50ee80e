import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  claudeAnswer,
  claudeStream,
  emptyMessage,
  messageDelta,
  messageStart,
} from '../../../../../test/support/models/anthropic-script.ts'
import { openAnthropicTestModel } from '../../../../../test/support/models/open-anthropic-model.ts'
import { followParts, requestOf, textOf } from '../../../../../test/support/models/open-openai-model.ts'
import { cutAt, inPackets, sseEvent } from '../../../../../test/support/models/packets.ts'
import { cut, type Script, type ScriptedAnswer, type Step } from '../../../../../test/support/models/scripted-server.ts'
import type { StreamPart } from '../../language-model.ts'
import type { AnthropicOptions } from './anthropic-options.ts'

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

describe('MOD-1.stream: an answer over the Messages protocol', () => {
  it('gives its parts in order, pieces as they come, thoughts and calls apart', async () => {
    const { model } = await open([
      claudeAnswer({
        thinking: { pieces: ['First', ' this'], signature: 'c2ln' },
        text: ['Yes', '.'],
        toolCalls: [{ id: 'toolu_1', name: 'look_up', input: ['{"a"', ':1}'] }],
      }),
    ])
    const { parts } = await follow(model.stream(request))
    expect(parts).toEqual([
      { type: 'stream-start', warnings: [] },
      { type: 'reasoning-start', id: '0' },
      { type: 'reasoning-delta', id: '0', text: 'First' },
      { type: 'reasoning-delta', id: '0', text: ' this' },
      { type: 'reasoning-end', id: '0', signature: JSON.stringify({ model: 'claude-sonnet-5-5', signature: 'c2ln' }) },
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', text: 'Yes' },
      { type: 'text-delta', id: '1', text: '.' },
      { type: 'text-end', id: '1' },
      { type: 'tool-call-start', id: 'toolu_1', name: 'look_up' },
      { type: 'tool-call-delta', id: 'toolu_1', text: '{"a"' },
      { type: 'tool-call-delta', id: 'toolu_1', text: ':1}' },
      { type: 'tool-call-end', id: 'toolu_1', name: 'look_up', input: '{"a":1}' },
      { type: 'finish', reason: 'tool-calls', usage, model: 'claude-scripted-1' },
    ])
  })

  // Would catch a character of several bytes that is lost where packets part it, and an event that two packets share.
  it('whatever the packets: byte by byte, cut anywhere, with CRLF, all in one', async () => {
    const texts = ['\n', '\r\n', '\r'].map((end) => claudeStream(wordy, end).join(''))
    const [plain = ''] = texts
    const steps = [
      ...texts.flatMap((text) => [[text], inPackets(text, 1), inPackets(text, 7)]),
      ...fc
        .sample(fc.array(fc.nat(), { maxLength: 40 }), { numRuns: 12, seed: 5 })
        .map((places) => cutAt(plain, places)),
    ]
    const { model } = await open((_request, index) => ({ steps: steps[index] ?? [] }))
    for (const _each of steps) {
      const { text, parts, error } = await follow(model.stream(request))
      expect({ text, error, last: parts.at(-1) }).toMatchObject({ text: whole, error: null, last: { usage } })
    }
  })

  it('unknown events, comments, pings and blocks of no use here are passed over', async () => {
    const events = claudeStream(wordy)
    const odd = [
      ': a comment\n\n',
      sseEvent({ type: 'message_hint', hint: 1 }, { event: 'message_hint' }),
      sseEvent({ type: 'content_block_start', index: 9, content_block: { type: 'server_tool_use', id: 's' } }),
      sseEvent({ type: 'content_block_delta', index: 9, delta: { type: 'input_json_delta', partial_json: '{' } }),
      sseEvent({ type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', citation: {} } }),
      'id: 4\nretry: 9\n\n',
    ]
    const { model } = await open(answer([...events.slice(0, 4), ...odd, ...events.slice(4)]))
    expect(await follow(model.stream(request))).toMatchObject({ text: whole, error: null })
  })

  it('servers that name no events, announce no blocks, end without the last event, or send all at once', async () => {
    const start = messageStart('m', { input: 10, output: 5 })
    const end = messageDelta('end_turn', { input: 10, output: 5 })
    const bare = claudeStream(wordy).map((event) => event.replace(/^event: .*\n/, ''))
    const unannounced = [
      start,
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: whole } },
      end,
    ].map((event) => sseEvent(event))
    const message = { ...emptyMessage('m', { input: 10, output: 5 }), stop_reason: 'end_turn' as const }
    message.content = [{ type: 'text', text: whole, citations: null }]
    message.usage.output_tokens = 5
    const json = { headers: { 'content-type': 'application/json' } }
    const { model } = await open([
      { steps: bare },
      { steps: unannounced },
      { steps: [...claudeStream(wordy).slice(0, -1), cut] },
      { steps: [JSON.stringify(message)], ...json },
    ])
    for (let times = 0; times < 4; times++) {
      const { text, error, parts } = await follow(model.stream(request))
      expect({ text, error }).toEqual({ text: whole, error: null })
      expect(parts.at(-1)).toMatchObject({ reason: 'stop', usage })
    }
  })

  // Would catch an answer that is thrown away for one field that its reader hardly needs.
  it('fields of odd shapes are as if they were not there', async () => {
    const piece = (text: string, more: object = {}) => ({
      type: 'content_block_delta',
      index: null,
      delta: { type: 'text_delta', text },
      ...more,
    })
    const odd = [
      { type: 'message_start', message: { model: 7, usage: 'none' } },
      { type: 'content_block_start', index: null, content_block: { type: 'text', text: '', id: 5, name: [] } },
      piece('Größe '),
      piece('', { delta: 'x' }),
      piece('東京 ', { delta: { text: '東京 ' } }),
      { type: 'content_block_stop', index: -1 },
      { type: 'content_block_start', index: 0 },
      piece('👩‍👩‍👧 fin.', { index: '0' }),
      { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: 3 }, usage: { input_tokens: 'x' } },
      { type: 'message_stop' },
    ].map((event) => sseEvent(event, { event: event.type }))
    const { model } = await open(answer([...odd, sseEvent('[DONE]')]))
    const { text, error, parts } = await follow(model.stream(request))
    expect({ text, error }).toEqual({ text: whole, error: null })
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop', usage: null, model: null })
  })

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content-filter'],
    ['pause_turn', 'other'],
  ] as const)('stop reason %s is %s', async (stop, reason) => {
    const { model } = await open([claudeAnswer({ text: 'x', stop })])
    expect((await model.generate(request)).reason).toBe(reason)
  })

  it('MOD-1.usage: a server that does not say what it counted at the end is not believed at the beginning', async () => {
    const silentEnd = sseEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn' } })
    const events = claudeStream(wordy)
    const { model } = await open(answer([...events.slice(0, -2), silentEnd, ...events.slice(-1)]))
    expect((await model.generate(request)).usage).toBeNull()
  })

  // Would catch answers that cost nothing.
  it('MOD-1.usage: zeros for an answer with words in it are those of a server that does not count', async () => {
    const { model } = await open([
      claudeAnswer({ ...wordy, usage: { input: 0, output: 0 } }),
      claudeAnswer({ usage: { input: 10, output: 0 } }),
    ])
    expect((await model.generate(request)).usage).toBeNull()
    expect((await model.generate(request)).usage).toMatchObject({ inputTokens: 10 })
  })

  it('one event of a megabyte is read, and one without an end is not', async () => {
    const large = 'ä'.repeat(700_000)
    const events = claudeStream({ text: large })
    async function* endless() {
      yield events[0] ?? ''
      yield 'event: content_block_delta\ndata: {"type":"'
      for (;;) yield 'x'.repeat(2 ** 20)
    }
    const { model, server } = await open([{ steps: inPackets(events.join(''), 65_536) }, { steps: endless() }])
    expect((await follow(model.stream(request))).text.length).toBe(large.length)
    expect((await follow(model.stream(request))).error).toMatchObject({ code: 'MODEL_FAILED' })
    expect(await server.requests[1]?.ended).toBe('left')
  })
})
