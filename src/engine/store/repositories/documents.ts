import type { Document, DocumentState, DocumentType, DocumentWarning } from '../../../contract/document.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { removeFromChunkIndex } from './chunk-index.ts'
import { findLibraryKey, foldName } from './libraries.ts'

type DocumentRow = Omit<Document, 'warnings'> & { key: number; libraryKey: number; warnings: string }

const columns = `
  SELECT d.key, d.library_key AS libraryKey, d.id, l.id AS libraryId, d.name, d.title, d.uri, d.type, d.state, d.error,
    d.warnings, d.bytes, d.content_hash AS contentHash, d.pages, d.chunk_count AS chunks, d.added_at AS addedAt,
    d.modified_at AS modifiedAt
  FROM documents d JOIN libraries l ON l.key = d.library_key`

function toDocument(row: DocumentRow): Document {
  const { key: _key, libraryKey: _libraryKey, warnings, ...rest } = row
  return { ...rest, warnings: JSON.parse(warnings) as DocumentWarning[] }
}

export function findDocument(connection: ReadConnection, documentId: string): DocumentRow {
  const row = connection.get<DocumentRow>('documents.get', `${columns} WHERE d.id = ?`, [documentId])
  if (row === undefined) throw new Failure('DOCUMENT_NOT_FOUND', { documentId })
  return row
}

/** A run of text on a page and the box it covers, in parts of the page from the top left corner. */
export type TextRun = {
  page: number
  start: number
  end: number
  x: number
  y: number
  width: number
  height: number
}

export type DocumentListInput = {
  library: string
  offset: number
  limit: number
  text?: string | undefined
  state?: DocumentState | undefined
  type?: DocumentType | undefined
  sort: 'name' | 'addedAt' | 'modifiedAt' | 'bytes'
  order: 'ascending' | 'descending'
}

const sortColumns = {
  name: 'd.folded_name',
  addedAt: 'd.added_at',
  modifiedAt: 'd.modified_at',
  bytes: 'd.bytes',
} as const

/**
 * Documents whose bytes Diwan keeps: everything but files that are read where they are. A file whose own path has `!/` in
 * it is counted too, which costs nothing: its bytes were never put there.
 */
const keptUri = `(d.uri NOT LIKE 'file:%' OR d.uri LIKE '%!/%')`

export const documentReads = {
  'documents.list': (connection: ReadConnection, input: DocumentListInput): { total: number; items: Document[] } => {
    const { key } = findLibraryKey(connection, input.library)
    const conditions = ['d.library_key = :key']
    if (input.state !== undefined) conditions.push('d.state = :state')
    if (input.type !== undefined) conditions.push('d.type = :type')
    if (input.text !== undefined)
      conditions.push('(instr(d.folded_name, :text) > 0 OR instr(d.folded_title, :text) > 0)')
    const where = `WHERE ${conditions.join(' AND ')}`
    const direction = input.order === 'ascending' ? 'ASC' : 'DESC'
    const parameters = {
      key,
      state: input.state ?? null,
      type: input.type ?? null,
      text: input.text === undefined ? null : foldName(input.text),
      limit: input.limit,
      offset: input.offset,
    }
    const counted = connection.get<{ total: number }>(
      'documents.count',
      `SELECT count(*) AS total FROM documents d ${where}`,
      parameters,
    )
    const rows = connection.all<DocumentRow>(
      'documents.list',
      `${columns} ${where} ORDER BY ${sortColumns[input.sort]} ${direction}, d.key ${direction} LIMIT :limit OFFSET :offset`,
      parameters,
    )
    return { total: counted?.total ?? 0, items: rows.map(toDocument) }
  },

  'documents.get': (connection: ReadConnection, input: { documentId: string }): Document =>
    toDocument(findDocument(connection, input.documentId)),

  /**
   * Of these content hashes, those that an uploaded document or an upload that may still be read needs. The bytes of a
   * deleted document are not kept for a retry.
   */
  'documents.neededHashes': (connection: ReadConnection, input: { hashes: string[] }): string[] =>
    connection
      .all<{ hash: string }>(
        'documents.neededHashes',
        `SELECT asked.value AS hash FROM json_each(:hashes) asked
         WHERE EXISTS (SELECT 1 FROM documents d WHERE d.content_hash = asked.value AND ${keptUri})
            OR EXISTS (SELECT 1 FROM job_items i
                       WHERE i.upload_hash = asked.value AND i.state IN ('pending', 'failed', 'cancelled')
                         AND (i.document_id IS NULL OR EXISTS (SELECT 1 FROM documents d WHERE d.id = i.document_id)))`,
        { hashes: JSON.stringify(input.hashes) },
      )
      .map((row) => row.hash),
}

export const documentWrites = {
  'documents.delete': (
    connection: WriteConnection,
    input: { documentId: string },
  ): { id: string; chunks: number; uri: string; contentHash: string | null } => {
    const document = findDocument(connection, input.documentId)
    removeFromChunkIndex(connection, document.libraryKey, document.key)
    connection.run('documents.delete', 'DELETE FROM documents WHERE key = ?', [document.key])
    return { id: document.id, chunks: document.chunks, uri: document.uri, contentHash: document.contentHash }
  },
}
