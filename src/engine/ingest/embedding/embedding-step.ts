import { Failure } from '../../../domain/failure.ts'
import type { LackingChunk } from '../../store/repositories/embedding-work.ts'
import type { LibrarySpace } from '../../store/repositories/library-embedding.ts'
import type { ChunkVectorInput } from '../../store/repositories/save-vectors.ts'
import type { Embedder } from '../../usage/models.ts'
import { embedChunks } from './embed-chunks.ts'
import { embedLate, givesTokens } from './embed-late.ts'
import type { EmbeddingRooms } from './embedding-rooms.ts'

export type EmbeddingItem = { ordinal: number; name: string; documentId: string }

/** Chunks of one batch: some seconds of a small model on a slow machine. */
const chunksTogether = 128

type Plan = { libraryId: string; libraryKey: number; spaces: LibrarySpace[]; isLate: boolean }

/**
 * Embeds some of the chunks of these documents that lack vectors, for the space that is searched first. Answers with the
 * characters that were embedded, 0 when nothing lacks.
 *
 * @throws ModelError; Failure MODEL_NOT_INSTALLED and others of the model itself; the signal's reason
 */
export function createEmbeddingStep(
  { store, models }: EmbeddingRooms,
  library: string,
  signal: AbortSignal,
): (items: readonly EmbeddingItem[]) => Promise<number> {
  async function embedderOf({ spaces, libraryId }: Plan, spaceKey: number): Promise<Embedder> {
    const space = spaces.find(({ key }) => key === spaceKey)
    if (space === undefined) throw new Error('a space that the library does not have')
    const embedder = await models.embedder(space.modelId, [libraryId])
    if (embedder.fingerprint === space.fingerprint) return embedder
    const reason = 'its files are not those that the library has vectors of; choose the model for the library again'
    throw new Failure('MODEL_FAILED', { modelId: space.modelId, reason })
  }

  async function save(plan: Plan, spaceKey: number, vectors: ChunkVectorInput[]): Promise<void> {
    const moved = vectors.flatMap(({ vector }) => (vector === null ? [] : [vector.buffer]))
    await store.write('vectors.save', { libraryKey: plan.libraryKey, spaceKey, vectors }, moved)
  }

  async function embedPlain(plan: Plan, chunks: readonly LackingChunk[]): Promise<number> {
    for (const [spaceKey, group] of Map.groupBy(chunks, (chunk) => chunk.spaceKey)) {
      await save(plan, spaceKey, await embedChunks(await embedderOf(plan, spaceKey), group, signal))
    }
    return chunks.reduce((sum, { characters }) => sum + characters, 0)
  }

  /** Null when no model of the library reads documents as wholes. */
  async function embedWhole(plan: Plan, { documentId }: EmbeddingItem): Promise<number | null> {
    const document = await store.read('embeddingWork.whole', { libraryKey: plan.libraryKey, documentId }, signal)
    if (document === null) return 0
    let characters: number | null = null
    for (const { spaceKey, chunkIds } of document.lacking) {
      const embedder = await embedderOf(plan, spaceKey)
      if (chunkIds.length === 0 || !givesTokens(embedder)) continue
      const isKept = (hashes: Uint8Array[]) => store.read('embeddingWork.known', { spaceKey, hashes })
      characters ??= 0
      for await (const vectors of embedLate(embedder, { document, lacking: chunkIds }, { isKept, signal })) {
        await save(plan, spaceKey, vectors)
        const saved = new Set(vectors.map(({ chunkId }) => chunkId))
        for (const { id, start, end } of document.chunks) if (saved.has(id)) characters += end - start
      }
    }
    return characters
  }

  return async (items) => {
    signal.throwIfAborted()
    const plan = await store.read('embeddingWork.plan', { library }, signal)
    const [first] = items
    if (plan.isLate && first !== undefined) {
      const characters = await embedWhole(plan, first)
      if (characters !== null) return characters
    }
    const documentIds = items.map(({ documentId }) => documentId)
    const wanted = { libraryKey: plan.libraryKey, documentIds, limit: chunksTogether }
    return embedPlain(plan, await store.read('embeddingWork.lacking', wanted, signal))
  }
}
