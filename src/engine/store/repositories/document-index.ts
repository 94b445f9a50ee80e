import type { DocumentType } from '../../../contract/document.ts'
import type { WriteConnection } from '../connection.ts'
import { addToChunkIndex, chunkTitle, removeFromChunkIndex } from './chunk-index.ts'
import { queueEmbedding } from './queue-embedding.ts'
import { removeFromVectorIndex, returnToVectorIndex } from './vector-index.ts'

type IndexedDocument = { libraryKey: number; name: string; title: string; type: DocumentType; trashed: number }
type IndexedChunk = { id: number; headingPath: string; context: string; text: string }

/** What the index takes as a chunk's text. */
export function indexedText({ context, text }: { context: string; text: string }): string {
  return context === '' ? text : `${context}\n${text}`
}

/**
 * Puts a document's chunks into the indexes as they and its row now are, in the place of what the indexes had of them:
 * after it got another name or title. What lies in the trash stays out.
 */
export function reindexDocument(connection: WriteConnection, documentKey: number): void {
  indexDocument(connection, documentKey, { isIndexed: true })
}

/** The same; a document that comes back from the trash is in no index, and looking for it there would take longer. */
export function indexDocument(
  connection: WriteConnection,
  documentKey: number,
  { isIndexed }: { isIndexed: boolean },
): void {
  const document = connection.get<IndexedDocument>(
    'documentIndex.document',
    `SELECT library_key AS libraryKey, name, title, type, trashed_at IS NOT NULL AS trashed FROM documents WHERE key = ?`,
    [documentKey],
  )
  if (document === undefined) return
  if (isIndexed) removeFromChunkIndex(connection, document.libraryKey, documentKey)
  const { libraryKey } = document
  // Its title is part of what is embedded; where that stays the same, the vector is still known.
  if (isIndexed) removeFromVectorIndex(connection, { libraryKey, documentKey }, { keep: false })
  if (document.trashed === 1) return
  if (!isIndexed) returnToVectorIndex(connection, { libraryKey, documentKey })
  queueEmbedding(connection, { key: documentKey, libraryKey })
  const chunks = connection.all<IndexedChunk>(
    'documentIndex.chunks',
    'SELECT id, heading_path AS headingPath, context, text FROM chunks WHERE document_key = ? ORDER BY ordinal',
    [documentKey],
  )
  for (const { id, headingPath, ...chunk } of chunks) {
    const title = chunkTitle(document, JSON.parse(headingPath) as string[])
    addToChunkIndex(connection, document.libraryKey, { id, title, text: indexedText(chunk) })
  }
}
