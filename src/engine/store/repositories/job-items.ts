import { z } from 'zod'
import { FileErrorCode } from '../../../contract/errors.ts'
import type { JobItem, JobItemState } from '../../../contract/jobs.ts'
import { numberUpload } from '../../../domain/upload-name.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { followFile } from './folder-follow.ts'
import { memberUriRange } from './members.ts'

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
  if (folderId !== null) {
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

  /**
   * The next items to work on, without those in work already: files that have not interrupted the engine come first.
   * With `now`, those that wait to be tried again are left out until it is time.
   */
  'jobItems.pending': (
    connection: ReadConnection,
    input: { jobId: string; exclude: readonly number[]; limit: number; now?: number },
  ): PendingItem[] =>
    connection
      .all<PendingRow>(
        'jobItems.pending',
        `SELECT i.ordinal, i.name, i.uri, i.source, i.bytes, i.modified_at AS modifiedAt, i.attempts,
           i.retries, d.id AS documentId, d.content_hash AS contentHash, d.validators
         FROM job_items i JOIN jobs j ON j.id = i.job_id
         LEFT JOIN documents d ON d.library_key = j.library_key AND d.uri = i.uri AND d.state = 'ready'
           AND ${hasAllMembers('d')}
         WHERE i.job_id = :jobId AND i.state = 'pending' AND i.ordinal NOT IN (SELECT value FROM json_each(:exclude))
           AND (:now IS NULL OR i.retry_at IS NULL OR i.retry_at <= :now OR i.retry_at > :now + :longest)
         ORDER BY i.attempts, i.ordinal LIMIT :limit`,
        {
          jobId: input.jobId,
          exclude: JSON.stringify(input.exclude),
          limit: input.limit,
          now: input.now ?? null,
          longest: longestPauseMs,
        },
      )
      .map(toPendingItem),

  /** When the next item is due that waits to be tried again; null when none waits. */
  'jobItems.nextRetry': (connection: ReadConnection, input: { jobId: string }): number | null =>
    connection.get<{ at: number | null }>(
      'jobItems.nextRetry',
      `SELECT min(retry_at) AS at FROM job_items WHERE job_id = ? AND state = 'pending'`,
      [input.jobId],
    )?.at ?? null,

  /** The items that are not done, in sum, by the ends of their names (`pdf`, `md`; at most eight letters), or `url`. */
  'jobItems.remaining': (connection: ReadConnection, input: { jobId: string }): RemainingItems[] =>
    connection.all<RemainingItems>(
      'jobItems.remaining',
      `SELECT CASE WHEN uri LIKE 'http%' THEN 'url' WHEN instr(substr(name, -9), '.') > 0 THEN lower(
           replace(substr(name, -9), rtrim(substr(name, -9), replace(substr(name, -9), '.', '')), ''))
         ELSE '' END AS extension,
         count(*) AS items, sum(bytes) AS bytes
       FROM job_items WHERE job_id = ? AND state = 'pending' GROUP BY 1`,
      [input.jobId],
    ),
}

/**
 * SQL that holds when all that was found inside a document is in its library, itself or by what came out of it. A mail whose
 * attachments are not, because a job was cancelled between, is read again.
 */
function hasAllMembers(document: string): string {
  return `NOT EXISTS (SELECT 1 FROM json_each(${document}.report, '$.members') told WHERE NOT EXISTS (
    SELECT 1 FROM documents m WHERE m.library_key = ${document}.library_key AND m.trashed_at IS NULL
      AND (m.uri = told.value OR ${memberUriRange('m.uri', 'told.value')})))`
}

/** An item is put off for less than this; one that seems to be put off for longer was so by another clock. */
export const longestPauseMs = 3_600_000

/** Items that are not done, together. */
export type RemainingItems = { extension: string; items: number; bytes: number }

function toPendingItem({ documentId, contentHash, validators, ...row }: PendingRow): PendingItem {
  const known =
    documentId === null || contentHash === null
      ? null
      : { documentId, contentHash, validators: validators === null ? null : Validators.parse(JSON.parse(validators)) }
  return { ...row, source: ItemSource.parse(JSON.parse(row.source)), known }
}

type PendingRow = Omit<PendingItem, 'source' | 'known'> & {
  source: string
  documentId: string | null
  contentHash: string | null
  validators: string | null
}

export const jobItemWrites = {
  /** Notes that work on items begins, so that a file that takes the whole process down is known by its attempts. */
  'jobItems.begin': (connection: WriteConnection, input: { jobId: string; ordinals: readonly number[] }): null => {
    changeAttempts(connection, input, 1)
    connection.run(
      'jobItems.beginAgain',
      `UPDATE job_items SET retry_at = NULL WHERE job_id = ? AND retry_at IS NOT NULL
         AND ordinal IN (SELECT value FROM json_each(?))`,
      [input.jobId, JSON.stringify(input.ordinals)],
    )
    return null
  },

  /** Takes a begun attempt back: the work was put down in good order, not interrupted by a crash. */
  'jobItems.release': (connection: WriteConnection, input: { jobId: string; ordinals: readonly number[] }): null => {
    changeAttempts(connection, input, -1)
    return null
  },
}

function changeAttempts(
  connection: WriteConnection,
  items: { jobId: string; ordinals: readonly number[] },
  by: 1 | -1,
): void {
  connection.run(
    'jobItems.attempts',
    `UPDATE job_items SET attempts = max(0, attempts + ?)
     WHERE job_id = ? AND state = 'pending' AND ordinal IN (SELECT value FROM json_each(?))`,
    [by, items.jobId, JSON.stringify(items.ordinals)],
  )
}
