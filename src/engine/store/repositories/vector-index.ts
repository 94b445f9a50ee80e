import type { WriteConnection } from '../connection.ts'

type OfDocument = { libraryKey: number; documentKey: number }

/** A document's chunks have ids in one row, since they are written together. */
const ofDocument = `library_key = :libraryKey AND space_key IN (
    SELECT space_key FROM library_spaces WHERE library_key = :libraryKey)
  AND chunk_id BETWEEN (SELECT min(id) FROM chunks WHERE document_key = :documentKey)
    AND (SELECT max(id) FROM chunks WHERE document_key = :documentKey)`

/**
 * Takes a document's chunks out of the vector indexes of its library; must run before the chunks are deleted. What goes into
 * the trash keeps its vectors.
 */
export function removeFromVectorIndex(
  connection: WriteConnection,
  document: OfDocument,
  { keep }: { keep: boolean },
): void {
  noteChanges(connection, document, { removed: true })
  connection.run(
    keep ? 'vectorIndex.trash' : 'vectorIndex.forget',
    keep
      ? `UPDATE chunk_vectors SET in_trash = 1 WHERE ${ofDocument}`
      : `DELETE FROM chunk_vectors WHERE ${ofDocument}`,
    document,
  )
}

/** Puts what came back from the trash into the indexes again, as far as it has vectors. */
export function returnToVectorIndex(connection: WriteConnection, document: OfDocument): void {
  noteChanges(connection, document, { removed: false })
  connection.run('vectorIndex.return', `UPDATE chunk_vectors SET in_trash = 0 WHERE ${ofDocument}`, document)
}

/** Of chunks whose standing changes by it. */
function noteChanges(connection: WriteConnection, document: OfDocument, { removed }: { removed: boolean }): void {
  connection.run(
    'vectorIndex.note',
    `INSERT INTO vector_changes (library_key, space_key, chunk_id, removed)
     SELECT library_key, space_key, chunk_id, :removed FROM chunk_vectors
     WHERE ${ofDocument} AND in_trash = :inTrash`,
    { ...document, removed: removed ? 1 : 0, inTrash: removed ? 0 : 1 },
  )
}
