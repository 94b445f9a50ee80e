import type { ReadConnection, WriteConnection } from '../connection.ts'
import { ItemSource, type PendingItem, Validators } from './job-items.ts'
import { withMembersUriRange } from './members.ts'

/** What work on a job's items asks the store for, and tells it. */
export const itemQueueReads = {
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

  /** When the next item is due that waits to be tried again, of those not in work; null when none waits. */
  'jobItems.nextRetry': (
    connection: ReadConnection,
    input: { jobId: string; exclude: readonly number[] },
  ): number | null =>
    connection.get<{ at: number | null }>(
      'jobItems.nextRetry',
      `SELECT min(retry_at) AS at FROM job_items WHERE job_id = ? AND state = 'pending'
         AND ordinal NOT IN (SELECT value FROM json_each(?))`,
      [input.jobId, JSON.stringify(input.exclude)],
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
  const member = `${document}.uri || '!/' || told.value`
  return `NOT EXISTS (SELECT 1 FROM json_each(${document}.report, '$.members') told WHERE NOT EXISTS (
    SELECT 1 FROM documents m WHERE m.library_key = ${document}.library_key AND m.trashed_at IS NULL
      AND ${withMembersUriRange('m.uri', member)}))`
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

export const itemQueueWrites = {
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
