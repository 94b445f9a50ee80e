import { systemClock } from '../../jobs/clock.ts'
import type { JobControl, JobRunner } from '../../jobs/job-runner.ts'
import { longestPauseMs } from '../../store/repositories/item-queue.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import type { StoredJob } from '../../store/repositories/jobs.ts'
import { IngestPayload } from '../adding/add-paths.ts'
import { listSources } from '../adding/list-sources.ts'
import type { ReadingPlace } from '../reading/reading-room.ts'
import { createItemTrial, type IngestRunnerOptions, type IngestSettings, placesOf, release } from './item-trial.ts'
import { createJobEffort } from './job-effort.ts'
import { createSettler } from './settle-items.ts'
import { tryItem } from './try-item.ts'

/** Items that are known to be next; they are asked of the store together. */
const itemsAhead = 64

/**
 * Runs ingestion jobs: lists what is to be read, reads it beside that, and commits each file with the state of its
 * item.
 */
export function createIngestRunner(options: IngestRunnerOptions): JobRunner {
  return {
    async run(job, control) {
      const settings = await options.settings()
      using place = options.readingRoom.enter(settings.readers)
      await runIngestion(options, { job, control, settings, place })
    },
  }
}

async function runIngestion(
  options: IngestRunnerOptions,
  run: { job: StoredJob; control: JobControl; settings: IngestSettings; place: ReadingPlace },
): Promise<void> {
  const { store, telemetry, clock = systemClock } = options
  const { job, control, settings, place } = run
  const jobId = job.id
  const library = job.libraryId
  if (library === null) throw new Error('an ingestion job without a library')
  const payload = IngestPayload.parse(JSON.parse(job.payload))

  // The first failure of a part puts the others down; the run then ends with it.
  const broken = new AbortController()
  const signal = AbortSignal.any([control.signal, broken.signal])
  const noMore = AbortSignal.any([control.drain, broken.signal])
  const failures: unknown[] = []
  const inWork = new Map<number, PendingItem>()
  const putDown: number[] = []
  let bytesDone = 0
  let listing = job.listing
  let wake = Promise.withResolvers<void>()

  const settle = createSettler(options)
  const effort = createJobEffort({ store, jobId, now: () => clock.now() })
  const chunking = await store.read('librarySettings.chunking', { library })
  const trial = createItemTrial(options, { jobId, payload, settings, chunking, place, signal })

  function changed(): void {
    const known = effort.effort()
    const current = [...inWork.values()].map(({ name }) => name)
    control.live({ current, bytesDone, ...(known === undefined ? {} : { effort: known }) })
    wake.resolve()
    wake = Promise.withResolvers()
  }

  function breakOff(error: unknown): void {
    // Once it was told to stop, what goes wrong is a consequence: the job's row or library may be gone.
    if (control.signal.aborted) telemetry.log.debug({ err: error, jobId }, 'work was put down')
    else failures.push(error)
    broken.abort()
  }

  async function list(): Promise<void> {
    for await (const items of listSources(payload, { signal: noMore, own: options.own })) {
      if (noMore.aborted) return
      await store.write('jobs.addItems', { jobId, items })
      changed()
    }
    if (!noMore.aborted) await store.write('jobs.endListing', { jobId })
  }

  async function handle(item: PendingItem): Promise<void> {
    using held = new DisposableStack()
    try {
      const target = { item, jobId, library: library as string }
      const { result, milliseconds } = await tryItem(target, trial, held)
      if (result.outcome === 'refused' || result.outcome === 'postponed') {
        const { outcome, error: code, detail } = result
        telemetry.log.info({ jobId, ordinal: item.ordinal, outcome, code, detail }, 'file refused')
      }
      const settled = await settle(result)
      // It is read again, and cut as the settings are by then.
      if (settled === 'stale')
        trial.chunking = await store.read('librarySettings.chunking', { library: target.library })
      if (settled === 'stale' || settled === 'postponed') return
      bytesDone += item.bytes
      effort.finished(item, milliseconds)
      await effort.refresh()
    } catch (error) {
      putDown.push(item.ordinal)
      if (!signal.aborted) breakOff(error)
    }
  }

  async function workOff(): Promise<void> {
    let ahead: PendingItem[] = []
    while (!noMore.aborted) {
      const next = ahead.shift()
      if (next !== undefined) {
        await start(next)
        continue
      }
      // Both are looked at before the store is asked, so that what arrives meanwhile is seen in the next round.
      const mayGrow = listing || inWork.size > 0
      const woken = wake.promise
      const exclude = [...inWork.keys()]
      ahead = await store.read('jobItems.pending', { jobId, exclude, limit: itemsAhead, now: clock.now() })
      if (ahead.length > 0) continue
      const retryAt = await store.read('jobItems.nextRetry', { jobId, exclude })
      if (retryAt === null && !mayGrow) return
      using _alarm = retryAt === null ? null : clock.after(timeUntil(retryAt), changed)
      await woken
    }
  }

  /** Bounded, because the clock may have been set back since. */
  function timeUntil(retryAt: number): number {
    return Math.min(Math.max(0, retryAt - clock.now()), longestPauseMs)
  }

  async function start(item: PendingItem): Promise<void> {
    const request = { bytes: item.bytes, places: placesOf(item), priority: control.priority() }
    const slot = await place.slots.take(request, noMore)
    inWork.set(item.ordinal, item)
    changed()
    void handle(item).finally(() => {
      slot[Symbol.dispose]()
      inWork.delete(item.ordinal)
      changed()
    })
  }

  async function tillStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!noMore.aborted) breakOff(error)
    }
  }

  noMore.addEventListener('abort', changed, { once: true })
  const listed = job.listing
    ? tillStopped(list).finally(() => {
        listing = false
        changed()
      })
    : null
  await tillStopped(workOff)
  while (inWork.size > 0) await wake.promise
  await listed

  if (putDown.length > 0) await release(options, { jobId, ordinals: putDown })
  if (failures.length > 0) throw failures[0]
}
