import type { FileErrorCode } from '../../../contract/errors.ts'
import { isFailure } from '../../../domain/failure.ts'
import { type Clock, systemClock } from '../../jobs/clock.ts'
import type { JobControl, JobRunner } from '../../jobs/job-runner.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import type { StoredJob } from '../../store/repositories/jobs.ts'
import type { RechunkResult } from '../../store/repositories/rechunking.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { isModelError, pauseOf, whyUnreachable } from '../embedding/model-trouble.ts'
import { passTime } from '../embedding/pass-time.ts'
import { type ChunkingModels, embedForChunking } from './chunking-model.ts'
import { ChunkingError, type ChunkingRoom } from './chunking-room.ts'

export type RechunkRunnerOptions = {
  store: Store
  telemetry: Telemetry
  room: ChunkingRoom
  models: ChunkingModels
  clock?: Clock
}

/** Items that are asked of the store together. */
const itemsAhead = 64
const itemsListed = 1_000

/**
 * Runs jobs that cut a library's documents anew, as its settings then are: one document after another, each in one
 * transaction, so that a kill costs the work on one and a search finds every document all the time.
 */
export function createRechunkRunner(options: RechunkRunnerOptions): JobRunner {
  const { store, telemetry, clock = systemClock } = options
  return {
    async run(job, control) {
      if (job.listing) await listDocuments(store, job, control)
      let bytesDone = 0
      let tries = 0
      while (!control.drain.aborted) {
        const ahead = await store.read('jobItems.pending', { jobId: job.id, exclude: [], limit: itemsAhead })
        if (ahead.length === 0) return
        for (const item of ahead) {
          if (control.drain.aborted) return
          control.live({ current: [item.name], bytesDone })
          const result = await rechunkDocument(options, { job, item }, control.signal)
          if (result.outcome === 'unreachable') {
            const pause = pauseOf(tries++)
            const postponed = { jobId: job.id, ordinals: [item.ordinal], error: result.error }
            await store.write('vectors.postpone', { ...postponed, retryAt: clock.now() + pause })
            control.live({ current: [], bytesDone })
            await passTime(clock, pause, control.drain)
            break
          }
          tries = 0
          if (result.outcome === 'failed') {
            telemetry.log.warn({ jobId: job.id, ordinal: item.ordinal, code: result.error }, 'document not cut anew')
          }
          const moved = result.outcome === 'cut' ? [result.chunks.buffer] : []
          if ((await store.write('rechunk.settle', result, moved)) === 'written') bytesDone += item.bytes
        }
        control.live({ current: [], bytesDone })
      }
    },
  }
}

async function listDocuments(store: Store, job: StoredJob, control: JobControl): Promise<void> {
  const library = job.libraryId
  if (library === null) throw new Error('a job that cuts documents anew without a library')
  for (let after = 0; !control.drain.aborted; ) {
    const { last, items } = await store.read('librarySettings.stored', { library, after, limit: itemsListed })
    if (items.length === 0) {
      await store.write('jobs.endListing', { jobId: job.id })
      return
    }
    await store.write('jobs.addItems', { jobId: job.id, items })
    after = last
  }
}

async function rechunkDocument(
  { store, room, models }: RechunkRunnerOptions,
  { job, item }: { job: StoredJob; item: PendingItem },
  signal: AbortSignal,
): Promise<RechunkResult | { outcome: 'unreachable'; error: FileErrorCode }> {
  if (item.source.kind !== 'stored' || job.libraryId === null) throw new Error('an item that is no stored document')
  const { documentId } = item.source
  const about = { item: { jobId: job.id, ordinal: item.ordinal }, documentId }
  try {
    // The settings first: when they change while the document is cut, the store will see that.
    const chunking = await store.read('librarySettings.chunking', { library: job.libraryId })
    const embed = await embedForChunking({ store, models }, { libraryId: job.libraryId, chunking }, signal)
    const { version, packed } = await store.read('chunks.source', { documentId }, signal)
    return { ...about, outcome: 'cut', version, chunking, chunks: await room.cut(packed, chunking, { embed, signal }) }
  } catch (error) {
    if (isGone(error)) return { ...about, outcome: 'gone' }
    const unreachable = whyUnreachable(error)
    if (unreachable !== null) return { outcome: 'unreachable', error: unreachable }
    if (isModelError(error)) return { ...about, outcome: 'failed', error: 'MODEL_FAILED' }
    if (error instanceof ChunkingError) return { ...about, outcome: 'failed', error: error.code }
    throw error
  }
}

function isGone(error: unknown): boolean {
  return isFailure(error) && (error.code === 'DOCUMENT_NOT_FOUND' || error.code === 'DOCUMENT_NOT_READY')
}
