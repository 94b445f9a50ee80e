import { expect, test } from 'vitest'
import { readBytes } from '../../../../test/support/reading.ts'
import { Chunking } from '../../../contract/chunking.ts'
import { withText } from '../../store/packed-content.ts'
import { chunkSemantically, type Embed } from './chunk-semantically.ts'

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
