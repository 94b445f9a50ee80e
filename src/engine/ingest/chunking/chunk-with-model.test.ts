import { expect, test } from 'vitest'
import { readBytes } from '../../../../test/support/reading.ts'
import { Chunking } from '../../../contract/chunking.ts'
import { withText } from '../../store/packed-content.ts'
import { chunkLate, chunkSemantically, type Embed, type EmbedTokens } from './chunk-with-model.ts'

/** A vector that counts the words of two subjects: what a model knows of these sentences. */
const embed: Embed = async (texts) =>
  texts.map((text) => [text.match(/sea|ship|wave/g)?.length ?? 0, text.match(/bread|oven|flour/g)?.length ?? 0])

const sea = ['The ship left the sea.', 'A wave hit the ship.', 'The sea was high.', 'Each wave broke.']
const bread = ['The oven was hot.', 'Flour makes bread.', 'The bread rose.', 'An oven needs flour.']

test('LIB-5.semantic: a chunk ends where the subject changes most', async () => {
  const document = await readBytes('a.txt', [...sea, ...bread].join(' '))
  const chunks = await chunkSemantically(
    document,
    Chunking.parse({ strategy: 'semantic', semanticPercentile: 85 }),
    embed,
  )
  expect(withText(document.text, chunks).map(({ text }) => text)).toEqual([sea.join(' '), bread.join(' ')])
})

test('LIB-5.semantic: however like the sentences are, no chunk is too long, and all of the text is in one', async () => {
  const document = await readBytes('a.txt', 'The ship left the sea. '.repeat(400))
  const chunking = Chunking.parse({ strategy: 'semantic' })
  expect(chunking.semanticPercentile).toBe(95)
  const chunks = withText(document.text, await chunkSemantically(document, chunking, embed))
  expect(Math.max(...chunks.map(({ tokens }) => tokens))).toBeLessThanOrEqual(512)
  expect(chunks.map(({ text }) => text).join(' ')).toBe(document.text)
})

/** A token a word, whose vector is its place in what the model was given: it tells what was read together. */
const embedTokens: EmbedTokens = async (text) =>
  [...text.matchAll(/\S+/g)].map(({ 0: word, index }, place) => ({
    start: index,
    end: index + word.length,
    vector: [1, place],
  }))

test('LIB-5.late: each chunk has the mean of its own tokens, which the model read together as far as its context goes', async () => {
  const document = await readBytes('a.md', `# A\n\n${'word '.repeat(60)}\n\n# B\n\n${'more '.repeat(60)}`)
  const chunking = Chunking.parse({ strategy: 'late' })
  const together = await chunkLate(document, chunking, { embedTokens, contextTokens: 8_192 })
  const apart = await chunkLate(document, chunking, { embedTokens, contextTokens: 64 })
  const mean = (first: number, last: number) => [1, (first + last) / 2]
  const unit = ([a = 0, b = 0]: number[]) => [a / Math.hypot(a, b), b / Math.hypot(a, b)]
  const vectors = ({ vectors: found }: typeof together) =>
    found.map((vector) => [...vector].map((part) => part.toFixed(5)))
  const expected = (...means: number[][]) => means.map((part) => unit(part).map((value) => value.toFixed(5)))
  expect(together.chunks).toEqual(apart.chunks)
  expect(vectors(together)).toEqual(expected(mean(0, 60), mean(61, 121)))
  expect(vectors(apart)).toEqual(expected(mean(0, 60), mean(0, 60)))
})
