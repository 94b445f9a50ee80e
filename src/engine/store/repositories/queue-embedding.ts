import type { WriteConnection } from '../connection.ts'
import { addItems } from './add-items.ts'
import { createJob } from './create-job.ts'
import { findEmbedJob } from './library-embedding.ts'

type Document = { id: string; name: string; uri: string; characters: number; libraryId: string; library: string }
type Item = { ordinal: number; state: string; bytes: number }

/** Documents are measured in characters, which is what a model reads of them. */
export const charactersOf = (document: string): string =>
  `(SELECT coalesce(sum(end - start), 0) FROM chunks WHERE document_key = ${document})`

/**
 * Has the chunks of a document embedded that lack a vector in a space of its library, by the job that does this already
 * or by a new one. Nothing happens where nothing lacks, and for what lies in the trash.
 */
export function queueEmbedding(connection: WriteConnection, document: { key: number; libraryKey: number }): void {
  const found = connection.get<Document>(
    'queueEmbedding.document',
    `SELECT d.id, d.name, d.uri, ${charactersOf('d.key')} AS characters, l.id AS libraryId, l.name AS library
     FROM documents d JOIN libraries l ON l.key = d.library_key
     WHERE d.key = :key AND d.trashed_at IS NULL AND l.erasing = 0 AND ${lacksVectors('d')}`,
    { key: document.key },
  )
  if (found === undefined) return
  const { id, name, uri, characters: bytes, libraryId, library } = found
  const item = { name, uri, bytes, modifiedAt: null, source: { kind: 'stored' as const, documentId: id } }
  const jobId = findEmbedJob(connection, document.libraryKey)
  if (jobId === null) {
    createJob(connection, {
      kind: 'embed',
      priority: 'low',
      library: libraryId,
      label: library,
      payload: JSON.stringify({ version: 1 }),
      listing: false,
      items: [item],
      now: Date.now(),
    })
    return
  }
  takeAgain(connection, jobId, item)
  addItems(connection, jobId, [item])
}

/** SQL that holds for a document (by its alias) that has a chunk without a vector in a space of its library. */
export function lacksVectors(document: string): string {
  return `EXISTS (SELECT 1 FROM library_spaces s JOIN chunks c ON c.document_key = ${document}.key
    WHERE s.library_key = ${document}.library_key AND NOT EXISTS (SELECT 1 FROM chunk_vectors v
      WHERE v.library_key = s.library_key AND v.space_key = s.space_key AND v.chunk_id = c.id))`
}

/** An item that was done before its document changed is done once more. */
function takeAgain(connection: WriteConnection, jobId: string, { uri, bytes, source }: TakenItem): void {
  const before = connection.get<Item>(
    'queueEmbedding.item',
    `SELECT ordinal, state, bytes FROM job_items WHERE job_id = ? AND uri = ? AND state <> 'pending'`,
    [jobId, uri],
  )
  if (before === undefined) return
  connection.run(
    'queueEmbedding.again',
    `UPDATE job_items SET state = 'pending', error = NULL, retries = 0, retry_at = NULL, bytes = ?, source = ?
     WHERE job_id = ? AND ordinal = ?`,
    [bytes, JSON.stringify(source), jobId, before.ordinal],
  )
  connection.run(
    'queueEmbedding.uncount',
    `UPDATE jobs SET ready = ready - :ready, unchanged = unchanged - :unchanged, failed = failed - :failed,
       bytes_done = bytes_done - :before, bytes_total = bytes_total - :before + :bytes WHERE id = :jobId`,
    {
      ready: before.state === 'ready' ? 1 : 0,
      unchanged: before.state === 'unchanged' ? 1 : 0,
      failed: before.state === 'failed' ? 1 : 0,
      before: before.bytes,
      bytes,
      jobId,
    },
  )
}

type TakenItem = { uri: string; bytes: number; source: { kind: 'stored'; documentId: string } }
