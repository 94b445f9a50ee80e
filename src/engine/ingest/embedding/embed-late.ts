import { poolTokenVectors } from '../../../domain/chunk-pooling.ts'
import { hashText } from '../../store/repositories/embedded-text.ts'
import type { WholeDocument } from '../../store/repositories/embedding-work.ts'
import type { ChunkVectorInput } from '../../store/repositories/save-vectors.ts'
import type { Embedder } from '../../usage/models.ts'
import { runsWithin } from '../chunking/runs-within.ts'
import { packVector } from './vector-source.ts'

type LateEmbedder = Embedder & { embedTokens: NonNullable<Embedder['embedTokens']> }
type Span = WholeDocument['chunks'][number]

/** A model's tokens are shorter than those that chunks are counted in; what goes beyond its context is cut. */
const partOfContext = 0.7
/** Attention takes memory by the square of what is read at once: two gigabytes or so here, whatever a model could read. */
const mostContext = 8_192

export const givesTokens = (embedder: Embedder): embedder is LateEmbedder => embedder.embedTokens !== null

/**
 * Late chunking: vectors of a document's chunks, each made of its tokens after the model has read what is around it. They
 * come run by run, a run being as much as the model reads at once. A chunk that the model did not reach in its run is
 * embedded by itself.
 *
 * `isKept` tells which hashes have a vector already: a run in which all have is not read again.
 */
export async function* embedLate(
  embedder: LateEmbedder,
  { document, lacking }: { document: WholeDocument; lacking: readonly number[] },
  { isKept, signal }: { isKept: (hashes: Uint8Array[]) => Promise<number[]>; signal: AbortSignal },
): AsyncGenerator<ChunkVectorInput[]> {
  const wanted = new Set(lacking)
  const context = Math.min(embedder.maximumTokens, mostContext)
  for (const run of runsWithin(document.chunks, Math.floor(context * partOfContext))) {
    const chunks = run.filter(({ id }) => wanted.has(id))
    if (chunks.length === 0) continue
    const text = textOf(document, run)
    const hashes = chunks.map((chunk) => hashOf(text, { chunk, run }))
    const kept = await isKept(hashes)
    if (kept.length === chunks.length) {
      yield toInputs(chunks, hashes, () => null)
      continue
    }
    const vectors = await embedRun(embedder, { document, run, chunks }, signal)
    yield toInputs(chunks, hashes, (index) => vectors[index] ?? null)
  }
}

async function embedRun(
  embedder: LateEmbedder,
  { document, run, chunks }: { document: WholeDocument; run: readonly Span[]; chunks: readonly Span[] },
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const start = run[0]?.start ?? 0
  const tokens = await embedder.embedTokens(textOf(document, run), signal)
  const placed = tokens.map((token) => ({ ...token, start: token.start + start, end: token.end + start }))
  const vectors = poolTokenVectors(placed, chunks)
  const unread = chunks.flatMap((_chunk, index) => (isZero(vectors[index]) ? [index] : []))
  if (unread.length === 0) return vectors
  const texts = unread.map((index) => document.text.slice(chunks[index]?.start, chunks[index]?.end))
  const alone = await embedder.embed(texts, { purpose: 'passage', signal })
  return vectors.map((vector, index) => alone.vectors[unread.indexOf(index)] ?? vector)
}

function isZero(vector: Float32Array | undefined): boolean {
  return vector === undefined || vector.every((value) => value === 0)
}

function textOf({ text }: WholeDocument, run: readonly Span[]): string {
  return text.slice(run[0]?.start, run.at(-1)?.end)
}

/** What decides a late vector: the text of its run, and where the chunk stands in it. */
function hashOf(text: string, { chunk, run }: { chunk: Span; run: readonly Span[] }): Uint8Array<ArrayBuffer> {
  const start = run[0]?.start ?? 0
  return hashText(JSON.stringify(['late', chunk.start - start, chunk.end - start, text]))
}

function toInputs(
  chunks: readonly Span[],
  hashes: readonly Uint8Array<ArrayBuffer>[],
  vectorAt: (index: number) => Float32Array | null,
): ChunkVectorInput[] {
  return chunks.map(({ id }, index) => {
    const vector = vectorAt(index)
    return {
      chunkId: id,
      hash: hashes[index] ?? new Uint8Array(),
      vector: vector === null ? null : packVector(vector),
    }
  })
}
