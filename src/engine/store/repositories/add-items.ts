import { numberUpload } from '../../../domain/upload-name.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import type { ItemInput } from './job-items.ts'

/**
 * Adds items that the job does not have yet (by address) and adds them to its totals. Two different uploads of one name
 * are two files, so the second gets a number; the same bytes again are the same file.
 */
export function addItems(connection: WriteConnection, jobId: string, items: readonly ItemInput[]): void {
  const last = connection.get<{ ordinal: number }>(
    'jobItems.last',
    'SELECT coalesce(max(ordinal), 0) AS ordinal FROM job_items WHERE job_id = ?',
    [jobId],
  )
  let ordinal = last?.ordinal ?? 0
  let added = 0
  let bytes = 0
  for (const item of items) {
    const sent = item.source.kind === 'upload' || item.source.kind === 'oversized'
    const named = sent ? giveFreeName(connection, jobId, item) : item
    const { changes } = connection.run(
      'jobItems.add',
      `INSERT INTO job_items (job_id, ordinal, name, uri, source, bytes, modified_at, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'pending') ON CONFLICT (job_id, uri) DO NOTHING`,
      [jobId, ordinal + 1, named.name, named.uri, JSON.stringify(named.source), named.bytes, named.modifiedAt],
    )
    if (changes === 0) continue
    ordinal += 1
    added += 1
    bytes += item.bytes
  }
  connection.run('jobs.grow', 'UPDATE jobs SET total = total + ?, bytes_total = bytes_total + ? WHERE id = ?', [
    added,
    bytes,
    jobId,
  ])
}

function giveFreeName(connection: ReadConnection, jobId: string, item: ItemInput): ItemInput {
  const source = JSON.stringify(item.source)
  for (let number = 1; ; number++) {
    const named = number === 1 ? item : { ...item, ...numberUpload(item.name, number) }
    const taken = connection.get<{ source: string; bytes: number }>(
      'jobItems.byUri',
      'SELECT source, bytes FROM job_items WHERE job_id = ? AND uri = ?',
      [jobId, named.uri],
    )
    const free = taken === undefined || (taken.source === source && taken.bytes === item.bytes)
    if (free && !(item.keepOthers === true && isTakenByOther(connection, jobId, named))) return named
  }
}

/** Whether the library has, or is about to read, something else under this address. */
function isTakenByOther(connection: ReadConnection, jobId: string, { uri, source }: ItemInput): boolean {
  const row = connection.get<{ taken: number }>(
    'jobItems.taken',
    `SELECT 1 AS taken FROM jobs j JOIN documents d ON d.library_key = j.library_key AND d.uri = :uri
       WHERE j.id = :jobId AND d.content_hash IS NOT :hash
     UNION ALL
     SELECT 1 FROM jobs j JOIN jobs o ON o.library_key = j.library_key
       JOIN job_items i ON i.job_id = o.id AND i.uri = :uri
       WHERE j.id = :jobId AND o.id <> j.id AND i.state = 'pending' AND i.upload_hash IS NOT :hash LIMIT 1`,
    { jobId, uri, hash: source.kind === 'upload' ? source.hash : null },
  )
  return row !== undefined
}
