import type { HealthPart } from '../../contract/health.ts'
import { finishedJobStates, type Job, type JobEvent, type JobPriority } from '../../contract/jobs.ts'
import { isFailure } from '../../domain/failure.ts'
import { addSample, forecastWindowMs } from '../../domain/work-rate.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'
import type { Store } from '../store/store.ts'
import { withCorrelation } from '../telemetry/context.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { JobControl, JobRunner, LiveProgress } from './job-runner.ts'
import { type JobAtWork, viewJob } from './job-view.ts'
import { createWatchers } from './watchers.ts'

/**
 * The durable queue of long tasks. Its truth is in the store; this runs what is queued there: the most urgent first, of
 * one priority the oldest.
 *
 * Several jobs run at once and share the readers file by file, so a small import is not held up by a large one that was
 * there before; the ninth waits until one of the first eight has ended. Some places are kept for what is more urgent.
 */
export type JobQueue = {
  /**
   * Takes up what a stopped or killed engine left, then runs what is queued. To be called once, with the folder locked.
   */
  start(): Promise<void>
  /** To be called after a job was made or got more items. */
  wake(): void
  get(jobId: string): Promise<Job>
  list(input: { offset: number; limit: number; unfinished: boolean }): Promise<{ total: number; items: Job[] }>
  watch(jobId: string, signal?: AbortSignal): AsyncGenerator<JobEvent, void, void>
  /** The files in work are finished, no more are begun. */
  pause(jobId: string): Promise<Job>
  resume(jobId: string): Promise<Job>
  /** The files in work are put down; what is done stays. */
  cancel(jobId: string): Promise<Job>
  retry(jobId: string): Promise<Job>
  /** Cancels those of these jobs that have not ended. */
  cancelUnfinished(jobIds: readonly string[]): Promise<void>
  /** Takes effect with the next file of the job. */
  prioritise(jobId: string, priority: JobPriority): Promise<Job>
  /** Cancels a library's jobs and waits until nothing works on it any more, so that it can be deleted. */
  cancelLibrary(library: string): Promise<void>
  /** Degraded while something can't be written down, which the store will have said why. */
  health(): Pick<HealthPart, 'status' | 'notice'>
  /** Puts all work down and waits for that; unfinished jobs go on at the next start. */
  close(): Promise<void>
}

/** With fewer jobs than this at work, one of this priority is begun: the more urgent, the more room is kept for it. */
const mostJobsAtOnce: Record<JobPriority, number> = { high: 12, normal: 8, low: 4 }
/** Between attempts to write down what could not be written, when the disk is full for example. */
const retryMs = 5_000

type Work = {
  job: StoredJob
  abort: AbortController
  drain: AbortController
  progress: JobAtWork
  ended: Promise<void>
}

export function createJobQueue(options: {
  store: Store
  telemetry: Telemetry
  runners: Readonly<Record<Job['kind'], JobRunner>>
  now?: () => number
}): JobQueue {
  const { store, runners } = options
  const { log, metrics, activity } = options.telemetry
  const now = options.now ?? Date.now
  const atWork = new Map<string, Work>()
  /** Failures that the store could not take yet, by job. They are shown, and saved as soon as it can. */
  const unsaved = new Map<string, { error: string; at: number }>()
  const watchers = createWatchers(get)
  let state: 'new' | 'started' | 'closed' = 'new'
  /** What a stopped engine left running has been queued again. */
  let recovered = false
  let claiming: Promise<void> | null = null
  let claimAgain = false
  let retryTimer: NodeJS.Timeout | null = null

  /** A job of the store as the contract shows it, with what is known of its work at this moment. */
  function view(stored: StoredJob): Job {
    const failure = unsaved.get(stored.id)
    const known = stored.state === 'running' && !recovered ? { ...stored, state: 'queued' as const } : stored
    const shown =
      failure === undefined
        ? known
        : { ...stored, state: 'failed' as const, error: failure.error, finishedAt: failure.at }
    return viewJob(shown, { atWork: atWork.get(stored.id)?.progress ?? null, now: now() })
  }

  async function get(jobId: string): Promise<Job> {
    return view(await store.read('jobs.get', { jobId }))
  }

  /** Tells watchers; a job that has ended is kept for them as it was then. */
  function announce(stored: StoredJob): Job {
    const job = view(stored)
    if (finishedJobStates.includes(job.state)) watchers.finished(job)
    else watchers.changed(job.id)
    return job
  }

  function wake(): void {
    if (state !== 'started') return
    for (const jobId of atWork.keys()) watchers.changed(jobId)
    claimAgain = true
    claiming ??= claim()
  }

  async function claim(): Promise<void> {
    try {
      while (claimAgain && state === 'started') {
        claimAgain = false
        await claimAll()
      }
    } catch (error) {
      log.error({ err: error }, 'no job could be taken up; trying again')
      tryLater()
    } finally {
      // In the same step as the last look at `claimAgain`: whoever wakes the queue after it finds that nobody claims.
      claiming = null
    }
  }

  /** Before anything is claimed: from then on, jobs that run are jobs of this queue. */
  async function recover(): Promise<void> {
    const { recovered: found } = await store.write('jobs.recover', null)
    recovered = true
    if (found > 0) log.info({ recovered: found }, 'jobs go on that were interrupted')
  }

  async function claimAll(): Promise<void> {
    if (!recovered) await recover()
    for (let lowest = lowestToBegin(); lowest !== null && state === 'started'; lowest = lowestToBegin()) {
      const job = await store.write('jobs.claim', { now: now(), lowest, exclude: [...atWork.keys()] })
      if (job === null) return
      begin(job)
    }
  }

  /** The lowest priority that there is a place for; null when there is none for any. */
  function lowestToBegin(): JobPriority | null {
    const priorities: JobPriority[] = ['low', 'normal', 'high']
    return priorities.find((priority) => atWork.size < mostJobsAtOnce[priority]) ?? null
  }

  function tryLater(): void {
    if (retryTimer !== null || state !== 'started') return
    retryTimer = setTimeout(async () => {
      retryTimer = null
      for (const jobId of unsaved.keys()) await saveFailure(jobId)
      wake()
    }, retryMs)
  }

  function begin(job: StoredJob): void {
    const work: Work = {
      job,
      abort: new AbortController(),
      drain: new AbortController(),
      progress: { current: [], bytes: [{ at: now(), done: 0 }], effort: null },
      ended: Promise.resolve(),
    }
    atWork.set(job.id, work)
    const release = activity.begin()
    metrics.jobsRunning.set(atWork.size)
    work.ended = withCorrelation(job.id, () => perform(work)).finally(() => {
      atWork.delete(job.id)
      release()
      metrics.jobsRunning.set(atWork.size)
      watchers.changed(job.id)
      wake()
    })
    announce(job)
  }

  async function perform(work: Work): Promise<void> {
    const stopped = () => work.drain.signal.aborted
    try {
      let job = work.job
      while (job.state === 'running' && !stopped()) {
        const done = job.ready + job.unchanged + job.failed
        log.info({ jobId: job.id, kind: job.kind, total: job.total, done }, 'job runs')
        await runners[job.kind].run(job, controlOf(work))
        if (stopped()) return
        const before = job
        job = await store.write('jobs.complete', { jobId: job.id, now: now() })
        if (job.state === 'running' && done === job.ready + job.unchanged + job.failed && before.total === job.total) {
          throw new Error('the runner returned without doing what is left of its job')
        }
      }
      if (finishedJobStates.includes(job.state)) announce(job)
      log.info({ jobId: job.id, state: job.state, ready: job.ready, failed: job.failed }, 'job ends')
    } catch (error) {
      // A job that was told to stop has its state already; one whose library was deleted is gone.
      if (work.abort.signal.aborted || (isFailure(error) && error.code === 'JOB_NOT_FOUND')) {
        log.debug({ err: error, jobId: work.job.id }, 'job stopped')
        return
      }
      log.error({ err: error, jobId: work.job.id }, 'job failed')
      unsaved.set(work.job.id, { error: isFailure(error) ? error.code : 'INTERNAL', at: now() })
      await saveFailure(work.job.id)
    }
  }

  function controlOf(work: Work): JobControl {
    const bytesBefore = work.progress.bytes.at(-1)?.done ?? 0
    const effortBefore = work.progress.effort?.done.at(-1)?.done ?? 0
    return {
      signal: work.abort.signal,
      drain: work.drain.signal,
      priority: () => work.job.priority,
      live({ current, bytesDone, effort }: LiveProgress) {
        const at = now()
        const { bytes, effort: before } = work.progress
        const done = before?.done ?? [{ at: bytes[0]?.at ?? at, done: 0 }]
        work.progress = {
          current,
          bytes: addSample(bytes, { at, done: bytesBefore + bytesDone }),
          effort:
            effort === undefined
              ? null
              : {
                  left: effort.left,
                  done: addSample(done, { at, done: effortBefore + effort.done }, forecastWindowMs),
                },
        }
        watchers.changed(work.job.id)
      },
    }
  }

  /**
   * Writes a job's failure down; when the store can't take it, it stays shown and is tried again. Never rejects: the
   * store may be failing altogether, and nobody waits for this when it is tried again.
   */
  async function saveFailure(jobId: string): Promise<void> {
    const failed = unsaved.get(jobId)
    if (failed === undefined) return
    try {
      const job = await store.write('jobs.fail', { jobId, error: failed.error, now: failed.at })
      unsaved.delete(jobId)
      announce(job)
    } catch (failure) {
      if (isFailure(failure) && failure.code === 'JOB_NOT_FOUND') unsaved.delete(jobId)
      else if (state === 'started') {
        log.warn({ err: failure, jobId }, 'a failed job could not be saved; trying again')
        // Watchers ask for the job themselves, and are told if the store can't even be read.
        watchers.changed(jobId)
        tryLater()
      }
    }
  }

  type Change = 'jobs.pause' | 'jobs.resume' | 'jobs.cancel' | 'jobs.retry'

  async function change(name: Change, jobId: string): Promise<Job> {
    // The store must know that a job has failed before it can decide what may follow.
    await saveFailure(jobId)
    return announce(await store.write(name, { jobId, now: now() }))
  }

  async function cancel(jobId: string): Promise<Job> {
    const job = await change('jobs.cancel', jobId)
    const work = atWork.get(jobId)
    if (work !== undefined) void stop(work)
    return job
  }

  async function cancelUnfinished(jobIds: readonly string[]): Promise<void> {
    for (const jobId of jobIds) {
      try {
        await cancel(jobId)
      } catch (error) {
        if (!isFailure(error) || (error.code !== 'JOB_STATE' && error.code !== 'JOB_NOT_FOUND')) throw error
      }
    }
  }

  function stop(work: Work): Promise<void> {
    work.drain.abort()
    work.abort.abort()
    return work.ended
  }

  return {
    async start() {
      if (state !== 'new') return
      try {
        await recover()
      } catch (error) {
        // What is stored can be read all the same; the jobs wait until there is room.
        if (!isFailure(error) || error.code !== 'DISK_FULL') throw error
      }
      state = 'started'
      wake()
    },
    wake,
    get,
    async list(input) {
      const { total, items } = await store.read('jobs.list', input)
      return { total, items: items.map(view) }
    },
    watch: watchers.watch,
    async pause(jobId) {
      const job = await change('jobs.pause', jobId)
      atWork.get(jobId)?.drain.abort()
      return job
    },
    async resume(jobId) {
      const job = await change('jobs.resume', jobId)
      wake()
      return job
    },
    cancel,
    cancelUnfinished,
    async prioritise(jobId, priority) {
      await saveFailure(jobId)
      const job = await store.write('jobs.prioritise', { jobId, priority })
      const work = atWork.get(jobId)
      if (work !== undefined) work.job = { ...work.job, priority }
      wake()
      return announce(job)
    },
    async retry(jobId) {
      const job = await change('jobs.retry', jobId)
      wake()
      return job
    },
    async cancelLibrary(library) {
      const { id } = await store.read('libraries.get', { library })
      await cancelUnfinished(await store.read('jobs.ofLibrary', { library: id }))
      await Promise.all([...atWork.values()].filter(({ job }) => job.libraryId === id).map(({ ended }) => ended))
    },
    health: () =>
      unsaved.size === 0 ? { status: 'healthy', notice: null } : { status: 'degraded', notice: 'JOB_NOT_SAVED' },
    async close() {
      if (state === 'closed') return
      state = 'closed'
      if (retryTimer !== null) clearTimeout(retryTimer)
      watchers.close()
      // A claim in progress may still bring a job, which is put down like the others.
      await claiming
      await Promise.all([...atWork.values()].map(stop))
    },
  }
}
