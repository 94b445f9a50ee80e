import { v7 as newId } from 'uuid'
import type { Chunking } from '../../../contract/chunking.ts'
import type { DocumentType, DocumentWarning, Metadata } from '../../../contract/document.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { WriteConnection } from '../connection.ts'
import type { PackedContent, StorableContent } from '../packed-content.ts'
import { foldName } from './fold-name.ts'
import { type ItemOrigin, noteOrigin, noteOriginOfKnown } from './item-origin.ts'
import type { Validators } from './job-items.ts'
import { findLibraryKey } from './libraries.ts'
import { memberUriRange } from './members.ts'
import { queueCutting } from './queue-embedding.ts'
import { clearChunks, saveChunks } from './save-chunks.ts'

/** A file as it was found: what a document row says of its original. */
export type OriginalInput = {
  library: string
  name: string
  uri: string
  bytes: number
  contentHash: string | null
  modifiedAt: number | null
  /** Of a web page; absent for everything else. */
  validators?: Validators
}

/** What a document row says of what was read. */
type ReadDocument = OriginalInput & {
  title: string
  type: DocumentType
  warnings: DocumentWarning[]
  /** Null for formats without pages. */
  pages: number | null
  properties: Metadata
  /** What the reader noticed, for the extraction report. */
  report: Record<string, unknown>
  /** How it was cut; by default as every library is at first. */
  chunking?: Chunking
}

/** A read document as its reader packed it. */
export type PackedDocument = ReadDocument & { content: PackedContent }

type SavedRow = { key: number; id: string; title: string }

/** What a person gave as title stands above the file's own. */
function saveRow(
  connection: WriteConnection,
  libraryKey: number,
  values: Record<string, string | number | null> & { name: string; title: string },
): SavedRow {
  const row = connection.get<SavedRow>(
    'ingestion.saveDocument',
    `INSERT INTO documents (id, library_key, name, title, folded_name, folded_title, uri, type, state, error, warnings,
       bytes, content_hash, pages, chunk_count, added_at, modified_at, properties, report)
     VALUES (:id, :libraryKey, :name, :title, :foldedName, :foldedTitle, :uri, :type, :state, :error, :warnings,
       :bytes, :contentHash, :pages, :chunkCount, :now, :modifiedAt, :properties, :report)
     ON CONFLICT (library_key, uri) DO UPDATE SET name = excluded.name,
       title = coalesce(given_title, excluded.title), folded_name = excluded.folded_name,
       folded_title = CASE WHEN given_title IS NULL THEN excluded.folded_title ELSE folded_title END,
       type = excluded.type, state = excluded.state, error = excluded.error, warnings = excluded.warnings,
       bytes = excluded.bytes, content_hash = excluded.content_hash, pages = excluded.pages,
       chunk_count = excluded.chunk_count, modified_at = excluded.modified_at, properties = excluded.properties,
       report = excluded.report, available = 1
     RETURNING key, id, title`,
    { id: newId(), libraryKey, ...values, foldedName: foldName(values.name), foldedTitle: foldName(values.title) },
  )
  if (row === undefined) throw new Error('an upsert returned no row')
  return row
}

function findExisting(connection: WriteConnection, libraryKey: number, uri: string) {
  return connection.get<{ key: number; id: string; state: string }>(
    'ingestion.existing',
    'SELECT key, id, state FROM documents WHERE library_key = ? AND uri = ?',
    [libraryKey, uri],
  )
}

/** A read file: its row, text, chunks, keyword index, replacing what an earlier version left. Answers with its id. */
export function saveDocument(
  connection: WriteConnection,
  { document, content, origin }: { document: ReadDocument; content: StorableContent; origin: ItemOrigin },
  now: number,
): string {
  const { key: libraryKey } = findLibraryKey(connection, document.library)
  const existing = findExisting(connection, libraryKey, document.uri)
  if (existing !== undefined) {
    clearChunks(connection, libraryKey, existing.key)
    connection.run('ingestion.clearContent', 'DELETE FROM document_contents WHERE document_key = ?', [existing.key])
  }
  const { key, id, title } = saveRow(connection, libraryKey, {
    name: document.name,
    title: document.title,
    uri: document.uri,
    type: document.type,
    state: 'ready',
    error: null,
    warnings: JSON.stringify(document.warnings),
    bytes: document.bytes,
    contentHash: document.contentHash,
    pages: document.pages,
    chunkCount: content.chunks.length,
    now,
    modifiedAt: document.modifiedAt,
    properties: JSON.stringify(document.properties),
    report: JSON.stringify(document.report),
  })
  connection.run(
    'ingestion.saveContent',
    'INSERT INTO document_contents (document_key, text, blocks, runs) VALUES (?, ?, ?, ?)',
    [key, content.text, content.blocks, content.runs],
  )
  const { inTrash } = noteOrigin(connection, { key, isNew: existing === undefined }, origin)
  const { name, type } = document
  const isCutAgain = document.chunking?.strategy === 'semantic'
  saveChunks(connection, { key, libraryKey, name, title, type, inTrash, isCutAgain }, content.chunks)
  if (isCutAgain) queueCutting(connection, { key, libraryKey })
  return id
}

/**
 * A refused file. A document that an earlier version of the file made stays searchable, with the code beside it: a file
 * that has become unreadable loses nothing that was read before. Answers with its id.
 */
export function saveRefusal(
  connection: WriteConnection,
  input: { original: OriginalInput; error: FileErrorCode; detail: string | null; origin: ItemOrigin },
  now: number,
): string {
  const { original, error, detail, origin } = input
  const { key: libraryKey } = findLibraryKey(connection, original.library)
  const existing = findExisting(connection, libraryKey, original.uri)
  if (existing?.state === 'ready') {
    connection.run(
      'ingestion.noteRefusal',
      `UPDATE documents SET error = ?, report = json_set(coalesce(report, '{}'), '$.detail', ?) WHERE key = ?`,
      [error, detail, existing.key],
    )
    noteOriginOfKnown(connection, existing.key, origin)
    return existing.id
  }
  const { key, id } = saveRow(connection, libraryKey, {
    name: original.name,
    title: original.name,
    uri: original.uri,
    type: null,
    state: 'failed',
    error,
    warnings: '[]',
    bytes: original.bytes,
    contentHash: original.contentHash,
    pages: null,
    chunkCount: 0,
    now,
    modifiedAt: original.modifiedAt,
    properties: '{}',
    report: JSON.stringify({ detail }),
  })
  noteOrigin(connection, { key, isNew: existing === undefined }, origin)
  return id
}

/**
 * Notes that a file was found as it was read before. False when the document has gone or changed since it was compared.
 */
export function noteUnchanged(
  connection: WriteConnection,
  known: { documentId: string; contentHash: string; modifiedAt: number | null },
  origin: ItemOrigin,
): boolean {
  const row = connection.get<{ key: number; libraryKey: number; uri: string }>(
    'ingestion.touch',
    `UPDATE documents SET error = NULL, modified_at = ?, available = 1, report = json_remove(report, '$.detail')
     WHERE id = ? AND state = 'ready' AND content_hash = ?
     RETURNING key, library_key AS libraryKey, uri`,
    [known.modifiedAt, known.documentId, known.contentHash],
  )
  if (row === undefined) return false
  noteOriginOfKnown(connection, row.key, origin)
  if (origin.by === 'person') keepMembers(connection, row)
  return true
}

/** What is in a mail that a person adds is theirs too, though nothing of it has to be read: no folder takes it away. */
function keepMembers(connection: WriteConnection, mail: { libraryKey: number; uri: string }): void {
  connection.run(
    'ingestion.keepMembers',
    `UPDATE documents SET manual = 1 WHERE library_key = :libraryKey AND ${memberUriRange('uri', ':uri')} AND manual = 0`,
    { libraryKey: mail.libraryKey, uri: mail.uri },
  )
}
