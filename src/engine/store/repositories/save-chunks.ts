import type { DocumentType } from '../../../contract/document.ts'
import type { WriteConnection } from '../connection.ts'
import type { ChunkInput } from '../packed-content.ts'
import { addToChunkIndex, chunkTitle, removeFromChunkIndex } from './chunk-index.ts'
import { indexedText } from './document-index.ts'
import { queueEmbedding } from './queue-embedding.ts'
import { removeFromVectorIndex } from './vector-index.ts'

/** Removes a document's chunks, from the indexes first. */
export function clearChunks(connection: WriteConnection, libraryKey: number, documentKey: number): void {
  removeFromChunkIndex(connection, libraryKey, documentKey)
  removeFromVectorIndex(connection, { libraryKey, documentKey }, { keep: false })
  connection.run('ingestion.clearChunks', 'DELETE FROM chunks WHERE document_key = ?', [documentKey])
}

type ChunkedDocument = {
  key: number
  libraryKey: number
  name: string
  title: string
  type: DocumentType
  /** What lies in the trash is in no index. */
  inTrash: boolean
  /** These chunks stand in for those that a model will cut. */
  isCutAgain?: boolean
}

/** Adds the chunks of a document that has none, and has their vectors made where its library has some. */
export function saveChunks(
  connection: WriteConnection,
  document: ChunkedDocument,
  chunks: readonly ChunkInput[],
): void {
  for (const chunk of chunks) {
    const { lastInsertRowid: id } = connection.run(
      'ingestion.saveChunk',
      `INSERT INTO chunks (document_key, ordinal, start, end, page, line, heading_path, context, text, tokens)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        document.key,
        chunk.ordinal,
        chunk.start,
        chunk.end,
        chunk.page,
        chunk.line,
        JSON.stringify(chunk.headingPath),
        chunk.context,
        chunk.text,
        chunk.tokens,
      ],
    )
    if (document.inTrash) continue
    const title = chunkTitle(document, chunk.headingPath)
    addToChunkIndex(connection, document.libraryKey, { id, title, text: indexedText(chunk) })
  }
  if (document.isCutAgain !== true) queueEmbedding(connection, document)
}
