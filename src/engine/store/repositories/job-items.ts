import { z } from 'zod'
import { FileErrorCode } from '../../../contract/errors.ts'
import type { JobItem, JobItemState } from '../../../contract/jobs.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { followFile } from './folder-follow.ts'

/** Where an item's bytes are. Stored as JSON and parsed again before it is used. */
export const ItemSource = z.discriminatedUnion('kind', [
  /** With the bound folder that it was found in, where the item's name is its path. */
  z.object({ kind: z.literal('path'), path: z.string(), folder: z.string().optional() }),
  /** Bytes that Diwan keeps, by their SHA-256. */
  z.object({ kind: z.literal('upload'), hash: z.string() }),
  /** A page of the web, fetched when its turn comes. */
  z.object({ kind: z.literal('url'), url: z.string() }),
  /** Bytes out of `depth` containers, kept by Diwan like an upload's. */
  z.object({ kind: z.literal('member'), hash: z.string(), depth: z.int().positive() }),
  /** A file inside an archive that could not be had. */
  z.object({ kind: z.literal('refused-member'), code: FileErrorCode }),
  /** An upload over the limit, of which nothing was kept. */
  z.object({ kind: z.literal('oversized') }),
  /** One line of a JSONL file, by its bytes. */
  z.object({ kind: z.literal('line'), path: z.string(), offset: z.int(), length: z.int() }),
  /** A document whose text is in the store, to be cut anew or embedded. */
  z.object({ kind: z.literal('stored'), documentId: z.string() }),
  /** A model of the catalogue. */
  z.object({ kind: z.literal('model'), modelId: z.string() }),
  /** Found while listing and refused there, such as a folder that may not be read. */
  z.object({ kind: z.literal('refused'), code: FileErrorCode }),
])
export type ItemSource = z.infer<typeof ItemSource>

export type ItemInput = {
  name: string
  uri: string
  source: ItemSource
  bytes: number
  modifiedAt: number | null
  /** An upload that gets a number rather than become a new version of what the library has under its name. */
  keepOthers?: boolean
}

export type ItemReference = { jobId: string; ordinal: number }

export type PendingItem = ItemInput & {
  ordinal: number
  attempts: number
  /** Times that it was tried again after a failure that may pass. */
  retries: number
  /** The document that the library has read from this address; null when there is none. */
  known: { documentId: string; contentHash: string; validators: Validators | null } | null
}

/** What the server of a web page said to recognise the fetched version by, for asking whether there is a newer one. */
export const Validators = z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() })
export type Validators = z.infer<typeof Validators>

type ItemOutcome = {
  state: Exclude<JobItemState, 'pending' | 'cancelled'>
  error: FileErrorCode | null
  documentId: string | null
  /** Of an archive, which makes no document itself. */
  contentHash?: string | null
  /** The file of a bound folder still has to be read, or got its document otherwise. */
  isOwed?: true
}

/** False also when the item's job is gone. */
export function isPending(connection: ReadConnection, item: ItemReference): boolean {
  const row = connection.get<{ state: JobItemState }>(
    'jobItems.state',
    'SELECT state FROM job_items WHERE job_id = ? AND ordinal = ?',
    [item.jobId, item.ordinal],
  )
  return row?.state === 'pending'
}

/** Ends an item and adds it to its job's counts. Called inside the transaction that did the item's work. */
export function finishItem(connection: WriteConnection, item: ItemReference, outcome: ItemOutcome): void {
  const before = connection.get<{ bytes: number; name: string; folderId: string | null }>(
    'jobItems.finish',
    `UPDATE job_items SET state = ?, error = ?, document_id = ?, retry_at = NULL
     WHERE job_id = ? AND ordinal = ? AND state = 'pending' RETURNING bytes, name, source ->> 'folder' AS folderId`,
    [outcome.state, outcome.error, outcome.documentId, item.jobId, item.ordinal],
  )
  if (before === undefined) return
  const { name, folderId } = before
  if (folderId !== null && outcome.isOwed !== true) {
    const { documentId, contentHash = null } = outcome
    followFile(connection, { folderId, path: name, isRead: outcome.state !== 'failed', documentId, contentHash })
  }
  connection.run(
    'jobs.count',
    `UPDATE jobs SET ready = ready + :ready, unchanged = unchanged + :unchanged, failed = failed + :failed,
       bytes_done = bytes_done + :listed WHERE id = :jobId`,
    {
      ready: outcome.state === 'ready' ? 1 : 0,
      unchanged: outcome.state === 'unchanged' ? 1 : 0,
      failed: outcome.state === 'failed' ? 1 : 0,
      // Progress counts in listed bytes, so that done and total meet at the end even when a file has grown meanwhile.
      listed: before.bytes,
      jobId: item.jobId,
    },
  )
}

/** Puts an item off after a failure that may pass: it stays pending, with the failure shown beside it. */
export function postponeItem(
  connection: WriteConnection,
  item: ItemReference,
  postponed: { error: FileErrorCode; retryAt: number },
): void {
  connection.run(
    'jobItems.postpone',
    // The try came to an end, so it is no attempt that interrupted the engine.
    `UPDATE job_items SET error = ?, retries = retries + 1, retry_at = ?, attempts = max(0, attempts - 1)
     WHERE job_id = ? AND ordinal = ? AND state = 'pending'`,
    [postponed.error, postponed.retryAt, item.jobId, item.ordinal],
  )
}

export const jobItemReads = {
  'jobItems.list': (
    connection: ReadConnection,
    input: { jobId: string; state?: JobItemState | undefined; offset: number; limit: number },
  ): { total: number; items: JobItem[] } => {
    const where = `WHERE job_id = :jobId ${input.state === undefined ? '' : 'AND state = :state'}`
    const parameters = { ...input, state: input.state ?? null }
    const counted = connection.get<{ total: number }>(
      'jobItems.count',
      `SELECT count(*) AS total FROM job_items ${where}`,
      parameters,
    )
    const items = connection.all<JobItem>(
      'jobItems.list',
      `SELECT name, uri, state, error, document_id AS documentId, bytes, retries, retry_at AS retryAt FROM job_items ${where}
       ORDER BY ordinal LIMIT :limit OFFSET :offset`,
      parameters,
    )
    return { total: counted?.total ?? 0, items }
  },
}
