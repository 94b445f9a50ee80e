import type { FileErrorCode } from '../../../contract/errors.ts'
import type { WriteConnection } from '../connection.ts'
import { ContentError, unpackContent } from '../packed-content.ts'
import { findOrigin } from './item-origin.ts'
import { finishItem, type ItemReference, isPending, postponeItem, type Validators } from './job-items.ts'
import { noteUnchanged, type OriginalInput, type PackedDocument, saveDocument, saveRefusal } from './save-document.ts'

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
  | { outcome: 'refused'; error: FileErrorCode; detail: string | null; original: OriginalInput | null }
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
 * the document that the content was compared with has gone or changed, so the item is still pending. `postponed`: it is
 * pending until its time comes. `unstorable`: the database could not take the document, which was refused instead; it
 * holds the reason, for the log.
 */
export type SettledItem = 'written' | 'dropped' | 'stale' | 'postponed' | { unstorable: string }

function settle(connection: WriteConnection, result: ItemResult, now: number): SettledItem {
  // Exactly once: a result that comes after its item was cancelled, or done by another run, makes nothing.
  if (!isPending(connection, result.item)) return 'dropped'
  const origin = findOrigin(connection, result.item)
  if (result.outcome === 'read') {
    const { document } = result
    const content = unpackContent(document.content)
    const documentId = saveDocument(connection, { document, content, origin }, now)
    saveValidators(connection, documentId, document.validators)
    finishItem(connection, result.item, { state: 'ready', error: null, documentId })
    return 'written'
  }
  if (result.outcome === 'postponed') {
    postponeItem(connection, result.item, result)
    return 'postponed'
  }
  if (result.outcome === 'refused') {
    const { original, error, detail } = result
    const documentId = original === null ? null : saveRefusal(connection, { original, error, detail, origin }, now)
    finishItem(connection, result.item, { state: 'failed', error, documentId })
    return 'written'
  }
  if (!noteUnchanged(connection, result, origin)) return 'stale'
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
  const detail = 'the database does not take what was read'
  settle(connection, { item: result.item, outcome: 'refused', error: 'READ_CRASHED', detail, original }, now)
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
