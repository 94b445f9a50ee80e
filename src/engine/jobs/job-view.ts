import { finishedJobStates, type Job } from '../../contract/jobs.ts'
import { estimateSecondsLeft, measureRate, type WorkSample } from '../../domain/work-rate.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'

/** What the engine at work adds to a job of the store. */
export type JobAtWork = { current: readonly string[]; samples: readonly WorkSample[] }

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
  const bytesPerSecond = atWork === null ? null : measureRate(atWork.samples, options.now)
  const secondsLeft = estimateSecondsLeft({ listing, bytesTotal, bytesDone, bytesPerSecond })
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
