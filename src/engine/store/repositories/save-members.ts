import { outermostUri } from '../../../domain/member-address.ts'
import type { WriteConnection } from '../connection.ts'
import { addItems } from './add-items.ts'
import { removeFromChunkIndex } from './chunk-index.ts'
import { trashDocuments } from './document-trash.ts'
import type { ItemOrigin } from './item-origin.ts'
import type { ItemInput, ItemReference } from './job-items.ts'
import { memberUriRange } from './members.ts'
import { removeFromVectorIndex } from './vector-index.ts'

/** What one file may unfold to, through all archives inside it. Beyond this it is made to fill a disk. */
const limits = { members: 100_000, bytes: 50_000_000_000 }

/** A file that holds others, as an item of a job. */
export type Container = { item: ItemReference; libraryKey: number; uri: string }

/** Undefined when the item is done, or its job gone. */
export function findPendingContainer(connection: WriteConnection, item: ItemReference): Container | undefined {
  const found = connection.get<{ uri: string; libraryKey: number }>(
    'members.container',
    `SELECT i.uri, j.library_key AS libraryKey FROM job_items i JOIN jobs j ON j.id = i.job_id
     WHERE i.job_id = ? AND i.ordinal = ? AND i.state = 'pending'`,
    [item.jobId, item.ordinal],
  )
  return found && { item, ...found }
}

/** Says beside a document that files inside it were left out. */
export function warnOfMembers(connection: WriteConnection, documentId: string): void {
  connection.run(
    'members.warn',
    `UPDATE documents SET warnings = json_insert(warnings, '$[#]', json('{"code":"ATTACHMENTS_TOO_MANY","page":null}'))
     WHERE id = ?`,
    [documentId],
  )
}

/** Adds files that were found inside a file to its job. Answers whether the limits allow it; then they are added. */
export function addMembers(connection: WriteConnection, container: Container, members: readonly ItemInput[]): boolean {
  const inside = connection.get<{ count: number; bytes: number }>(
    'members.measure',
    `SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM job_items
     WHERE job_id = :jobId AND ${memberUriRange('uri', ':uri')}`,
    { jobId: container.item.jobId, uri: outermostUri(container.uri) },
  ) ?? { count: 0, bytes: 0 }
  const bytes = members.reduce((sum, member) => sum + member.bytes, inside.bytes)
  if (inside.count + members.length > limits.members || bytes > limits.bytes) return false
  addItems(connection, container.item.jobId, members)
  return true
}

/**
 * Puts into the trash what an earlier version of a file held and this one does not: `kept` are the addresses of all that it
 * holds now, each of which may hold more. What a person has added stays when it is a folder that brings the file. What the job still meant to read of the earlier version is taken out of it.
 */
export function dropGoneMembers(
  connection: WriteConnection,
  container: Container,
  { kept, origin, now }: { kept: readonly string[]; origin: ItemOrigin; now: number },
): void {
  const isKept = keptInside(container.uri, kept)
  const documents = connection
    .all<{ key: number; uri: string }>(
      'members.documents',
      `SELECT key, uri FROM documents
       WHERE library_key = :libraryKey AND trashed_at IS NULL AND ${memberUriRange('uri', ':uri')}
         AND (manual = 0 OR NOT :byFolder)`,
      { libraryKey: container.libraryKey, uri: container.uri, byFolder: origin.by === 'folder' ? 1 : 0 },
    )
    .filter(({ uri }) => !isKept(uri))
  if (documents.length > 0) {
    trashDocuments(
      connection,
      documents.map(({ key }) => key),
      { by: 'folder', now },
    )
  }
  dropPendingItems(connection, container, isKept)
}

/** Removes what a file was in the library before it was found to be an archive, which is no document itself. */
export function dropContainerDocument(connection: WriteConnection, container: Container, now: number): void {
  const { libraryKey, uri } = container
  connection.run(
    'members.forgetRefusal',
    `DELETE FROM documents WHERE library_key = ? AND uri = ? AND state = 'failed'`,
    [libraryKey, uri],
  )
  const read = connection.get<{ key: number }>(
    'members.trashFormer',
    `UPDATE documents SET trashed_at = ?, trashed_by = 'folder'
     WHERE library_key = ? AND uri = ? AND trashed_at IS NULL RETURNING key`,
    [now, libraryKey, uri],
  )
  if (read === undefined) return
  removeFromChunkIndex(connection, libraryKey, read.key)
  removeFromVectorIndex(connection, { libraryKey, documentKey: read.key }, { keep: true })
}

function dropPendingItems(
  connection: WriteConnection,
  { item, uri }: Container,
  isKept: (uri: string) => boolean,
): void {
  const gone = connection
    .all<{ ordinal: number; uri: string; bytes: number }>(
      'members.pending',
      `SELECT ordinal, uri, bytes FROM job_items
       WHERE job_id = :jobId AND state = 'pending' AND ${memberUriRange('uri', ':uri')}`,
      { jobId: item.jobId, uri },
    )
    .filter((pending) => !isKept(pending.uri))
  if (gone.length === 0) return
  connection.run(
    'members.dropPending',
    'DELETE FROM job_items WHERE job_id = ? AND ordinal IN (SELECT value FROM json_each(?))',
    [item.jobId, JSON.stringify(gone.map(({ ordinal }) => ordinal))],
  )
  const bytes = gone.reduce((sum, pending) => sum + pending.bytes, 0)
  connection.run('members.shrink', 'UPDATE jobs SET total = total - ?, bytes_total = bytes_total - ? WHERE id = ?', [
    gone.length,
    bytes,
    item.jobId,
  ])
}

/** Whether an address inside the container is one of `kept`, or inside of one. */
function keptInside(container: string, kept: readonly string[]): (uri: string) => boolean {
  const all = new Set(kept)
  const start = container.length + '!/'.length
  return (uri) => {
    const end = uri.indexOf('!/', start)
    return all.has(end === -1 ? uri : uri.slice(0, end))
  }
}
