import type { Document, DocumentFilter, DocumentSelection } from '../../../contract/document.ts'
import type { ReadConnection } from '../connection.ts'
import { filterDocuments } from './document-filter.ts'
import { type DocumentRow, documentColumns, findDocument, toDocument } from './document-row.ts'
import { findLibraryKey } from './libraries.ts'

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

export type DocumentListInput = Omit<DocumentFilter, 'trashed'> & {
  library: string
  offset: number
  limit: number
  trashed?: boolean
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

/** Of a selection: what is in the library, and the chunks that working on it may have to touch. */
export type SelectedDocument = Pick<
  Document,
  'id' | 'libraryId' | 'name' | 'uri' | 'bytes' | 'chunks' | 'contentHash' | 'modifiedAt'
>

type Standing = { trashed: boolean | null }

/** Some of a selection, in the order of their keys: those after one, as many as `limit` says. */
type SelectionPage = Standing & { after: number; limit: number }

const wholeSelection = { after: 0, limit: Number.MAX_SAFE_INTEGER }

/**
 * The documents of a selection that are there: in or out of the trash as `trashed` says, whatever the filter does; when
 * it is null, as the filter says, and of ids all.
 */
export function selectDocuments(
  connection: ReadConnection,
  selection: DocumentSelection,
  page: Standing & Partial<SelectionPage>,
): (SelectedDocument & { key: number })[] {
  const { trashed, after, limit } = { ...wholeSelection, ...page }
  const columns = `SELECT d.key, d.id, l.id AS libraryId, d.name, d.uri, d.bytes, d.chunk_count AS chunks,
      d.content_hash AS contentHash, d.modified_at AS modifiedAt
      FROM documents d JOIN libraries l ON l.key = d.library_key`
  const inOrder = 'AND d.key > :after ORDER BY d.key LIMIT :limit'
  if ('documentIds' in selection) {
    const standing = trashed === null ? '' : `AND d.trashed_at IS ${trashed ? 'NOT ' : ''}NULL`
    return connection.all(
      'documents.selectIds',
      `${columns} WHERE d.id IN (SELECT value FROM json_each(:ids)) ${standing} ${inOrder}`,
      { ids: JSON.stringify(selection.documentIds), after, limit },
    )
  }
  const { library, filter } = selection
  const { where, parameters } = filterDocuments(connection, findLibraryKey(connection, library).key, {
    ...filter,
    trashed: trashed ?? filter.trashed,
  })
  return connection.all('documents.selectFiltered', `${columns} ${where} ${inOrder}`, { ...parameters, after, limit })
}

export const documentReads = {
  'documents.list': (connection: ReadConnection, input: DocumentListInput): { total: number; items: Document[] } => {
    const { key } = findLibraryKey(connection, input.library)
    const { where, parameters } = filterDocuments(connection, key, { ...input, trashed: input.trashed ?? false })
    const direction = input.order === 'ascending' ? 'ASC' : 'DESC'
    const order = (column: string) => `ORDER BY ${column} ${direction}, d.key ${direction}`
    const counted = connection.get<{ total: number }>(
      'documents.count',
      `SELECT count(*) AS total FROM documents d ${where}`,
      parameters,
    )
    // Sorted by key alone: whole rows of all documents would be sorted to show a hundred.
    const rows = connection.all<DocumentRow>(
      'documents.list',
      `${documentColumns} WHERE d.key IN (
         SELECT d.key FROM documents d ${where} ${order(sortColumns[input.sort])} LIMIT :limit OFFSET :offset)
       ${order(sortColumns[input.sort])}`,
      { ...parameters, limit: input.limit, offset: input.offset },
    )
    return { total: counted?.total ?? 0, items: rows.map(toDocument) }
  },

  'documents.get': (connection: ReadConnection, input: { documentId: string }): Document =>
    toDocument(findDocument(connection, input.documentId)),

  /** `last` is the key to go on after; null when this was the end. */
  'documents.select': (
    connection: ReadConnection,
    { selection, ...page }: SelectionPage & { selection: DocumentSelection },
  ): { last: number | null; documents: SelectedDocument[] } => {
    const rows = selectDocuments(connection, selection, page)
    const last = rows.length < page.limit ? null : (rows.at(-1)?.key ?? null)
    return { last, documents: rows.map(({ key: _key, ...document }) => document) }
  },

  /**
   * Of these content hashes, those that a document whose bytes are kept or an upload that may still be read needs. The
   * bytes of a deleted document are not kept for a retry.
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
