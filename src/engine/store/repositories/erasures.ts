import { v7 as newId } from 'uuid'
import type { DocumentSelection } from '../../../contract/document.ts'
import type { ErasureReport } from '../../../contract/erasures.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { forgetKeptAnswers } from './answer-cache.ts'
import { dropChunkIndex, mergeChunkIndex } from './chunk-index.ts'
import { selectDocuments } from './documents.ts'
import { eraseDocument, type RemovedParts } from './erase-documents.ts'
import { type FormerItem, findFormerItems, forgetFormerItems } from './erase-history.ts'
import { findQuoting, redactMessages } from './erase-quotes.ts'
import { findLibraryKey } from './libraries.ts'
import { memberUriRange } from './members.ts'

/** An erasure that is noted and not finished. */
export type OpenErasure = { id: string; scope: ErasureReport['scope'] }

type ErasureRow = { number: number; scope: ErasureReport['scope']; libraryKey: number | null; removed: string }

/** What one step may take on, in the words of `inBatches`: the writer has others waiting. */
const mostTogether = { documents: 50, chunks: 500 }

function getErasure(connection: ReadConnection, erasureId: string): ErasureRow {
  const row = connection.get<ErasureRow>(
    'erasures.open',
    'SELECT number, scope, library_key AS libraryKey, removed FROM erasures WHERE id = ?',
    [erasureId],
  )
  if (row === undefined) throw new Error(`no erasure ${erasureId}`)
  return row
}

function countRemoved(connection: WriteConnection, erasure: ErasureRow, removed: Partial<RemovedParts>): void {
  const before = JSON.parse(erasure.removed) as Partial<RemovedParts>
  for (const [part, count] of Object.entries(removed) as [keyof RemovedParts, number][]) {
    before[part] = (before[part] ?? 0) + count
  }
  connection.run('erasures.count', 'UPDATE erasures SET removed = ? WHERE number = ?', [
    JSON.stringify(before),
    erasure.number,
  ])
}

export const erasureReads = {
  /** Erasures that an earlier engine began, the oldest first. */
  'erasures.unfinished': (connection: ReadConnection, _input: null): OpenErasure[] =>
    connection.all('erasures.unfinished', 'SELECT id, scope FROM erasures WHERE report IS NULL ORDER BY number'),

  /** Libraries that this erasure took documents from and that are still there. */
  'erasures.libraries': (connection: ReadConnection, input: { erasureId: string }): number[] =>
    connection
      .all<{ key: number }>(
        'erasures.libraries',
        `SELECT key FROM libraries WHERE key IN (SELECT library_key FROM erased_documents WHERE erasure = ?)`,
        [getErasure(connection, input.erasureId).number],
      )
      .map(({ key }) => key),

  'erasures.quoting': (connection: ReadConnection, input: { erasureId: string }): { id: string; quotes: number }[] =>
    findQuoting(connection, getErasure(connection, input.erasureId).number),

  'erasures.formerItems': (connection: ReadConnection, input: { erasureId: string }): FormerItem[] =>
    findFormerItems(connection, getErasure(connection, input.erasureId).number),

  /** Content of the erased documents, of which Diwan may have kept the bytes. */
  'erasures.hashes': (connection: ReadConnection, input: { erasureId: string }): string[] =>
    connection
      .all<{ hash: string }>(
        'erasures.hashes',
        `SELECT DISTINCT e.content_hash AS hash FROM erased_documents e JOIN erasures s ON s.number = e.erasure
         WHERE s.id = ? AND e.content_hash IS NOT NULL`,
        [input.erasureId],
      )
      .map(({ hash }) => hash),
}

export const erasureWrites = {
  /** Notes what is to be erased: the selected documents and what came out of them, or a library with all of its own. */
  'erasures.begin': (
    connection: WriteConnection,
    input: { scope: ErasureReport['scope']; what: DocumentSelection | { libraryId: string }; now: number },
  ): OpenErasure => {
    const { scope, what, now } = input
    const id = newId()
    const libraryKey = 'libraryId' in what ? findLibraryKey(connection, what.libraryId).key : null
    const { lastInsertRowid: number } = connection.run(
      'erasures.begin',
      'INSERT INTO erasures (id, scope, library_key, begun_at) VALUES (?, ?, ?, ?)',
      [id, scope, libraryKey, now],
    )
    if (libraryKey !== null) {
      countRemoved(connection, getErasure(connection, id), { cache: forgetKeptAnswers(connection, libraryKey) })
      closeLibrary(connection, libraryKey)
    }
    if (!('libraryId' in what)) noteDocuments(connection, number, selectDocuments(connection, what, { trashed: null }))
    return { id, scope }
  },

  /** Erases some of the documents that are left; answers whether more are. */
  'erasures.step': (connection: WriteConnection, input: { erasureId: string }): boolean => {
    const erasure = getErasure(connection, input.erasureId)
    let next = findNext(connection, erasure.number)
    if (next.length === 0 && erasure.libraryKey !== null) {
      // What came since it began.
      noteLibrary(connection, erasure.number, erasure.libraryKey)
      next = findNext(connection, erasure.number)
    }
    let chunks = 0
    const removed: Partial<RemovedParts> = {}
    for (const document of next) {
      if (chunks > 0 && chunks + document.chunks > mostTogether.chunks) break
      chunks += document.chunks
      add(removed, eraseDocument(connection, erasure, document.id))
    }
    countRemoved(connection, erasure, removed)
    return next.length > 0
  },

  'erasures.redact': (
    connection: WriteConnection,
    input: { erasureId: string; messages: readonly { id: string; quotes: number }[] },
  ): null => {
    redactMessages(
      connection,
      input.messages.map(({ id }) => id),
    )
    const quotes = input.messages.reduce((sum, message) => sum + message.quotes, 0)
    countRemoved(connection, getErasure(connection, input.erasureId), { quotes })
    return null
  },

  'erasures.forgetItems': (
    connection: WriteConnection,
    input: { erasureId: string; items: readonly FormerItem[] },
  ): null => {
    forgetFormerItems(connection, input.items)
    countRemoved(connection, getErasure(connection, input.erasureId), { history: input.items.length })
    return null
  },

  /** Counts originals that went. */
  'erasures.originals': (connection: WriteConnection, input: { erasureId: string; removed: number }): null => {
    countRemoved(connection, getErasure(connection, input.erasureId), { originals: input.removed })
    return null
  },

  /** Removes the library itself, when its documents are gone: its name, its settings, its jobs and what is left of its index. */
  'erasures.dropLibrary': (connection: WriteConnection, input: { erasureId: string }): null => {
    const { number, libraryKey } = getErasure(connection, input.erasureId)
    if (libraryKey === null) return null
    const { changes } = connection.run('libraries.delete', 'DELETE FROM libraries WHERE key = ?', [libraryKey])
    if (changes > 0) dropChunkIndex(connection, libraryKey)
    // The next library may get the same key, and this erasure may go on after a crash.
    connection.run('erasures.libraryGone', 'UPDATE erasures SET library_key = NULL WHERE number = ?', [number])
    return null
  },

  /** Writes some of a library's index anew without what was deleted from it; answers whether more is to do. */
  'erasures.mergeIndex': (connection: WriteConnection, input: { libraryKey: number; first: boolean }): boolean =>
    mergeChunkIndex(connection, input.libraryKey, input.first),
}

/** From now on nobody finds the library, and its name is free; no folder brings it files. */
function closeLibrary(connection: WriteConnection, key: number): void {
  connection.run(
    'erasures.closeLibrary',
    `UPDATE libraries SET erasing = 1, name = '', folded_name = id WHERE key = ?`,
    [key],
  )
  connection.run('erasures.unbindFolders', 'DELETE FROM folders WHERE library_key = ?', [key])
}

function noteDocuments(connection: WriteConnection, erasure: number, documents: readonly { id: string }[]): void {
  connection.run(
    'erasures.noteDocuments',
    `INSERT INTO erased_documents (erasure, document_id)
     SELECT :erasure, value FROM json_each(:ids)
     UNION SELECT :erasure, m.id FROM json_each(:ids) chosen JOIN documents d ON d.id = chosen.value
       JOIN documents m ON m.library_key = d.library_key AND ${memberUriRange('m.uri', 'd.uri')}`,
    { erasure, ids: JSON.stringify(documents.map(({ id }) => id)) },
  )
}

function findNext(connection: ReadConnection, erasure: number): { id: string; chunks: number }[] {
  return connection.all(
    'erasures.next',
    `SELECT e.document_id AS id, coalesce(d.chunk_count, 0) AS chunks
     FROM erased_documents e LEFT JOIN documents d ON d.id = e.document_id
     WHERE e.erasure = ? AND e.gone = 0 LIMIT ?`,
    [erasure, mostTogether.documents],
  )
}

function noteLibrary(connection: WriteConnection, erasure: number, libraryKey: number): void {
  connection.run(
    'erasures.noteLibrary',
    `INSERT INTO erased_documents (erasure, document_id) SELECT ?, id FROM documents WHERE library_key = ?
     ON CONFLICT DO NOTHING`,
    [erasure, libraryKey],
  )
}

function add(sum: Partial<RemovedParts>, more: Partial<RemovedParts>): void {
  for (const [part, count] of Object.entries(more) as [keyof RemovedParts, number][]) {
    sum[part] = (sum[part] ?? 0) + count
  }
}
