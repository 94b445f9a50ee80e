import { expect, test } from 'vitest'
import { readBytes } from '../../../../test/support/reading.ts'
import { Chunking } from '../../../contract/chunking.ts'
import type { Embedder } from '../../usage/models.ts'
import { chunkDocument } from '../chunking/chunk-document.ts'
import { embedLate, givesTokens } from './embed-late.ts'

/** A token a word, whose vector is its place in what the model was given: it tells what was read together. */
function wordEmbedder(maximumTokens: number): Embedder {
  return {
    fingerprint: 'words',
    dimensions: 2,
    maximumTokens,
    embed: async (texts) => ({ vectors: texts.map(() => Float32Array.of(0, 1)), tokens: 0 }),
    embedTokens: async (text) =>
      [...text.matchAll(/\S+/g)].map(({ 0: word, index }, place) => ({
        start: index,
        end: index + word.length,
        vector: [1, place],
      })),
    close: async () => undefined,
  }
}

async function embed(text: string, maximumTokens: number, known: number[] = []): Promise<(string[] | null)[]> {
  const source = await readBytes('a.md', text)
  const spans = chunkDocument(source, Chunking.parse({ strategy: 'late' }))
  const chunks = spans.map(({ ordinal, start, end, tokens }) => ({ id: ordinal + 1, start, end, tokens }))
  const document = { documentId: 'd', text: source.text, chunks, lacking: [] }
  const embedder = wordEmbedder(maximumTokens)
  if (!givesTokens(embedder)) throw new Error('no tokens')
  const work = { isKept: async () => known, signal: new AbortController().signal }
  const batches = await Array.fromAsync(embedLate(embedder, { document, lacking: chunks.map(({ id }) => id) }, work))
  return batches
    .flat()
    .map(({ vector }) => vector && [...new Float16Array(vector.buffer)].map((part) => part.toFixed(2)))
}

const unit = ([a = 0, b = 0]: number[]) => [a / Math.hypot(a, b), b / Math.hypot(a, b)].map((part) => part.toFixed(2))
const mean = (first: number, last: number) => unit([1, (first + last) / 2])
const twoSubjects = `# A\n\n${'word '.repeat(60)}\n\n# B\n\n${'more '.repeat(60)}`

test('LIB-5.late: each chunk has the mean of its own tokens, which the model read together as far as its context goes', async () => {
  expect(await embed(twoSubjects, 8_192)).toEqual([mean(0, 60), mean(61, 121)])
  expect(await embed(twoSubjects, 90)).toEqual([mean(0, 60), mean(0, 60)])
})

// Catches a document being read again whose vectors are all kept.
test('a run in which all chunks have their vectors is not read', async () => {
  expect(await embed(twoSubjects, 8_192, [0, 1])).toEqual([null, null])
})
