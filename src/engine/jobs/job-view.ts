import { finishedJobStates, type Job } from '../../contract/jobs.ts'
import { estimateSecondsLeft, forecastWindowMs, measureRate, type WorkSample } from '../../domain/work-rate.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'

/** What the engine at work adds to a job of the store. */
export type JobAtWork = {
  current: readonly string[]
  /** Bytes done. */
  bytes: readonly WorkSample[]
  /** Seconds of one worker: those done, and how many are left; null when the runner tells bytes only. */
  effort: { done: readonly WorkSample[]; left: number } | null
}

/** A job as the contract shows it. Rate and time left are known only of a job that runs. */
export function viewJob(stored: StoredJob, options: { atWork: JobAtWork | null; now: number }): Job {
  const {
    payload: _payload,
    listing: unlisted,
    total,
    ready,
    unchanged,
    failed,
    bytesTotal,
    bytesDone,
    ...job
  } = stored
  // What a job that has ended did not list is not being listed.
  const listing = unlisted && !finishedJobStates.includes(stored.state)
  const atWork = stored.state === 'running' ? options.atWork : null
  const bytesPerSecond = atWork === null ? null : measureRate(atWork.bytes, options.now)
  const work =
    atWork === null || atWork.effort === null
      ? { left: bytesTotal - bytesDone, rate: bytesPerSecond }
      : { left: atWork.effort.left, rate: measureRate(atWork.effort.done, options.now, forecastWindowMs) }
  const secondsLeft = estimateSecondsLeft({ listing, ...work })
  const current = [...(atWork?.current ?? [])]
  return {
    ...job,
    progress: {
      total,
      listing,
      ready,
      unchanged,
      failed,
      bytesTotal,
      bytesDone,
      bytesPerSecond,
      secondsLeft,
      current,
    },
  }
}
