import { expect, test } from 'vitest'
import { z } from 'zod'
import { openLocalLanguageModel } from '../../src/engine/inference/local/open-local-model.ts'
import { storiesFolder } from '../support/models/stories.ts'

const rounds = 200
const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)

/** Shapes that callers ask for, from one word to lists of objects; the model is small enough to fill them with nonsense. */
const shapes: readonly z.ZodType[] = [
  z.strictObject({ answer: z.boolean() }),
  z.strictObject({ title: z.string(), score: z.number() }),
  z.strictObject({ kind: z.enum(['question', 'order', 'thanks']), words: z.array(z.string()) }),
  z.strictObject({ name: z.string().nullable(), tags: z.array(z.enum(['a', 'b', 'c'])).max(4) }),
  z.strictObject({ people: z.array(z.strictObject({ name: z.string(), isKnown: z.boolean() })) }),
  z.strictObject({ either: z.union([z.string(), z.number()]), day: z.iso.date() }),
  z.strictObject({
    stars: z.int().min(1).max(5),
    nested: z.strictObject({ deep: z.strictObject({ text: z.string() }) }),
  }),
  z.strictObject({ map: z.record(z.string(), z.number()), note: z.string().min(3).max(12) }),
  z.strictObject({ any: z.any(), rows: z.array(z.any()), pair: z.tuple([z.string(), z.boolean()]) }),
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('words'), words: z.string() }),
    z.strictObject({ kind: z.literal('numbers'), numbers: z.array(z.number()) }),
  ]),
]

test('MOD-2.process: 200 of 200 answers by grammar are JSON of their schema', async () => {
  const model = await openLocalLanguageModel({ runtime: 'gguf', folder: storiesFolder })
  const failed: unknown[] = []
  const ask = async (round: number) => {
    const shape = shapes[round % shapes.length] ?? z.never()
    const { content, reason } = await model.generate({
      messages: [{ role: 'user', content: [{ type: 'text', text: `Story ${round}` }] }],
      structured: { name: 'shape', schema: z.toJSONSchema(shape) },
      maximumOutputTokens: 256,
      temperature: 0.4 + (round % 5) * 0.3,
      seed: seed + round,
      signal: new AbortController().signal,
    })
    const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
    try {
      shape.parse(JSON.parse(text))
    } catch (error) {
      failed.push({ round, reason, text, error: String(error) })
    }
  }
  try {
    // Eight at once, as conversations come: grammars must not mix either.
    const lanes = Array.from({ length: 8 }, async (_, lane) => {
      for (let round = lane; round < rounds; round += 8) await ask(round)
    })
    await Promise.all(lanes)
  } finally {
    await model.close()
  }
  expect({ seed, failed }).toEqual({ seed, failed: [] })
})
