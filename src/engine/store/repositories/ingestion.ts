import type { FileErrorCode } from '../../../contract/errors.ts'
import type { WriteConnection } from '../connection.ts'
import { ContentError, unpackContent } from '../packed-content.ts'
import { findOrigin } from './item-origin.ts'
import {
  finishItem,
  type ItemInput,
  type ItemReference,
  isPending,
  postponeItem,
  type Validators,
} from './job-items.ts'
import { findLibraryKey } from './libraries.ts'
import { isCutAs } from './library-settings.ts'
import { findOvertaken } from './overtaken.ts'
import { noteUnchanged, type OriginalInput, type PackedDocument, saveDocument, saveRefusal } from './save-document.ts'
import {
  addMembers,
  type Container,
  dropContainerDocument,
  dropGoneMembers,
  findPendingContainer,
  warnOfMembers,
} from './save-members.ts'

/** What a server called the version of a web page that was fetched, for asking whether there is a newer one. */
function saveValidators(connection: WriteConnection, documentId: string, validators: Validators | undefined): void {
  if (validators === undefined) return
  connection.run('ingestion.saveValidators', 'UPDATE documents SET validators = ? WHERE id = ?', [
    JSON.stringify(validators),
    documentId,
  ])
}

/** How work on one item ended, to be written down together with what it made. */
export type ItemResult = { item: ItemReference } /** `members`: files inside it, which are read next. */ & (
  | { outcome: 'read'; document: PackedDocument; members?: readonly ItemInput[] }
  /** An archive: `members` are the last that were found in it, `kept` the addresses of all. It is no document itself. */
  | { outcome: 'expanded'; original: OriginalInput; members: readonly ItemInput[]; kept: readonly string[] }
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
  /** A file of a bound folder was moved here from another path: following the folder takes care of its document. */
  | { outcome: 'moved' }
  /** To be tried again: the item stays pending. */
  | { outcome: 'postponed'; error: FileErrorCode; detail: string | null; retryAt: number }
)

/**
 * What became of a result. `dropped`: the item was cancelled or finished meanwhile, and nothing was written. `overtaken`:
 * the library has something newer by now, or has the content from another path, so the item is done without it. `stale`:
 * the document that the content was compared with, or how the library cuts documents, has changed, so the item is still
 * pending. `postponed`: it is pending until its time comes. `unstorable`: the database could not take the document, which
 * was refused instead; it holds the reason, for the log.
 */
export type SettledItem = 'written' | 'dropped' | 'overtaken' | 'stale' | 'postponed' | { unstorable: string }

function settle(connection: WriteConnection, result: ItemResult, now: number): SettledItem {
  // Exactly once: a result that comes after its item was cancelled, or done by another run, makes nothing.
  if (!isPending(connection, result.item)) return 'dropped'
  const origin = findOrigin(connection, result.item)
  const overtaken = findOvertaken(connection, result.item, origin)
  if (overtaken !== null) {
    finishItem(connection, result.item, { state: 'unchanged', error: null, ...overtaken })
    return 'overtaken'
  }
  if (result.outcome === 'read') {
    const { document } = result
    if (!isCutAsWanted(connection, document)) return 'stale'
    const content = unpackContent(document.content)
    const documentId = saveDocument(connection, { document, content, origin }, now)
    saveValidators(connection, documentId, document.validators)
    const members = result.members ?? []
    const container = containerOf(connection, result.item, document)
    dropGoneMembers(connection, container, { kept: members.map(({ uri }) => uri), origin, now })
    if (!addMembers(connection, container, members)) warnOfMembers(connection, documentId)
    finishItem(connection, result.item, { state: 'ready', error: null, documentId })
    return 'written'
  }
  if (result.outcome === 'expanded') {
    return settleArchive(connection, result, now) ? 'written' : settle(connection, tooManyMembers(result), now)
  }
  if (result.outcome === 'postponed') {
    postponeItem(connection, result.item, result)
    return 'postponed'
  }
  if (result.outcome === 'moved') {
    finishItem(connection, result.item, { state: 'unchanged', error: null, documentId: null, isOwed: true })
    return 'overtaken'
  }
  if (result.outcome === 'refused') {
    const { original, error, detail } = result
    // Deleted before its turn came: following the folder takes care of what was made of it.
    const isGone = origin.by === 'folder' && error === 'FILE_NOT_FOUND'
    const documentId =
      original === null || isGone ? null : saveRefusal(connection, { original, error, detail, origin }, now)
    finishItem(connection, result.item, { state: 'failed', error, documentId })
    return 'written'
  }
  if (!noteUnchanged(connection, result, origin)) return 'stale'
  saveValidators(connection, result.documentId, result.validators)
  finishItem(connection, result.item, { state: 'unchanged', error: null, documentId: result.documentId })
  return 'written'
}

/** False when the library's settings have changed since: it would be cut otherwise than the rest. */
function isCutAsWanted(connection: WriteConnection, { library, chunking }: PackedDocument): boolean {
  return chunking === undefined || isCutAs(connection, findLibraryKey(connection, library).key, chunking)
}

/** Its members take an archive's place in the library. False, with nothing written, when it holds too many. */
function settleArchive(
  connection: WriteConnection,
  { item, original, members, kept }: ItemResult & { outcome: 'expanded' },
  now: number,
): boolean {
  const container = containerOf(connection, item, original)
  if (!addMembers(connection, container, members)) return false
  dropContainerDocument(connection, container, now)
  dropGoneMembers(connection, container, { kept, origin: findOrigin(connection, item), now })
  finishItem(connection, item, { state: 'ready', error: null, documentId: null, contentHash: original.contentHash })
  return true
}

function containerOf(connection: WriteConnection, item: ItemReference, { library, uri }: OriginalInput): Container {
  return { item, libraryKey: findLibraryKey(connection, library).key, uri }
}

function tooManyMembers({ item, original }: ItemResult & { outcome: 'expanded' }): ItemResult {
  return { item, outcome: 'refused', error: 'ARCHIVE_LIMIT', detail: 'more files than one may hold', original }
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
   * Adds files that were found inside an item to its job, which has more of them to come. False when that would be more
   * than one file may hold. Adds nothing when the item is done or its job gone.
   */
  'ingestion.addMembers': (
    connection: WriteConnection,
    input: { item: ItemReference; members: readonly ItemInput[] },
  ): boolean => {
    const container = findPendingContainer(connection, input.item)
    return container === undefined || addMembers(connection, container, input.members)
  },

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
