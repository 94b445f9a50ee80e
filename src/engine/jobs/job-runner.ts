import type { JobPriority } from '../../contract/jobs.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'

/** What only the engine at work knows of a job. */
export type LiveProgress = {
  /** Names of the files being read now. */
  current: readonly string[]
  /** Bytes finished since `run` was called, in the bytes that items were listed with. */
  bytesDone: number
  /**
   * Work done since `run` was called and work that is left, in seconds of one worker, as far as the runner can tell them
   * better than by bytes.
   */
  effort?: { done: number; left: number }
}

export type JobControl = {
  /** Aborted when the job is cancelled or the engine closes: put everything down now. */
  signal: AbortSignal
  /**
   * Aborted when the job is paused: finish the files in work, begin no more, and return. Also aborted with `signal`.
   */
  drain: AbortSignal
  /** What a person wants of the job now; it can change while it runs. */
  priority(): JobPriority
  /** To be called whenever something has changed; watchers hear of it four times a second at most. */
  live(progress: LiveProgress): void
}

/**
 * Does the work of one kind of job. It returns when nothing is left to do or when it was told to stop, and throws when
 * the job as a whole can't go on. A file that can't be read is an item's state and never a throw. It may be called
 * again for the same job, after a restart or when items were added as it ended.
 */
export type JobRunner = {
  run(job: StoredJob, control: JobControl): Promise<void>
}
