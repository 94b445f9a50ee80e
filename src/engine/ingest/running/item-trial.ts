import type { Chunking } from '../../../contract/chunking.ts'
import type { Settings } from '../../../contract/settings.ts'
import { type Clock, systemClock } from '../../jobs/clock.ts'
import type { Net } from '../../net/net.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { IngestPayload } from '../adding/add-paths.ts'
import { hasMovedHere } from '../folders/moved-here.ts'
import type { Originals } from '../originals.ts'
import type { OwnFolder } from '../own-folder.ts'
import type { ReadingPlace, ReadingRoom } from '../reading/reading-room.ts'
import { createBatcher } from './batcher.ts'
import type { ItemTrial } from './try-item.ts'

export type IngestSettings = Settings['ingest']

export type IngestRunnerOptions = {
  store: Store
  telemetry: Telemetry
  settings: () => Promise<IngestSettings>
  originals: Originals
  own: OwnFolder
  readingRoom: ReadingRoom
  net: Net
  clock?: Clock
}

/** Items whose beginning is noted together at most. */
const begunTogether = 64

/** A line of a corpus is read in no time: many are in work together, so that readers do not wait for commits. */
const linePlaces = 1 / 8

/** A page of the web is mostly waited for. */
const pagePlaces = 1 / 2

/** The largest original that is read. */
export function maximumBytesOf(settings: IngestSettings): number {
  return settings.maximumFileMegabytes * 1_000_000
}

/** What the items of one run of a job are tried with. */
export function createItemTrial(
  options: IngestRunnerOptions,
  run: {
    jobId: string
    payload: IngestPayload
    settings: IngestSettings
    chunking: Chunking
    place: ReadingPlace
    signal: AbortSignal
  },
): ItemTrial {
  const { store, clock = systemClock } = options
  const { jobId, payload, settings, chunking, place, signal } = run
  return {
    pool: place.pool,
    originals: options.originals,
    net: options.net,
    own: options.own,
    memoryIsShort: place.memoryIsShort,
    maximumBytes: maximumBytesOf(settings),
    timeoutMs: settings.readTimeoutSeconds * 1_000,
    ocr: settings.ocr ? { languages: settings.ocrLanguages } : null,
    chunking,
    again: payload.reread === true,
    signal,
    hasMovedHere: (item, contentHash) => hasMovedHere(item, contentHash, { store, own: options.own, signal }),
    addMembers: (of, members) => store.write('ingestion.addMembers', { item: of, members }),
    begin: createBatcher<number, null>({
      most: begunTogether,
      async work(ordinals) {
        await store.write('jobItems.begin', { jobId, ordinals })
        return ordinals.map(() => null)
      },
    }),
    now: () => clock.now(),
    random: Math.random,
  }
}

/** What an item takes of the places among the files in work. */
export function placesOf({ source }: PendingItem): number {
  if (source.kind === 'line') return linePlaces
  return source.kind === 'url' ? pagePlaces : 1
}

/**
 * Takes the attempts of items back that were put down in good order. Not worth failing for: they are counted, not lost.
 */
export async function release(
  { store, telemetry }: IngestRunnerOptions,
  items: { jobId: string; ordinals: number[] },
): Promise<void> {
  try {
    await store.write('jobItems.release', items)
  } catch (error) {
    telemetry.log.warn({ err: error, jobId: items.jobId }, 'attempts could not be taken back')
  }
}
