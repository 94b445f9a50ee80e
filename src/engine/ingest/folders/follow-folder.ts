import { stat } from 'node:fs/promises'
import { finishedJobStates } from '../../../contract/jobs.ts'
import { isFailure } from '../../../domain/failure.ts'
import type { JobQueue } from '../../jobs/queue.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { OwnFolder } from '../own-folder.ts'
import { isSystemError } from '../system-errors.ts'
import { createLookSchedule, type Pace } from './look-schedule.ts'
import { reconcileFolder } from './reconcile-folder.ts'
import type { watchFolder } from './watch-folder.ts'

export type FollowOptions = {
  store: Store
  telemetry: Telemetry
  jobs: Pick<JobQueue, 'watch' | 'wake'>
  own: OwnFolder
  now: () => number
  pace: Pace
  watch: typeof watchFolder
}

/** Keeps a library equal to one folder. */
export type FolderFollower = {
  /** Compares as soon as what is in work allows it. */
  look(): void
  /** Whether it is comparing, or the job that reads what it found runs. */
  isBusy(): boolean
  /** Why the last comparison ended before its time, as a code; null when it did not. */
  failure(): string | null
  /** Puts everything down and waits for that. */
  close(): Promise<void>
}

type Watch = { watch: AsyncDisposable; identity: string }

export function followFolder(folderId: string, options: FollowOptions): FolderFollower {
  const { store, jobs, pace } = options
  const { log } = options.telemetry
  const closing = new AbortController()
  const { signal } = closing
  const schedule = createLookSchedule(pace, look)
  let watched: Watch | null = null
  let failure: string | null = null
  let running: Promise<void> | null = null
  let again = false
  /** Looks in a row that found something to read: the first follows at once, the others come ever later. */
  let rounds = 0
  let lastLook = performance.now()

  function look(): void {
    if (signal.aborted) return
    again = running !== null
    running ??= work().finally(() => {
      running = null
      if (again) look()
    })
  }

  async function work(): Promise<void> {
    const start = performance.now()
    lastLook = start
    try {
      await lookOnce()
      failure = null
    } catch (error) {
      if (signal.aborted) return
      if (isFailure(error) && (error.code === 'FOLDER_NOT_FOUND' || error.code === 'ENGINE_UNAVAILABLE')) {
        void stop()
        return
      }
      failure = isFailure(error) ? error.code : 'INTERNAL'
      log.warn({ err: error, folderId }, 'a bound folder could not be compared; trying again')
      schedule.ask(pace.pulse)
    }
  }

  async function lookOnce(): Promise<void> {
    await waitForJobs()
    const folder = await store.read('folders.get', { folderId }, signal)
    if (folder.paused) return unwatch()
    const begun = performance.now()
    // Before the files are listed, so that no change falls between the two.
    await keepWatching(folder.path)
    const outcome = await reconcileFolder(folder, { ...options, signal })
    schedule.ended(performance.now() - begun)
    if (outcome.state === 'lost') return unwatch()
    if (outcome.restless) schedule.notice()
    if (outcome.jobId === null) {
      rounds = 0
      return
    }
    jobs.wake()
    rounds += 1
    await waitForJobs()
  }

  /** While a job reads files of the folder, their paths stay as they are known; changes are followed when it has ended. */
  async function waitForJobs(): Promise<void> {
    for (const jobId of await store.read('folders.unfinishedJobs', { folderId }, signal)) await waitForEnd(jobId)
    const { jobId } = await store.read('folders.get', { folderId }, signal)
    if (jobId === null) return
    const { state } = await store.write('folders.endJob', { folderId })
    // A job that failed as a whole would fail again; the next change or the slow look begins another.
    if (state !== 'failed') schedule.ask(rounds <= 1 ? 0 : Math.min(pace.slow, pace.spacing * 2 ** rounds))
  }

  async function waitForEnd(jobId: string): Promise<void> {
    try {
      for await (const { job } of jobs.watch(jobId, signal)) if (finishedJobStates.includes(job.state)) return
    } catch (error) {
      if (!isFailure(error) || error.code !== 'JOB_NOT_FOUND') throw error
    }
    signal.throwIfAborted()
  }

  async function keepWatching(path: string): Promise<void> {
    const identity = await identityOf(path)
    if (watched !== null && watched.identity === identity) return
    await unwatch()
    if (identity === null) return
    try {
      const watch = await options.watch(path, { changed: schedule.notice, failed: lostWatch })
      watched = { watch, identity }
    } catch (error) {
      // As when the system has no more watches to give: the folder is looked at with every pulse instead.
      log.warn({ err: error, folderId }, 'a bound folder can not be watched; it is looked at from time to time')
    }
    if (signal.aborted) await unwatch()
  }

  function lostWatch(error: Error): void {
    log.warn({ err: error, folderId }, 'a bound folder is not watched any more; it is looked at from time to time')
    void unwatch().then(() => schedule.notice())
  }

  async function unwatch(): Promise<void> {
    const ended = watched
    watched = null
    await ended?.watch[Symbol.asyncDispose]()
  }

  /** Notices a folder that has gone or come back, of which systems tell nothing, and does without a watch. */
  async function checkPulse(): Promise<void> {
    if (running !== null) return
    const folder = await store.read('folders.get', { folderId }, signal)
    if (folder.paused) return
    const isDue = watched === null || performance.now() - lastLook >= pace.slow
    if (isDue || watched?.identity !== (await identityOf(folder.path))) look()
  }

  const pulse = setInterval(() => {
    checkPulse().catch((error: unknown) => {
      if (!signal.aborted) log.warn({ err: error, folderId }, 'a bound folder could not be checked')
    })
  }, pace.pulse)

  async function stop(): Promise<void> {
    closing.abort()
    clearInterval(pulse)
    schedule.close()
    await unwatch()
  }

  return {
    look: () => schedule.ask(),
    isBusy: () => running !== null,
    failure: () => failure,
    async close() {
      await stop()
      await running
      // What was begun in between.
      await unwatch()
    },
  }
}

/** Device and inode of a folder; null when it is not there or can't be asked. */
async function identityOf(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev}:${ino}`
  } catch (error) {
    if (!isSystemError(error)) throw error
    return null
  }
}
