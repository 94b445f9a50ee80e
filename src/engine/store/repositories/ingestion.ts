import { v7 as newId } from 'uuid'
import type { DocumentType, DocumentWarning, Metadata } from '../../../contract/document.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { WriteConnection } from '../connection.ts'
import { ContentError, type PackedContent, type StorableContent, unpackContent } from '../packed-content.ts'
import { addToChunkIndex, chunkTitle, removeFromChunkIndex } from './chunk-index.ts'
import { finishItem, type ItemReference, isPending, postponeItem, type Validators } from './job-items.ts'
import { findLibraryKey, foldName } from './libraries.ts'

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
type DocumentRow = OriginalInput & {
  title: string
  type: DocumentType
  warnings: DocumentWarning[]
  /** Null for formats without pages. */
  pages: number | null
  properties: Metadata
  /** What the reader noticed, for the extraction report. */
  report: Record<string, unknown>
}

/** A read document as its reader packed it. */
export type PackedDocument = DocumentRow & { content: PackedContent }

type Existing = { key: number; id: string; chunks: number; added_at: number }

function findExisting(connection: WriteConnection, libraryKey: number, uri: string): Existing | undefined {
  return connection.get<Existing>(
    'ingestion.existing',
    'SELECT key, id, chunk_count AS chunks, added_at FROM documents WHERE library_key = ? AND uri = ?',
    [libraryKey, uri],
  )
}

/** Removes the old text and chunks of a document whose row stays. */
function clearDerived(connection: WriteConnection, libraryKey: number, documentKey: number): void {
  removeFromChunkIndex(connection, libraryKey, documentKey)
  connection.run('ingestion.clearChunks', 'DELETE FROM chunks WHERE document_key = ?', [documentKey])
  connection.run('ingestion.clearContent', 'DELETE FROM document_contents WHERE document_key = ?', [documentKey])
}

function saveRow(
  connection: WriteConnection,
  libraryKey: number,
  values: Record<string, string | number | null> & { name: string; title: string },
): { key: number; id: string } {
  const row = connection.get<{ key: number; id: string }>(
    'ingestion.saveDocument',
    `INSERT INTO documents (id, library_key, name, title, folded_name, folded_title, uri, type, state, error, warnings,
       bytes, content_hash, pages, chunk_count, added_at, modified_at)
     VALUES (:id, :libraryKey, :name, :title, :foldedName, :foldedTitle, :uri, :type, :state, :error, :warnings,
       :bytes, :contentHash, :pages, :chunkCount, :now, :modifiedAt)
     ON CONFLICT (library_key, uri) DO UPDATE SET name = excluded.name, title = excluded.title,
       folded_name = excluded.folded_name, folded_title = excluded.folded_title, type = excluded.type, state = excluded.state, error = excluded.error, warnings = excluded.warnings, bytes = excluded.bytes,
       content_hash = excluded.content_hash, pages = excluded.pages, chunk_count = excluded.chunk_count,
       modified_at = excluded.modified_at
     RETURNING key, id`,
    { id: newId(), libraryKey, ...values, foldedName: foldName(values.name), foldedTitle: foldName(values.title) },
  )
  if (row === undefined) throw new Error('an upsert returned no row')
  return row
}

/** What a server called the version of a web page that was fetched, for asking whether there is a newer one. */
function saveValidators(connection: WriteConnection, documentId: string, validators: Validators | undefined): void {
  if (validators === undefined) return
  connection.run('ingestion.saveValidators', 'UPDATE documents SET validators = ? WHERE id = ?', [
    JSON.stringify(validators),
    documentId,
  ])
}

/** How work on one item ended, to be written down together with what it made. */
export type ItemResult = { item: ItemReference } & (
  | { outcome: 'read'; document: PackedDocument }
  /** `original` null: nothing to make a document of, only the job's report tells of it. */
  | { outcome: 'refused'; error: FileErrorCode; original: OriginalInput | null }
  | {
      outcome: 'unchanged'
      documentId: string
      contentHash: string
      bytes: number
      modifiedAt: number | null
      validators?: Validators
    }
  /** To be tried again: the item stays pending. */
  | { outcome: 'postponed'; error: FileErrorCode; retryAt: number }
)

/**
 * What became of a result. `dropped`: the item was cancelled or finished meanwhile, and nothing was written. `stale`:
 * the document that the content was compared with has gone or changed, so the item is still pending. `postponed`: it is pending until its time comes. `unstorable`: the
 * database could not take the document, which was refused instead; it holds the reason, for the log.
 */
export type SettledItem = 'written' | 'dropped' | 'stale' | 'postponed' | { unstorable: string }

/** A read file: its row, text, chunks, keyword index, replacing what an earlier version left. */
function saveDocument(
  connection: WriteConnection,
  { document, content }: { document: DocumentRow; content: StorableContent },
  now: number,
): string {
  const { key: libraryKey } = findLibraryKey(connection, document.library)
  const existing = findExisting(connection, libraryKey, document.uri)
  if (existing !== undefined) clearDerived(connection, libraryKey, existing.key)
  const row = saveRow(connection, libraryKey, {
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
  })
  connection.run(
    'ingestion.saveContent',
    'INSERT INTO document_contents (document_key, text, blocks, runs) VALUES (?, ?, ?, ?)',
    [row.key, content.text, content.blocks, content.runs],
  )
  for (const chunk of content.chunks) {
    const { lastInsertRowid: id } = connection.run(
      'ingestion.saveChunk',
      `INSERT INTO chunks (document_key, ordinal, start, end, page, line, heading_path, context, text, tokens)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        row.key,
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
    addToChunkIndex(connection, libraryKey, {
      id,
      title: chunkTitle(document, chunk.headingPath),
      text: chunk.context === '' ? chunk.text : `${chunk.context}\n${chunk.text}`,
    })
  }
  return row.id
}

/**
 * A refused file. A document that an earlier version of the file made stays searchable, with the code beside it: a file
 * that has become unreadable loses nothing that was read before.
 */
function saveRefusal(
  connection: WriteConnection,
  input: { original: OriginalInput; error: FileErrorCode; now: number },
): string {
  const { original, error } = input
  const { key: libraryKey } = findLibraryKey(connection, original.library)
  const existing = connection.get<{ id: string }>(
    'ingestion.noteRefusal',
    `UPDATE documents SET error = ? WHERE library_key = ? AND uri = ? AND state = 'ready' RETURNING id`,
    [error, libraryKey, original.uri],
  )
  if (existing !== undefined) return existing.id
  const row = saveRow(connection, libraryKey, {
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
    now: input.now,
    modifiedAt: original.modifiedAt,
  })
  return row.id
}

function settle(connection: WriteConnection, result: ItemResult, now: number): SettledItem {
  // Exactly once: a result that comes after its item was cancelled, or done by another run, makes nothing.
  if (!isPending(connection, result.item)) return 'dropped'
  if (result.outcome === 'read') {
    const { document } = result
    const documentId = saveDocument(connection, { document, content: unpackContent(document.content) }, now)
    saveValidators(connection, documentId, document.validators)
    finishItem(connection, result.item, { state: 'ready', error: null, documentId })
    return 'written'
  }
  if (result.outcome === 'postponed') {
    postponeItem(connection, result.item, result)
    return 'postponed'
  }
  if (result.outcome === 'refused') {
    const { original, error } = result
    const documentId = original === null ? null : saveRefusal(connection, { original, error, now })
    finishItem(connection, result.item, { state: 'failed', error, documentId })
    return 'written'
  }
  const { changes } = connection.run(
    'ingestion.touch',
    `UPDATE documents SET error = NULL, modified_at = ? WHERE id = ? AND state = 'ready' AND content_hash = ?`,
    [result.modifiedAt, result.documentId, result.contentHash],
  )
  if (changes === 0) return 'stale'
  saveValidators(connection, result.documentId, result.validators)
  finishItem(connection, result.item, { state: 'unchanged', error: null, documentId: result.documentId })
  return 'written'
}

/**
 * Whether an error lies in the document that met it: its content can't be unpacked, breaks a rule of the tables, or has
 * a value larger than the database takes (RangeError: larger than its driver takes). Everything else, a fault of the
 * disk or memory for example, would meet other documents as well, and says nothing about this one.
 */
function concernsDocument(error: unknown): boolean {
  if (error instanceof ContentError || error instanceof RangeError) return true
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'SQLITE_TOOBIG' || code.startsWith('SQLITE_CONSTRAINT')
}

function settleOrRefuse(connection: WriteConnection, result: ItemResult, now: number): SettledItem {
  const attempt = connection.attempt(() => settle(connection, result, now))
  if (attempt.ok) return attempt.result
  if (result.outcome !== 'read' || !concernsDocument(attempt.error)) throw attempt.error
  const { library, name, uri, bytes, contentHash, modifiedAt } = result.document
  const original = { library, name, uri, bytes, contentHash, modifiedAt }
  settle(connection, { item: result.item, outcome: 'refused', error: 'READ_CRASHED', original }, now)
  return { unstorable: String(attempt.error) }
}

export const ingestionWrites = {
  /**
   * Puts read files into the library, or records why not: each with the state of its job's item in the same
   * transaction. A kill before the commit leaves nothing of any of them. A document that the database can't take is
   * refused alone, the others are written. Answers in the order of `results`.
   */
  'ingestion.settle': (
    connection: WriteConnection,
    input: { results: readonly ItemResult[]; now: number },
  ): SettledItem[] => {
    const { results, now } = input
    // One by one only after a failure: the keyword index writes a segment to disk at each savepoint.
    const together = connection.attempt(() => results.map((result) => settle(connection, result, now)))
    if (together.ok) return together.result
    if (!concernsDocument(together.error)) throw together.error
    return results.map((result) => settleOrRefuse(connection, result, now))
  },
}
