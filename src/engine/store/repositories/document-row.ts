import type { Document, DocumentWarning, Metadata } from '../../../contract/document.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'

/** A document as its row and those beside it have it; lists and records are JSON. */
export type DocumentRow = Omit<Document, 'warnings' | 'tags' | 'metadata' | 'properties' | 'available'> & {
  key: number
  libraryKey: number
  warnings: string
  tags: string
  metadata: string
  properties: string
  available: number
}

/** Selects rows for `toDocument`; `d` is the document, `l` its library, `f` the folder that brings it. */
export const documentColumns = `
  SELECT d.key, d.library_key AS libraryKey, d.id, l.id AS libraryId, d.name, d.title, d.uri, d.type, d.state, d.error,
    d.warnings, d.bytes, d.content_hash AS contentHash, d.pages, d.chunk_count AS chunks, d.added_at AS addedAt,
    d.modified_at AS modifiedAt, d.metadata, d.properties, d.available, d.trashed_at AS trashedAt, f.id AS folderId,
    (SELECT json_group_array(t.tag ORDER BY t.folded) FROM document_tags t WHERE t.document_key = d.key) AS tags
  FROM documents d JOIN libraries l ON l.key = d.library_key LEFT JOIN folders f ON f.key = d.folder_key`

export function toDocument(row: DocumentRow): Document {
  const { key: _key, libraryKey: _libraryKey, warnings, tags, metadata, properties, available, ...rest } = row
  return {
    ...rest,
    warnings: JSON.parse(warnings) as DocumentWarning[],
    tags: JSON.parse(tags) as string[],
    metadata: JSON.parse(metadata) as Metadata,
    properties: JSON.parse(properties) as Metadata,
    available: available === 1,
  }
}

/** @throws Failure DOCUMENT_NOT_FOUND */
export function findDocument(connection: ReadConnection, documentId: string): DocumentRow {
  const row = connection.get<DocumentRow>('documents.get', `${documentColumns} WHERE d.id = ?`, [documentId])
  if (row === undefined) throw new Failure('DOCUMENT_NOT_FOUND', { documentId })
  return row
}
