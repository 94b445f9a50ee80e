import { containerUri, isMemberUri, outermostUri } from '../../../domain/member-address.ts'
import type { ReadConnection } from '../connection.ts'
import type { ItemOrigin } from './item-origin.ts'
import type { ItemReference } from './job-items.ts'

type Item = { uri: string; hash: string | null }
type Known = { documentId: string; contentHash: string | null }

/**
 * Whether the library has, at an item's address, what is newer than anything that this item could bring. Its bytes were
 * chosen when its job was made, and jobs end in any order: an upload must not take the place of one that came after it, and
 * a second reading brings back nothing that was replaced, moved or erased since. `documentId` is what the library has.
 */
export function findOvertaken(
  connection: ReadConnection,
  item: ItemReference,
  origin: ItemOrigin,
): { documentId: string | null } | null {
  const { uri, hash } = connection.get<Item>(
    'overtaken.item',
    'SELECT uri, upload_hash AS hash FROM job_items WHERE job_id = ? AND ordinal = ?',
    [item.jobId, item.ordinal],
  ) ?? { uri: '', hash: null }
  const known = connection.get<Known>(
    'overtaken.known',
    `SELECT d.id AS documentId, d.content_hash AS contentHash FROM jobs j
     JOIN documents d ON d.library_key = j.library_key AND d.uri = ? WHERE j.id = ?`,
    [uri, item.jobId],
  )
  const isOvertaken =
    origin.by === 'reread'
      ? !isStillThere(connection, { uri, hash, known, jobId: item.jobId })
      : outermostUri(uri).startsWith('upload:') && hasLaterUpload(connection, item.jobId, outermostUri(uri))
  return isOvertaken ? { documentId: known?.documentId ?? null } : null
}

/** What was found inside a file that this job reads again is as new as that file. */
function isStillThere(
  connection: ReadConnection,
  { uri, hash, known, jobId }: Item & { known: Known | undefined; jobId: string },
): boolean {
  if (known !== undefined && (hash === null || hash === known.contentHash)) return true
  return isMemberUri(uri) && hasItem(connection, jobId, containerUri(uri) ?? uri)
}

function hasItem(connection: ReadConnection, jobId: string, uri: string): boolean {
  const sql = 'SELECT 1 AS found FROM job_items WHERE job_id = ? AND uri = ?'
  return connection.get('overtaken.container', sql, [jobId, uri]) !== undefined
}

/** Whether a later job has an upload of this address: what this job got now would count as older than that. */
export function hasLaterItem(connection: ReadConnection, jobId: string, uri: string): boolean {
  const found = connection.get(
    'overtaken.laterItem',
    `SELECT 1 AS found FROM jobs mine
       JOIN jobs later ON later.library_key = mine.library_key AND later.rowid > mine.rowid
       CROSS JOIN job_items i ON i.job_id = later.id AND i.uri = :uri
     WHERE mine.id = :jobId AND i.upload_hash IS NOT NULL LIMIT 1`,
    { jobId, uri },
  )
  return found !== undefined
}

/** Other bytes under this address that a job of later has read. Row ids of jobs grow, whatever the clock does. */
function hasLaterUpload(connection: ReadConnection, jobId: string, uri: string): boolean {
  const found = connection.get(
    'overtaken.later',
    `SELECT 1 AS found FROM jobs mine
       JOIN jobs later ON later.library_key = mine.library_key AND later.rowid > mine.rowid
       CROSS JOIN job_items i ON i.job_id = later.id AND i.uri = :uri
     WHERE mine.id = :jobId AND later.payload ->> 'reread' IS NOT 1 AND i.state IN ('ready', 'unchanged')
       AND i.upload_hash IS NOT (SELECT upload_hash FROM job_items WHERE job_id = :jobId AND uri = :uri) LIMIT 1`,
    { jobId, uri },
  )
  return found !== undefined
}
