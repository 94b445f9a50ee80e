import type { LackingChunk } from '../../store/repositories/embedding-work.ts'
import type { ChunkVectorInput } from '../../store/repositories/save-vectors.ts'
import type { Embedder } from '../../usage/models.ts'
import { packVector } from './vector-source.ts'

/**
 * Vectors of chunks, whose documents may be many. A text that stands in several is read once, and one whose vector is kept
 * already not at all. The longest texts come last: short ones are not filled up to their length, and are kept sooner.
 */
export async function embedChunks(
  embedder: Pick<Embedder, 'embed'>,
  chunks: readonly LackingChunk[],
  signal: AbortSignal,
): Promise<ChunkVectorInput[]> {
  const texts = [...new Set(chunks.flatMap(({ text }) => (text === null ? [] : [text])))]
  texts.sort((a, b) => a.length - b.length)
  const { vectors } = texts.length === 0 ? { vectors: [] } : await embedder.embed(texts, { purpose: 'passage', signal })
  const byText = new Map(texts.map((text, index) => [text, vectors[index]]))
  return chunks.map(({ chunkId, hash, text }) => {
    if (text === null) return { chunkId, hash, vector: null }
    const vector = byText.get(text)
    if (vector === undefined) throw new Error('the model gave fewer vectors than texts')
    return { chunkId, hash, vector: packVector(vector) }
  })
}
