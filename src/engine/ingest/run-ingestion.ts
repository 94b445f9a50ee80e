import type { Settings } from '../../contract/settings.ts'
import type { JobControl, JobRunner } from '../jobs/job-runner.ts'
import type { ItemResult } from '../store/repositories/ingestion.ts'
import type { PendingItem } from '../store/repositories/job-items.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { IngestPayload } from './add-paths.ts'
import { createBatcher } from './batcher.ts'
import { listSources } from './list-sources.ts'
import type { Originals } from './originals.ts'
import type { OwnFolder } from './own-folder.ts'
import { type ItemReading, readItem } from './read-item.ts'
import type { ReadingPlace, ReadingRoom } from './reading-room.ts'
import { createSettler } from './settle-items.ts'

export type IngestSettings = Settings['ingest']

export type IngestRunnerOptions = {
  store: Store
  telemetry: Telemetry
  settings: () => Promise<IngestSettings>
  originals: Originals
  own: OwnFolder
  readingRoom: ReadingRoom
}

/** Starts of one file that the whole engine did not survive. After these the file is given up. */
const mostAttempts = 25

/** Items that are known to be next; they are asked of the store together. */
const itemsAhead = 64

/** A line of a corpus is read in no time: many are in work together, so that readers do not wait for commits. */
const linePlaces = 1 / 8

/** The largest original that is read. */
export function maximumBytesOf(settings: IngestSettings): number {
  return settings.maximumFileMegabytes * 1_000_000
}

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
  const { store, telemetry } = options
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

  const reading: ItemReading = {
    pool: place.pool,
    originals: options.originals,
    own: options.own,
    maximumBytes: maximumBytesOf(settings),
    timeoutMs: settings.readTimeoutSeconds * 1_000,
    signal,
  }
  const settle = createSettler(options)
  const begin = createBatcher<number, null>({
    most: itemsAhead,
    async work(ordinals) {
      await store.write('jobItems.begin', { jobId, ordinals })
      return ordinals.map(() => null)
    },
  })

  function changed(): void {
    control.live({ current: [...inWork.values()].map(({ name }) => name), bytesDone })
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

  async function readOrGiveUp(item: PendingItem): Promise<ItemResult> {
    const target = { item, jobId, library: library as string }
    if (item.attempts >= mostAttempts && item.source.kind !== 'refused') {
      const { name, uri, bytes, modifiedAt } = item
      const original = { library: target.library, name, uri, bytes, contentHash: null, modifiedAt }
      return { item: { jobId, ordinal: item.ordinal }, outcome: 'refused', error: 'READ_CRASHED', original }
    }
    await begin(item.ordinal)
    const { result, detail } = await readItem(target, reading)
    if (result.outcome === 'refused') {
      telemetry.log.info({ jobId, ordinal: item.ordinal, code: result.error, detail }, 'file refused')
    }
    return result
  }

  async function handle(item: PendingItem): Promise<void> {
    try {
      const settled = await settle(await readOrGiveUp(item))
      if (settled !== 'stale') bytesDone += item.bytes
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
      ahead = await store.read('jobItems.pending', { jobId, exclude: [...inWork.keys()], limit: itemsAhead })
      if (ahead.length > 0) continue
      if (!mayGrow) return
      await woken
    }
  }

  async function start(item: PendingItem): Promise<void> {
    const places = item.source.kind === 'line' ? linePlaces : 1
    const slot = await place.slots.take({ bytes: item.bytes, places }, noMore)
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

/**
 * Takes the attempts of items back that were put down in good order. Not worth failing for: they are counted, not lost.
 */
async function release(
  { store, telemetry }: IngestRunnerOptions,
  items: { jobId: string; ordinals: number[] },
): Promise<void> {
  try {
    await store.write('jobItems.release', items)
  } catch (error) {
    telemetry.log.warn({ err: error, jobId: items.jobId }, 'attempts could not be taken back')
  }
}
