import type { Chunking } from '../../../contract/chunking.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { WriteConnection } from '../connection.ts'
import { type PackedChunks, unpackChunks, withText } from '../packed-content.ts'
import { chunkVersion } from './chunks.ts'
import { finishItem, type ItemReference, isPending } from './job-items.ts'
import { isCutAs } from './library-settings.ts'
import { clearChunks, saveChunks } from './save-chunks.ts'

/** How cutting a stored document anew ended. */
export type RechunkResult = { item: ItemReference; documentId: string } & (
  | { outcome: 'cut'; version: number; chunking: Chunking; chunks: PackedChunks }
  /** It was deleted meanwhile, or has no text any more. */
  | { outcome: 'gone' }
  /** Its chunks stay as they are. */
  | { outcome: 'failed'; error: FileErrorCode }
)

type Stored = Parameters<typeof saveChunks>[1] & { text: string; trashed: number }

function findStored(connection: WriteConnection, documentId: string): Stored | undefined {
  const row = connection.get<Omit<Stored, 'inTrash'>>(
    'rechunk.document',
    `SELECT d.key, d.library_key AS libraryKey, d.name, d.title, d.type, d.trashed_at IS NOT NULL AS trashed, c.text
     FROM documents d JOIN document_contents c ON c.document_key = d.key WHERE d.id = ?`,
    [documentId],
  )
  return row && { ...row, inTrash: row.trashed === 1 }
}

export const rechunkingWrites = {
  /**
   * Puts new chunks in the place of a document's old ones and ends its item, in one transaction: a search finds the ones
   * or the others. `stale`, with nothing written: the document or the library's settings have changed since it was cut,
   * so that it is to be cut again. `dropped`: the item is done or cancelled.
   */
  'rechunk.settle': (connection: WriteConnection, result: RechunkResult): 'written' | 'dropped' | 'stale' => {
    if (!isPending(connection, result.item)) return 'dropped'
    if (result.outcome === 'failed') {
      finishItem(connection, result.item, { state: 'failed', error: result.error, documentId: result.documentId })
      return 'written'
    }
    const document = findStored(connection, result.documentId)
    if (result.outcome === 'gone' || document === undefined) {
      const documentId = document === undefined ? null : result.documentId
      finishItem(connection, result.item, { state: 'unchanged', error: null, documentId })
      return 'written'
    }
    const { key, libraryKey, text } = document
    if (chunkVersion(connection, key) !== result.version) return 'stale'
    if (!isCutAs(connection, libraryKey, result.chunking)) return 'stale'
    const chunks = withText(text, unpackChunks(result.chunks))
    clearChunks(connection, libraryKey, key)
    saveChunks(connection, document, chunks)
    connection.run('rechunk.count', 'UPDATE documents SET chunk_count = ? WHERE key = ?', [chunks.length, key])
    finishItem(connection, result.item, { state: 'ready', error: null, documentId: result.documentId })
    return 'written'
  },
}
