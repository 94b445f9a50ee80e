import { serialize } from 'node:v8'
import type { Block, DocumentType } from '../../../contract/document.ts'
import type { Chunk } from '../../../contract/document-care.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'
import { findDocument } from './document-row.ts'

/** A stored document as it is cut anew, packed to be given to the thread that does it. */
export type StoredSource = {
  /** Changes whenever the document's chunks do: the first one's row id, which is never given twice. */
  version: number
  /** A `ChunkSource` by v8's serialisation. */
  packed: Uint8Array<ArrayBuffer>
}

type ContentRow = { text: string; blocks: string; version: number | null }
type ChunkRow = Omit<Chunk, 'headingPath'> & { headingPath: string }

/** The row id of a document's first chunk; 0 for one without any. */
export function chunkVersion(connection: ReadConnection, documentKey: number): number {
  const sql = 'SELECT min(id) AS version FROM chunks WHERE document_key = ?'
  return connection.get<{ version: number | null }>('chunks.version', sql, [documentKey])?.version ?? 0
}

export const chunkReads = {
  /**
   * A document's chunks in order.
   *
   * @throws Failure DOCUMENT_NOT_FOUND, DOCUMENT_NOT_READY
   */
  'chunks.list': (
    connection: ReadConnection,
    input: { documentId: string; offset: number; limit: number },
  ): { total: number; items: Chunk[] } => {
    const { key, state, error, chunks: total } = findDocument(connection, input.documentId)
    if (state !== 'ready') throw new Failure('DOCUMENT_NOT_READY', { documentId: input.documentId, state, code: error })
    const rows = connection.all<ChunkRow>(
      'chunks.list',
      `SELECT ordinal, start, end, page, line, heading_path AS headingPath, context, tokens, text
       FROM chunks WHERE document_key = ? ORDER BY ordinal LIMIT ? OFFSET ?`,
      [key, input.limit, input.offset],
    )
    return { total, items: rows.map((row) => ({ ...row, headingPath: JSON.parse(row.headingPath) as string[] })) }
  },

  /**
   * What a document is cut from.
   *
   * @throws Failure DOCUMENT_NOT_FOUND, DOCUMENT_NOT_READY
   */
  'chunks.source': (connection: ReadConnection, { documentId }: { documentId: string }): StoredSource => {
    const { key, state, error, type } = findDocument(connection, documentId)
    const row = connection.get<ContentRow>(
      'chunks.source',
      'SELECT text, blocks FROM document_contents WHERE document_key = ?',
      [key],
    )
    if (row === undefined) throw new Failure('DOCUMENT_NOT_READY', { documentId, state, code: error })
    const source: { text: string; blocks: Block[]; type: DocumentType | null } = {
      text: row.text,
      blocks: JSON.parse(row.blocks) as Block[],
      type,
    }
    return { version: chunkVersion(connection, key), packed: serialize(source) }
  },
}
