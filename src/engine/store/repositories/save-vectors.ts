import type { FileErrorCode } from '../../../contract/errors.ts'
import type { WriteConnection } from '../connection.ts'
import { finishItem, type ItemReference, isPending, postponeItem } from './job-items.ts'
import { lacksVectors } from './queue-embedding.ts'

/** `vector` as the table has it; null when the space has the vector of this text already. */
export type ChunkVectorInput = {
  chunkId: number
  hash: Uint8Array<ArrayBuffer>
  vector: Uint8Array<ArrayBuffer> | null
}

type Place = { libraryKey: number; spaceKey: number }

/** Vectors are kept as 16-bit floats. */
const bytesANumber = 2

export const saveVectorWrites = {
  /**
   * Keeps vectors of chunks and tells the index of their library. Chunks that are gone meanwhile are passed over, and all of
   * them when the library does not have this space any more. Answers with the number of chunks that have their vector now.
   */
  'vectors.save': (
    connection: WriteConnection,
    { libraryKey, spaceKey, vectors }: Place & { vectors: readonly ChunkVectorInput[] },
  ): number => {
    const place = { libraryKey, spaceKey }
    const dimensions = findDimensions(connection, place)
    if (dimensions === null) return 0
    // One that slipped in would keep its index from ever being whole again.
    if (vectors.some(({ vector }) => vector !== null && vector.byteLength !== dimensions * bytesANumber)) {
      throw new Error(`a vector that has not ${dimensions} numbers`)
    }
    return vectors.filter((vector) => saveVector(connection, place, vector)).length
  },

  /**
   * Ends items of a job whose documents have all their vectors by now, or are gone. What has come to lack one meanwhile stays
   * pending. Answers with the ordinals that are done.
   */
  'vectors.finish': (
    connection: WriteConnection,
    { jobId, items }: { jobId: string; items: readonly { ordinal: number; documentId: string }[] },
  ): number[] =>
    items
      .filter(({ ordinal, documentId }) => {
        const item = { jobId, ordinal }
        if (!isPending(connection, item)) return true
        const document = connection.get<{ lacks: number }>(
          'vectors.lacks',
          `SELECT ${lacksVectors('d')} AND d.trashed_at IS NULL AS lacks FROM documents d WHERE d.id = ?`,
          [documentId],
        )
        if (document?.lacks === 1) return false
        const isGone = document === undefined
        finishItem(connection, item, {
          state: isGone ? 'unchanged' : 'ready',
          error: null,
          documentId: isGone ? null : documentId,
        })
        return true
      })
      .map(({ ordinal }) => ordinal),

  /** A document that a model does not take; it stays searchable by its words. */
  'vectors.refuse': (
    connection: WriteConnection,
    { item, documentId, error }: { item: ItemReference; documentId: string; error: FileErrorCode },
  ): null => {
    if (isPending(connection, item)) finishItem(connection, item, { state: 'failed', error, documentId })
    return null
  },

  /** Puts documents off whose model could not be reached. */
  'vectors.postpone': (
    connection: WriteConnection,
    input: { jobId: string; ordinals: readonly number[]; error: FileErrorCode; retryAt: number },
  ): null => {
    for (const ordinal of input.ordinals) postponeItem(connection, { jobId: input.jobId, ordinal }, input)
    return null
  },
}

/** Of a space that the library has; null when it does not. */
function findDimensions(connection: WriteConnection, place: Place): number | null {
  const sql = `SELECT s.dimensions FROM library_spaces l JOIN vector_spaces s ON s.key = l.space_key
    WHERE l.library_key = :libraryKey AND l.space_key = :spaceKey`
  return connection.get<{ dimensions: number }>('vectors.dimensions', sql, place)?.dimensions ?? null
}

/** False when the chunk is gone, or the vector that was known is. */
function saveVector(connection: WriteConnection, place: Place, { chunkId, hash, vector }: ChunkVectorInput): boolean {
  const chunk = connection.get<{ inTrash: number }>(
    'vectors.chunk',
    `SELECT d.trashed_at IS NOT NULL AS inTrash FROM chunks c JOIN documents d ON d.key = c.document_key
     WHERE c.id = ? AND d.library_key = ?`,
    [chunkId, place.libraryKey],
  )
  if (chunk === undefined) return false
  if (vector === null) {
    const sql = 'SELECT 1 AS known FROM vectors WHERE space_key = ? AND text_hash = ?'
    if (connection.get('vectors.isKept', sql, [place.spaceKey, hash]) === undefined) return false
  } else {
    connection.run(
      'vectors.keep',
      'INSERT INTO vectors (space_key, text_hash, vector) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      [place.spaceKey, hash, vector],
    )
  }
  const row = { ...place, chunkId, hash, inTrash: chunk.inTrash }
  connection.run(
    'vectors.ofChunk',
    `INSERT INTO chunk_vectors (library_key, space_key, chunk_id, text_hash, in_trash)
     VALUES (:libraryKey, :spaceKey, :chunkId, :hash, :inTrash)
     ON CONFLICT DO UPDATE SET text_hash = excluded.text_hash, in_trash = excluded.in_trash`,
    row,
  )
  if (chunk.inTrash === 0) {
    connection.run(
      'vectors.note',
      'INSERT INTO vector_changes (library_key, space_key, chunk_id, removed) VALUES (?, ?, ?, 0)',
      [place.libraryKey, place.spaceKey, chunkId],
    )
  }
  return true
}
