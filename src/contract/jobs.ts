import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, Paging, Timestamp } from './common.ts'
import { declare, FileErrorCode } from './errors.ts'

export const JobState = z.enum(['queued', 'running', 'paused', 'completed', 'failed', 'cancelled'])
export type JobState = z.infer<typeof JobState>

/** States that a job does not leave by itself. */
export const finishedJobStates: readonly JobState[] = ['completed', 'failed', 'cancelled']

/** The others: waiting, at work, or held. */
export const unfinishedJobStates = JobState.options.filter((state) => !finishedJobStates.includes(state))

export const JobProgress = z.object({
  /** Files known so far; grows while folders are still being listed (`listing`). */
  total: z.int(),
  listing: z.boolean(),
  ready: z.int(),
  /** Already in the library with the same content. */
  unchanged: z.int(),
  failed: z.int(),
  bytesTotal: z.int(),
  bytesDone: z.int(),
  /** Measured over the last minute of work; null until there is something to measure. */
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Names of the files being read now. */
  current: z.array(z.string()),
})
export type JobProgress = z.infer<typeof JobProgress>

/** Queued jobs of a higher priority begin first; jobs of one priority take turns. */
export const JobPriority = z.enum(['high', 'normal', 'low'])
export type JobPriority = z.infer<typeof JobPriority>

export const Job = z.object({
  id: Id,
  /**
   * `rechunk` cuts the stored text of a library anew, without its originals; `embed` makes vectors of its chunks;
   * `download` fetches a model.
   */
  kind: z.enum(['ingest', 'rechunk', 'embed', 'download']),
  priority: JobPriority,
  libraryId: Id.nullable(),
  label: z.string(),
  state: JobState,
  /** Why a job failed as a whole; files that fail have their own codes and do not fail the job. */
  error: z.string().nullable(),
  progress: JobProgress,
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
})
export type Job = z.infer<typeof Job>

export const JobItemState = z.enum(['pending', 'ready', 'unchanged', 'failed', 'cancelled'])
export type JobItemState = z.infer<typeof JobItemState>

export const JobItem = z.object({
  name: z.string(),
  uri: z.string(),
  state: JobItemState,
  error: FileErrorCode.nullable(),
  documentId: Id.nullable(),
  bytes: z.int(),
  /** Times that it was tried again after a failure that may pass. */
  retries: z.int(),
  /** When it is tried again; null when it does not wait for that. */
  retryAt: Timestamp.nullable(),
})
export type JobItem = z.infer<typeof JobItem>

/** Sent when something changed, four times a second at most; the last event has a finished state and ends the stream. */
export const JobEvent = z.object({ type: z.literal('job-update'), job: Job })
export type JobEvent = z.infer<typeof JobEvent>

const jobReference = z.object({ jobId: Id })
const jobErrors = declare('JOB_NOT_FOUND', 'JOB_STATE', 'DISK_FULL')

export const jobs = {
  list: procedure
    .route({ method: 'GET', path: '/jobs', tags: ['jobs'], summary: 'Jobs, newest first' })
    .input(Paging.extend({ unfinished: z.boolean().default(false) }))
    .output(z.object({ total: z.int(), items: z.array(Job) })),
  get: procedure
    .route({ method: 'GET', path: '/jobs/{jobId}', tags: ['jobs'], summary: 'One job' })
    .errors(declare('JOB_NOT_FOUND'))
    .input(jobReference)
    .output(Job),
  items: procedure
    .route({ method: 'GET', path: '/jobs/{jobId}/items', tags: ['jobs'], summary: 'The files of a job' })
    .errors(declare('JOB_NOT_FOUND'))
    .input(Paging.extend({ jobId: Id, state: JobItemState.optional() }))
    .output(z.object({ total: z.int(), items: z.array(JobItem) })),
  watch: procedure
    .route({ method: 'GET', path: '/jobs/{jobId}/events', tags: ['jobs'], summary: 'Follow a job' })
    .errors(declare('JOB_NOT_FOUND'))
    .input(jobReference)
    .output(eventIterator(JobEvent)),
  pause: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/pause', tags: ['jobs'], summary: 'Pause after the files in work' })
    .errors(jobErrors)
    .input(jobReference)
    .output(Job),
  resume: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/resume', tags: ['jobs'], summary: 'Go on with a paused job' })
    .errors(jobErrors)
    .input(jobReference)
    .output(Job),
  cancel: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/cancel', tags: ['jobs'], summary: 'Stop; what is done stays' })
    .errors(jobErrors)
    .input(jobReference)
    .output(Job),
  prioritise: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/priority', tags: ['jobs'], summary: 'Work on a job sooner or later' })
    .errors(jobErrors)
    .input(jobReference.extend({ priority: JobPriority }))
    .output(Job),
  /** Puts the failed and cancelled files of a finished job back to work. */
  retry: procedure
    .route({ method: 'POST', path: '/jobs/{jobId}/retry', tags: ['jobs'], summary: 'Try the failed files again' })
    .errors(jobErrors)
    .input(jobReference)
    .output(Job),
}
