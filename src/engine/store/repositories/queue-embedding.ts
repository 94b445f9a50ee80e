import type { WriteConnection } from '../connection.ts'
import { addItems } from './add-items.ts'
import { createJob } from './create-job.ts'
import type { ItemInput } from './job-items.ts'
import { findUnfinishedJob } from './library-embedding.ts'

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
  queueItem(connection, { kind: 'embed', libraryKey: document.libraryKey, libraryId, label: library }, item)
}

/** Has a document cut by a model, which reads no files: until then it is cut by structure. */
export function queueCutting(connection: WriteConnection, document: { key: number; libraryKey: number }): void {
  const found = connection.get<Document>(
    'queueCutting.document',
    `SELECT d.id, d.name, d.uri, d.bytes AS characters, l.id AS libraryId, l.name AS library
     FROM documents d JOIN libraries l ON l.key = d.library_key WHERE d.key = :key AND l.erasing = 0`,
    { key: document.key },
  )
  if (found === undefined) return
  const { id, name, uri, characters: bytes, libraryId, library } = found
  const item = { name, uri, bytes, modifiedAt: null, source: { kind: 'stored' as const, documentId: id } }
  queueItem(connection, { kind: 'rechunk', libraryKey: document.libraryKey, libraryId, label: library }, item)
}

type Queue = { kind: 'embed' | 'rechunk'; libraryKey: number; libraryId: string; label: string }

/** One unfinished job of a kind a library: its items grow. */
function queueItem(connection: WriteConnection, { kind, libraryKey, libraryId, label }: Queue, item: ItemInput): void {
  const jobId = findUnfinishedJob(connection, kind, libraryKey)
  if (jobId !== null) {
    takeAgain(connection, jobId, item)
    addItems(connection, jobId, [item])
    return
  }
  createJob(connection, {
    kind,
    priority: 'low',
    library: libraryId,
    label,
    payload: JSON.stringify({ version: 1 }),
    listing: false,
    items: [item],
    now: Date.now(),
  })
}

/** SQL that holds for a document (by its alias) that has a chunk without a vector in a space of its library. */
export function lacksVectors(document: string): string {
  return `EXISTS (SELECT 1 FROM library_spaces s JOIN chunks c ON c.document_key = ${document}.key
    WHERE s.library_key = ${document}.library_key AND NOT EXISTS (SELECT 1 FROM chunk_vectors v
      WHERE v.library_key = s.library_key AND v.space_key = s.space_key AND v.chunk_id = c.id))`
}

/** An item that was done before its document changed is done once more. */
function takeAgain(connection: WriteConnection, jobId: string, { uri, bytes, source }: ItemInput): void {
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
