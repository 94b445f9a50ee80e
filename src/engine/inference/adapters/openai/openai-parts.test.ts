import fc from 'fast-check'
import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { openTestModel } from '../../../../../test/support/models/open-openai-model.ts'
import {
  chatChunk,
  chatUsage,
  openAiChatAnswer,
  usageChunk,
} from '../../../../../test/support/models/openai-chat-script.ts'
import { sseEvent } from '../../../../../test/support/models/packets.ts'
import type { Generated } from '../../language-model.ts'
import type { OpenAiOptions } from './openai-options.ts'
import { createThoughtSplitter } from './split-thoughts.ts'

type Chunk = OpenAI.ChatCompletionChunk
type Call = Record<string, unknown>

/** The whole answer of a stream of these chunks. */
async function read(chunks: readonly object[], options: Partial<OpenAiOptions> = {}): Promise<Generated> {
  const steps = [...chunks.map((chunk) => sseEvent(chunk)), sseEvent('[DONE]')]
  const { generate } = await openTestModel([{ steps }], options)
  return generate()
}

const calling = (...calls: readonly Call[]): Chunk => chatChunk({ tool_calls: calls as never })
const finished = chatChunk({}, { finish: 'tool_calls' })

describe('MOD-1.tools: calls come together from their pieces', () => {
  const one = { type: 'tool-call', id: 'call_1', name: 'look_up', input: '{"page":4}' }
  const two = { type: 'tool-call', id: 'call_2', name: 'weigh', input: '{"kg":1}' }
  const piece = (index: number | undefined, text: unknown, more: Call = {}): Call => ({
    ...(index === undefined ? {} : { index }),
    function: { arguments: text },
    ...more,
  })
  const begin = (index: number | undefined, call: typeof one, text: unknown = ''): Call => ({
    ...(index === undefined ? {} : { index }),
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: text },
  })

  it.each<[string, readonly Chunk[]]>([
    [
      'the id in the first piece only, and two in turns',
      [
        calling(begin(0, one)),
        calling(piece(0, '{"pa')),
        calling(begin(1, two, '{"k')),
        calling(piece(0, 'ge":4}')),
        calling(piece(1, 'g":1}')),
      ],
    ],
    ['both in one chunk', [calling(begin(0, one, '{"page":4}'), begin(1, two, '{"kg":1}'))]],
    ['every call has the same index', [calling(begin(0, one, '{"page":4}')), calling(begin(0, two, '{"kg":1}'))]],
    [
      'no index',
      [
        calling(begin(undefined, one, '{"page"')),
        calling(piece(undefined, ':4}')),
        calling(begin(undefined, two)),
        calling(piece(undefined, '{"kg":1}')),
      ],
    ],
    [
      'no index, and the id with each piece',
      [
        calling(begin(undefined, one)),
        calling(piece(undefined, '{"page":4}', { id: 'call_1' })),
        calling(begin(undefined, two)),
        calling(piece(undefined, '{"kg":1}', { id: 'call_2' })),
      ],
    ],
    [
      'the name again with each piece',
      [
        calling(begin(0, one, '{"page"')),
        calling({ index: 0, id: 'call_1', function: { name: 'look_up', arguments: ':4}' } }),
        calling(begin(1, two, '{"kg":1}')),
      ],
    ],
    [
      'the name in pieces',
      [
        calling({ index: 0, id: 'call_1', function: { name: 'look' } }),
        calling({ index: 0, function: { name: '_up' } }),
        calling(piece(0, '{"page":4}')),
        calling(begin(1, two, '{"kg":1}')),
      ],
    ],
    [
      'an empty id after the first piece',
      [calling(begin(0, one)), calling(piece(0, '{"page":4}', { id: '' })), calling(begin(1, two, '{"kg":1}'))],
    ],
    ['arguments that are a value', [calling(begin(0, one, { page: 4 })), calling(begin(1, two, { kg: 1 }))]],
    [
      'null in every place',
      [
        calling({ index: 0, id: 'call_1', function: { name: 'look_up', arguments: null } }),
        calling(piece(0, '{"page":4}', { id: null })),
        calling(begin(1, two, '{"kg":1}')),
      ],
    ],
  ])('%s', async (_name, chunks) => {
    expect(await read([...chunks, finished])).toMatchObject({ content: [one, two], reason: 'tool-calls' })
  })

  it('no ids at all: each has one of its own', async () => {
    const nameless = (name: string, text: string) => calling({ function: { name, arguments: text } })
    const { content } = await read([nameless('look_up', '{"page":4}'), nameless('weigh', '{"kg":1}'), finished])
    expect(content).toMatchObject([
      { name: 'look_up', input: '{"page":4}' },
      { name: 'weigh', input: '{"kg":1}' },
    ])
    expect(new Set(content.map((part) => (part.type === 'tool-call' ? part.id : ''))).size).toBe(2)
  })

  it('a call without input, and an end that says `stop`', async () => {
    const { content, reason } = await read([calling(begin(0, one)), chatChunk({}, { finish: 'stop' })])
    expect([content, reason]).toEqual([[{ ...one, input: '{}' }], 'tool-calls'])
  })

  it('any cuts of the input, in any turns, lose nothing', async () => {
    const inputs = fc.array(fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(inputs, fc.infiniteStream(fc.nat(2)), async (all, turns) => {
        const left = all.map((pieces, index) => ({ index, pieces: [...pieces] }))
        const chunks = left.map(({ index }) => calling(begin(index, { ...one, id: `call_${index}` })))
        while (left.some(({ pieces }) => pieces.length > 0)) {
          const open = left.filter(({ pieces }) => pieces.length > 0)
          const turn = open[(turns.next().value ?? 0) % open.length]
          chunks.push(calling(piece(turn?.index, turn?.pieces.shift())))
        }
        const { content } = await read([...chunks, finished])
        expect(content.map((part) => (part.type === 'tool-call' ? part.input : ''))).toEqual(
          all.map((pieces) => pieces.join('')),
        )
      }),
      { numRuns: 15 },
    )
  })
})

describe('MOD-1.usage, MOD-1.caching: usage is what the server says', () => {
  const hi = chatChunk({ content: 'Hi' })
  const stop = chatChunk({}, { finish: 'stop' })
  const usage = { inputTokens: 20, cachedInputTokens: 8, cacheWriteTokens: 0, outputTokens: 9, reasoningTokens: 4 }
  const bare = { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29 }

  it.each<[string, readonly object[], Partial<typeof usage> | null]>([
    ['OpenAI: in a chunk of its own', [hi, stop, usageChunk({ input: 20, output: 9, cached: 8, reasoning: 4 })], {}],
    ['with the last words', [hi, { ...stop, usage: chatUsage({ input: 20, output: 9, cached: 8, reasoning: 4 }) }], {}],
    [
      'with each chunk, growing',
      [
        { ...hi, usage: chatUsage({ input: 20, output: 1 }) },
        { ...stop, usage: chatUsage({ input: 20, output: 9, cached: 8, reasoning: 4 }) },
      ],
      {},
    ],
    [
      'null with all but the last',
      [{ ...hi, usage: null }, { ...stop, usage: null }, usageChunk({ input: 20, output: 9, cached: 8, reasoning: 4 })],
      {},
    ],
    [
      'Groq',
      [hi, { ...stop, x_groq: { id: 'req', usage: chatUsage({ input: 20, output: 9, cached: 8, reasoning: 4 }) } }],
      {},
    ],
    [
      'Moonshot: with the choice, and its cached tokens beside',
      [hi, { ...stop, choices: [{ ...stop.choices[0], usage: { ...bare, cached_tokens: 8 } }] }],
      { reasoningTokens: 0 },
    ],
    [
      'DeepSeek',
      [
        hi,
        stop,
        {
          ...usageChunk({ input: 0, output: 0 }),
          usage: { ...bare, prompt_cache_hit_tokens: 8, completion_tokens_details: { reasoning_tokens: 4 } },
        },
      ],
      {},
    ],
    // Would catch thoughts of Gemini that are billed and not counted.
    [
      'Gemini: thoughts in the sum alone',
      [
        hi,
        {
          ...stop,
          usage: {
            prompt_tokens: 20,
            completion_tokens: 5,
            total_tokens: 29,
            prompt_tokens_details: { cached_tokens: 8 },
          },
        },
      ],
      {},
    ],
    [
      'written into the cache',
      [
        hi,
        stop,
        {
          ...usageChunk({ input: 0, output: 0 }),
          usage: {
            ...bare,
            prompt_tokens_details: { cached_tokens: 8, cache_write_tokens: 5 },
            completion_tokens_details: { reasoning_tokens: 4 },
          },
        },
      ],
      { cacheWriteTokens: 5 },
    ],
    [
      'more cached than read: held to the whole',
      [hi, stop, usageChunk({ input: 20, output: 9, cached: 99, reasoning: 99 })],
      { cachedInputTokens: 20, reasoningTokens: 9 },
    ],
    // Would catch answers that cost nothing, and a budget that never ends.
    ['zeros, though something was said', [hi, stop, usageChunk({ input: 0, output: 0 })], null],
    ['only before the first word', [{ ...hi, usage: chatUsage({ input: 20, output: 0 }) }, stop], null],
    [
      'zeros after it',
      [hi, stop, usageChunk({ input: 20, output: 9, cached: 8, reasoning: 4 }), usageChunk({ input: 0, output: 0 })],
      {},
    ],
    ['never said', [hi, stop], null],
    ['half of it', [hi, { ...stop, usage: { prompt_tokens: 20 } }], null],
    ['no numbers', [hi, { ...stop, usage: { prompt_tokens: 'many', completion_tokens: -1 } }], null],
  ])('%s', async (_name, chunks, expected) => {
    expect((await read(chunks)).usage).toEqual(expected === null ? null : { ...usage, ...expected })
  })
})

describe('MOD-1.stream: thoughts, refusals and ends', () => {
  const stop = chatChunk({}, { finish: 'stop' })

  it.each<[string, readonly object[]]>([
    ['reasoning_content', [chatChunk({ reasoning_content: 'hm' }), chatChunk({ content: 'Hi' })]],
    ['reasoning', [chatChunk({ reasoning: 'hm' }), chatChunk({ content: 'Hi' })]],
    [
      'pieces of content',
      [
        chatChunk({
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
            { type: 'text', text: 'Hi' },
          ] as never,
        }),
      ],
    ],
    ['bare pieces', [chatChunk({ reasoning: 'hm' }), chatChunk({ content: ['H', 'i'] as never })]],
    [
      'one piece alone',
      [chatChunk({ reasoning: 'hm' }), chatChunk({ content: { type: 'text', text: 'Hi' } as never })],
    ],
    [
      'between marks in the text',
      [chatChunk({ content: '\n<th' }), chatChunk({ content: 'ink>\nhm</thi' }), chatChunk({ content: 'nk>\n\nHi' })],
    ],
  ])('thoughts in %s', async (_name, chunks) => {
    expect((await read([...chunks, stop])).content).toEqual([
      { type: 'reasoning', text: 'hm', signature: null },
      { type: 'text', text: 'Hi' },
    ])
  })

  it('marks are text for servers that give thoughts apart', async () => {
    const { content } = await read([chatChunk({ content: '<think>a</think>b' }), stop], { kind: 'moonshot' })
    expect(content).toEqual([{ type: 'text', text: '<think>a</think>b' }])
  })

  it('whatever the pieces, thoughts and answer together are what was sent', () => {
    const texts = fc.constantFrom(
      '<think>hm</think>Hi',
      '<think>no end',
      '  <thin air',
      'a <think>b</think>',
      '<think></think>x',
      '<',
      '',
    )
    fc.assert(
      fc.property(texts, fc.array(fc.nat(20), { maxLength: 8 }), (text, places) => {
        const edges = [0, ...places.filter((place) => place < text.length).toSorted((a, b) => a - b), text.length]
        const splitter = createThoughtSplitter(true)
        const pieces = [
          ...edges.slice(1).flatMap((end, index) => splitter.take(text.slice(edges[index], end))),
          ...splitter.end(),
        ]
        const join = (isThought: boolean) =>
          pieces
            .filter((piece) => piece.isThought === isThought)
            .map((piece) => piece.text)
            .join('')
        const match = /^<think>(.*?)(?:<\/think>(.*))?$/s.exec(text)
        expect([join(true), join(false)]).toEqual(match === null ? ['', text] : [match[1], match[2] ?? ''])
      }),
      { numRuns: 200 },
    )
  })

  it.each<[string, Generated['reason']]>([
    ['stop', 'stop'],
    ['eos', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['SAFETY', 'content-filter'],
    ['insufficient_system_resource', 'other'],
  ])('an end that is called %s', async (finish, reason) => {
    expect((await read([chatChunk({ content: 'Hi' }), chatChunk({}, { finish: finish as 'stop' })])).reason).toBe(
      reason,
    )
  })

  it('a refusal in its own field is shown, and said to be one', async () => {
    const { content, reason } = await read([
      chatChunk({ refusal: 'I can’t ' }),
      chatChunk({ refusal: 'do that.' }),
      stop,
    ])
    expect([content, reason]).toEqual([[{ type: 'text', text: 'I can’t do that.' }], 'content-filter'])
  })

  it('an answer that was asked to be JSON comes as text', async () => {
    const { generate } = await openTestModel([openAiChatAnswer({ text: ['{"a":', '1}'] })])
    const { content } = await generate({ structured: { name: 'a', schema: { type: 'object' } } })
    expect(content).toEqual([{ type: 'text', text: '{"a":1}' }])
  })
})
