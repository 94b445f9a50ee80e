import { setTimeout as delay } from 'node:timers/promises'
import { finishedJobStates, type Job, type JobEvent } from '../../contract/jobs.ts'
import { Failure } from '../../domain/failure.ts'

/** Four events a second at most. */
const spacingMs = 250

type Watcher = { changed: boolean; last: Job | null; closed: boolean; wake: () => void }

export type Watchers = {
  watch(jobId: string, signal?: AbortSignal): AsyncGenerator<JobEvent, void, void>
  /** Something about the job has changed; watchers ask for its state when they are ready for it. */
  changed(jobId: string): void
  /** The job has reached a finished state. Kept for its watchers, because its row may be deleted before they look. */
  finished(job: Job): void
  close(): void
}

/**
 * Streams of a job's state. Nothing is queued for a slow reader: whenever it comes back it gets the newest state, and
 * the finished one last.
 */
export function createWatchers(get: (jobId: string) => Promise<Job>): Watchers {
  const watchers = new Map<string, Set<Watcher>>()
  let closed = false

  function tell(jobId: string, change: (watcher: Watcher) => void): void {
    for (const watcher of watchers.get(jobId) ?? []) {
      change(watcher)
      watcher.wake()
    }
  }

  /** Resolves at the next change, at once when there has been one since the last look. */
  async function nextChange(watcher: Watcher, signal: AbortSignal | undefined): Promise<void> {
    while (!watcher.changed && watcher.last === null && !watcher.closed && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        watcher.wake = resolve
      })
    }
    watcher.changed = false
  }

  async function* follow(jobId: string, watcher: Watcher, signal?: AbortSignal): AsyncGenerator<JobEvent, void, void> {
    let shown = ''
    for (;;) {
      const job = watcher.last ?? (await get(jobId))
      const text = JSON.stringify(job)
      if (text !== shown) {
        shown = text
        yield { type: 'job-update', job }
        if (finishedJobStates.includes(job.state)) return
        await pause(signal)
      }
      await nextChange(watcher, signal)
      if (signal?.aborted === true) return
      if (watcher.closed && watcher.last === null) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
    }
  }

  return {
    async *watch(jobId, signal) {
      if (closed) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
      const watcher: Watcher = { changed: false, last: null, closed: false, wake: () => undefined }
      const ofJob = watchers.get(jobId) ?? new Set()
      watchers.set(jobId, ofJob.add(watcher))
      const wakeUp = () => watcher.wake()
      signal?.addEventListener('abort', wakeUp)
      try {
        yield* follow(jobId, watcher, signal)
      } finally {
        signal?.removeEventListener('abort', wakeUp)
        ofJob.delete(watcher)
        if (ofJob.size === 0 && watchers.get(jobId) === ofJob) watchers.delete(jobId)
      }
    },
    changed: (jobId) =>
      tell(jobId, (watcher) => {
        watcher.changed = true
      }),
    finished: (job) =>
      tell(job.id, (watcher) => {
        watcher.last = job
      }),
    close() {
      closed = true
      for (const jobId of watchers.keys()) {
        tell(jobId, (watcher) => {
          watcher.closed = true
        })
      }
    },
  }
}

/** Waits out the spacing; ends early, without a throw, when the reader goes away. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(spacingMs, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    if (signal?.aborted !== true) throw error
  }
}
