import {
  finishedJobStates,
  type Job,
  type JobPriority,
  type JobState,
  unfinishedJobStates,
} from '../../../contract/jobs.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { addItems } from './add-items.ts'
import { createJob, type NewJob } from './create-job.ts'
import { listStates } from './job-history.ts'
import type { ItemInput } from './job-items.ts'
import { priorityColumn, rankOf } from './job-priority.ts'
import { findLibraryKey } from './libraries.ts'
import { hasLaterItem } from './overtaken.ts'

/** A job as the store knows it. What is being read now and how fast is known only to the engine at work. */
export type StoredJob = Omit<Job, 'progress'> & {
  /** What is to be done, as JSON; parsed by the room that does it. */
  payload: string
  listing: boolean
  total: number
  ready: number
  unchanged: number
  failed: number
  bytesTotal: number
  bytesDone: number
}

type JobRow = Omit<StoredJob, 'listing'> & { listing: number }

const columns = `
  SELECT j.id, j.kind, ${priorityColumn}, l.id AS libraryId, j.label, j.payload, j.state, j.error, j.listing, j.total, j.ready, j.unchanged,
    j.failed, j.bytes_total AS bytesTotal, j.bytes_done AS bytesDone, j.created_at AS createdAt,
    j.started_at AS startedAt, j.finished_at AS finishedAt
  FROM jobs j LEFT JOIN libraries l ON l.key = j.library_key`

function toJob(row: JobRow): StoredJob {
  return { ...row, listing: row.listing === 1 }
}

function getJob(connection: ReadConnection, jobId: string): StoredJob {
  const row = connection.get<JobRow>('jobs.get', `${columns} WHERE j.id = ?`, [jobId])
  if (row === undefined) throw new Failure('JOB_NOT_FOUND', { jobId })
  return toJob(row)
}

function requireState(job: StoredJob, allowed: readonly JobState[]): void {
  if (!allowed.includes(job.state)) throw new Failure('JOB_STATE', { jobId: job.id, state: job.state })
}

function setState(connection: WriteConnection, job: { id: string; state: JobState; finishedAt: number | null }): void {
  connection.run('jobs.setState', 'UPDATE jobs SET state = ?, finished_at = ? WHERE id = ?', [
    job.state,
    job.finishedAt,
    job.id,
  ])
}

const unfinished = listStates(unfinishedJobStates)

export const jobReads = {
  'jobs.list': (
    connection: ReadConnection,
    input: { offset: number; limit: number; unfinished: boolean },
  ): { total: number; items: StoredJob[] } => {
    const where = input.unfinished ? `WHERE j.state IN ${unfinished}` : ''
    const counted = connection.get<{ total: number }>('jobs.countAll', `SELECT count(*) AS total FROM jobs j ${where}`)
    const rows = connection.all<JobRow>(
      'jobs.list',
      `${columns} ${where} ORDER BY j.created_at DESC, j.id DESC LIMIT ? OFFSET ?`,
      [input.limit, input.offset],
    )
    return { total: counted?.total ?? 0, items: rows.map(toJob) }
  },

  'jobs.get': (connection: ReadConnection, input: { jobId: string }): StoredJob => getJob(connection, input.jobId),

  /** Unfinished jobs of a library, to be cancelled before it is deleted. */
  'jobs.ofLibrary': (connection: ReadConnection, input: { library: string }): string[] =>
    connection
      .all<{ id: string }>('jobs.ofLibrary', `SELECT id FROM jobs WHERE library_key = ? AND state IN ${unfinished}`, [
        findLibraryKey(connection, input.library).key,
      ])
      .map((row) => row.id),
}

export const jobWrites = {
  'jobs.create': (connection: WriteConnection, input: NewJob): StoredJob =>
    getJob(connection, createJob(connection, input)),

  /**
   * Adds items to an unfinished job; those it has already (by address) are passed over. A job to which an upload comes
   * after a later job got one of its name refuses it with JOB_STATE: of uploads of one name the latest job's counts.
   */
  'jobs.addItems': (connection: WriteConnection, input: { jobId: string; items: ItemInput[] }): StoredJob => {
    const job = getJob(connection, input.jobId)
    requireState(job, unfinishedJobStates)
    const uploads = input.items.filter(({ source }) => source.kind === 'upload')
    if (uploads.some(({ uri }) => hasLaterItem(connection, job.id, uri))) {
      throw new Failure('JOB_STATE', { jobId: job.id, state: job.state })
    }
    addItems(connection, input.jobId, input.items)
    return getJob(connection, input.jobId)
  },

  'jobs.endListing': (connection: WriteConnection, input: { jobId: string }): null => {
    connection.run('jobs.endListing', 'UPDATE jobs SET listing = 0 WHERE id = ?', [input.jobId])
    return null
  },

  /**
   * Takes the oldest of the most urgent queued jobs; null when there is none of at least the `lowest` priority. `exclude`
   * names jobs that are still being put down: one that was paused and resumed meanwhile must not be worked on twice at
   * once.
   */
  'jobs.claim': (
    connection: WriteConnection,
    input: { now: number; exclude?: readonly string[]; lowest?: JobPriority },
  ): StoredJob | null => {
    const row = connection.get<{ id: string }>(
      'jobs.claim',
      `UPDATE jobs SET state = 'running', started_at = coalesce(started_at, :now)
       WHERE id = (SELECT id FROM jobs WHERE state = 'queued' AND priority >= :lowest
                     AND id NOT IN (SELECT value FROM json_each(:exclude))
                   ORDER BY priority DESC, created_at, id LIMIT 1) RETURNING id`,
      { now: input.now, lowest: rankOf(input.lowest ?? 'low'), exclude: JSON.stringify(input.exclude ?? []) },
    )
    return row === undefined ? null : getJob(connection, row.id)
  },

  /** Queues again what a stopped engine left running. Called once at the start, when the folder's lock is held. */
  'jobs.recover': (connection: WriteConnection, _input: null): { recovered: number } => {
    const { changes } = connection.run('jobs.recover', `UPDATE jobs SET state = 'queued' WHERE state = 'running'`)
    return { recovered: changes }
  },

  /**
   * Ends a running job when nothing of it is left to do; otherwise (items were added meanwhile) it stays as it is.
   */
  'jobs.complete': (connection: WriteConnection, input: { jobId: string; now: number }): StoredJob => {
    connection.run(
      'jobs.complete',
      `UPDATE jobs SET state = 'completed', finished_at = :now
       WHERE id = :jobId AND state = 'running' AND listing = 0
         AND NOT EXISTS (SELECT 1 FROM job_items WHERE job_id = :jobId AND state = 'pending')`,
      { jobId: input.jobId, now: input.now },
    )
    return getJob(connection, input.jobId)
  },

  'jobs.fail': (connection: WriteConnection, input: { jobId: string; error: string; now: number }): StoredJob => {
    connection.run(
      'jobs.fail',
      `UPDATE jobs SET state = 'failed', error = ?, finished_at = ? WHERE id = ? AND state = 'running'`,
      [input.error, input.now, input.jobId],
    )
    return getJob(connection, input.jobId)
  },

  'jobs.pause': (connection: WriteConnection, input: { jobId: string }): StoredJob => {
    const job = getJob(connection, input.jobId)
    requireState(job, ['queued', 'running'])
    setState(connection, { id: job.id, state: 'paused', finishedAt: null })
    return getJob(connection, input.jobId)
  },

  'jobs.resume': (connection: WriteConnection, input: { jobId: string }): StoredJob => {
    const job = getJob(connection, input.jobId)
    requireState(job, ['paused'])
    setState(connection, { id: job.id, state: 'queued', finishedAt: null })
    return getJob(connection, input.jobId)
  },

  'jobs.prioritise': (connection: WriteConnection, input: { jobId: string; priority: JobPriority }): StoredJob => {
    requireState(getJob(connection, input.jobId), unfinishedJobStates)
    connection.run('jobs.prioritise', 'UPDATE jobs SET priority = ? WHERE id = ?', [
      rankOf(input.priority),
      input.jobId,
    ])
    return getJob(connection, input.jobId)
  },

  /**
   * What is finished stays in the library; what is pending is not begun. A listing that is cut off goes on with a
   * retry.
   */
  'jobs.cancel': (connection: WriteConnection, input: { jobId: string; now: number }): StoredJob => {
    const job = getJob(connection, input.jobId)
    requireState(job, unfinishedJobStates)
    connection.run(
      'jobs.cancelItems',
      `UPDATE job_items SET state = 'cancelled', retry_at = NULL WHERE job_id = ? AND state = 'pending'`,
      [job.id],
    )
    setState(connection, { id: job.id, state: 'cancelled', finishedAt: input.now })
    return getJob(connection, input.jobId)
  },

  /**
   * Puts failed and cancelled items back to work. What was refused while listing has no file of its own to read: those
   * items go, and the job lists again, which also finds what has come since.
   */
  'jobs.retry': (connection: WriteConnection, input: { jobId: string }): StoredJob => {
    const job = getJob(connection, input.jobId)
    requireState(job, finishedJobStates)
    connection.run(
      'jobs.retryItems',
      `UPDATE job_items SET state = 'pending', error = NULL, attempts = 0, retries = 0, retry_at = NULL
       WHERE job_id = ? AND state IN ('failed', 'cancelled')`,
      [job.id],
    )
    const { changes: refused } = connection.run(
      'jobs.retryListing',
      `DELETE FROM job_items WHERE job_id = ? AND state = 'pending' AND source ->> 'kind' = 'refused'`,
      [job.id],
    )
    if (refused > 0) listAgain(connection, job.id)
    connection.run(
      'jobs.retry',
      `UPDATE jobs SET state = 'queued', error = NULL, finished_at = NULL, failed = 0, bytes_done = bytes_total - (
         SELECT coalesce(sum(bytes), 0) FROM job_items WHERE job_id = :id AND state = 'pending')
       WHERE id = :id`,
      { id: job.id },
    )
    return getJob(connection, input.jobId)
  },
}

/** The totals are of the items that are left: unchanged ones that were trimmed will be found and counted again. */
function listAgain(connection: WriteConnection, jobId: string): void {
  connection.run(
    'jobs.listAgain',
    `UPDATE jobs SET listing = 1, (total, bytes_total, unchanged) = (
       SELECT count(*), coalesce(sum(bytes), 0), count(*) FILTER (WHERE state = 'unchanged')
       FROM job_items WHERE job_id = :id)
     WHERE id = :id`,
    { id: jobId },
  )
}
