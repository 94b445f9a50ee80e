import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openTestModel, requestOf, textOf } from '../../../../../test/support/models/open-openai-model.ts'
import {
  chatChunk,
  chatEnd,
  chatEvents,
  openAiChatAnswer,
  chatPiece as piece,
  usageChunk,
} from '../../../../../test/support/models/openai-chat-script.ts'
import { cutAt, inPackets, sseEvent } from '../../../../../test/support/models/packets.ts'
import { cut, type ScriptedAnswer, type Step, silence } from '../../../../../test/support/models/scripted-server.ts'
import type { StreamPart } from '../../language-model.ts'

/** One thing: that an answer over chat completions comes whole, in every shape that servers and networks give it. */

const pieces = ['Pumps ', 'of the north hall: ', '東京', ' 👩‍👩‍👧', ' Übung', '\n\n', '`code`']
const whole = pieces.join('')
const end = chatEnd()
const stream = (...steps: readonly Step[]): ScriptedAnswer => ({ steps })

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
