import type { ReadConnection, WriteConnection } from '../connection.ts'
import { removeFromVectorIndex } from './vector-index.ts'

/**
 * Removes the vectors of a document's chunks, except those of texts that another document has too. Answers with the number
 * of chunks that had one.
 */
export function eraseVectors(
  connection: WriteConnection,
  document: { libraryKey: number; documentKey: number },
): number {
  const rows = connection.all<{ spaceKey: number; hash: Uint8Array }>(
    'eraseVectors.find',
    `SELECT v.space_key AS spaceKey, v.text_hash AS hash FROM vector_spaces s
       JOIN chunks c ON c.document_key = :documentKey
       JOIN chunk_vectors v ON v.library_key = :libraryKey AND v.space_key = s.key AND v.chunk_id = c.id`,
    document,
  )
  removeFromVectorIndex(connection, document, { keep: false })
  connection.run(
    'eraseVectors.chunks',
    `DELETE FROM chunk_vectors WHERE library_key = :libraryKey AND space_key IN (SELECT key FROM vector_spaces)
       AND chunk_id IN (SELECT id FROM chunks WHERE document_key = :documentKey)`,
    document,
  )
  for (const { spaceKey, hash } of rows) {
    connection.run(
      'eraseVectors.drop',
      `DELETE FROM vectors WHERE space_key = :spaceKey AND text_hash = :hash AND NOT EXISTS (
         SELECT 1 FROM chunk_vectors WHERE space_key = :spaceKey AND text_hash = :hash)`,
      { spaceKey, hash },
    )
  }
  return rows.length
}

/** Vectors that chunks of erased documents still have. */
export function findErasedVectors(connection: ReadConnection, erasure: number): number {
  return (
    connection.get<{ total: number }>(
      'eraseVectors.look',
      `SELECT count(*) AS total FROM erased_documents e CROSS JOIN vector_spaces s JOIN chunk_vectors v
         ON v.library_key = e.library_key AND v.space_key = s.key AND v.chunk_id BETWEEN e.first_chunk AND e.last_chunk
       WHERE e.erasure = ?`,
      [erasure],
    )?.total ?? 0
  )
}
