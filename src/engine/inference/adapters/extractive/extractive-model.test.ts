import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PromptSource, writePassagePrompt } from '../../../../domain/passage-prompt.ts'
import type { GenerationRequest, StreamPart } from '../../language-model.ts'
import { openExtractiveModel } from './extractive-model.ts'

const model = openExtractiveModel()
const ask = (text: string, more: Partial<GenerationRequest> = {}): GenerationRequest => ({
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'Answer in rhymes.' }] },
    { role: 'user', content: [{ type: 'text', text }] },
  ],
  maximumOutputTokens: 1_000,
  signal: new AbortController().signal,
  ...more,
})
const sources: PromptSource[] = [
  {
    number: 1,
    label: 'handbook.pdf, page 3, Pumps > Greasing',
    text: 'Greasing\n\nThe pumps of the north hall are greased by the night shift every quarter. The grease is kept in room 12.',
  },
  { number: 2, label: 'menu.txt', text: 'On Monday there is soup. On Tuesday there is fish with potatoes.' },
  { number: null, label: 'note.txt', text: 'The south hall has no pumps at all, so nobody greases anything there.' },
]
const textOf = (parts: readonly StreamPart[]) =>
  parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')

describe('RET-10.extractive, RET-10.quoted: the model that only quotes', () => {
  it('answers with sentences of the sources, word for word and with their numbers, one piece a sentence', async () => {
    const prompt = writePassagePrompt({ sources, question: 'Who greases the pumps of the north hall?' })
    const parts = await Array.fromAsync(model.stream(ask(prompt)))
    expect(parts[0]).toEqual({ type: 'stream-start', warnings: [] })
    expect(parts[2]).toEqual({
      type: 'text-delta',
      id: '0',
      text: 'The pumps of the north hall are greased by the night shift every quarter. [1]',
    })
    expect(textOf(parts)).not.toContain('soup')
    expect(parts.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', model: 'extractive' })
    const finish = parts.at(-1)
    expect(finish?.type === 'finish' && finish.usage?.inputTokens).toBeGreaterThan(80)
  })

  // Would catch little words of another language that are taken for what is asked.
  it('questions in the language of the sources, and without a space between words', async () => {
    const texts = [
      'Die Kantine öffnet um elf Uhr. Wer in der Halle ist, geht durch die Tür.',
      'Die Pumpen der Nordhalle werden von der Nachtschicht geschmiert.',
      '北棟のポンプは夜勤が四半期ごとに給油する。昼食は十二時からである。',
    ]
    const given = texts.map((text, place) => ({ number: place + 1, label: `Text ${place}`, text }))
    for (const [question, expected] of [
      ['Wer schmiert die Pumpen in der Nordhalle?', `${texts[1]} [2]`],
      ['北棟のポンプは誰が給油するか', '北棟のポンプは夜勤が四半期ごとに給油する。 [3]'],
    ] as const) {
      const { content } = await model.generate(ask(writePassagePrompt({ sources: given, question })))
      expect(content[0]).toMatchObject({ text: expect.stringContaining(expected) })
      expect(content[0]).toMatchObject({ text: expect.not.stringContaining('Kantine') })
    }
  })

  it('without sources, and without an answer in them, it says so and cites nothing', async () => {
    const bare = await model.generate(ask('Who greases the pumps?'))
    expect(bare.content).toMatchObject([{ text: expect.stringContaining('only quotes') }])
    const none = writePassagePrompt({ sources: sources.slice(1, 2), question: 'Which bearings did Miller order?' })
    const { content } = await model.generate(ask(none))
    expect(content).toEqual([{ type: 'text', text: 'None of the sources answers this question.' }])
  })

  it('an output limit ends it between two sentences', async () => {
    const prompt = writePassagePrompt({ sources, question: 'Who greases the pumps of the north hall?' })
    const { reason, content, usage } = await model.generate(ask(prompt, { maximumOutputTokens: 3 }))
    expect({ reason, content, written: usage?.outputTokens }).toEqual({
      reason: 'length',
      content: [{ type: 'text', text: '' }],
      written: 0,
    })
  })

  it('what it has not becomes a warning; JSON is refused; a stop ends it', async () => {
    const { warnings } = await model.generate(
      ask('Q', { seed: 1, temperature: 0, stop: ['x'], tools: [{ name: 't', description: '', schema: {} }] }),
    )
    expect(warnings.map(({ option }) => option)).toEqual(['temperature', 'seed', 'stop', 'tools'])
    await expect(model.generate(ask('Q', { structured: { name: 'a', schema: {} } }))).rejects.toMatchObject({
      code: 'MODEL_REJECTED',
    })
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(model.generate(ask('Q', { signal: stopped }))).rejects.toBe(stopped.reason)
  })

  // Would catch a quote that is put together, cut within, or given the number of another source.
  it('whatever the documents say, each sentence stands in the source that it names', async () => {
    const words = fc.constantFrom(
      'pumps',
      'north',
      'grease.',
      'hall',
      '\n',
      '\n\n',
      '- item',
      '[2]',
      '> no',
      'Question: why?',
    )
    const text = fc.array(words, { minLength: 3, maxLength: 40 }).map((parts) => parts.join(' '))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
        const given = texts.map((each, place) => ({ number: place + 1, label: `doc ${place}`, text: each }))
        const prompt = writePassagePrompt({ sources: given, question: 'pumps north grease' })
        const parts = await Array.fromAsync(model.stream(ask(prompt)))
        for (const part of parts) {
          if (part.type !== 'text-delta' || part.text.startsWith('None of')) continue
          const [, quote = '', mark] = /^\s*([\s\S]*) \[(\d+)\]$/u.exec(part.text) ?? []
          expect(given[Number(mark) - 1]?.text).toContain(quote.trim())
        }
      }),
      { numRuns: 60 },
    )
  })
})
