import { systemClock } from '../../jobs/clock.ts'
import type { JobControl, JobRunner } from '../../jobs/job-runner.ts'
import type { StoredJob } from '../../store/repositories/jobs.ts'
import type { Store } from '../../store/store.ts'
import type { EmbeddingRooms } from './embedding-rooms.ts'
import { createEmbeddingStep, type EmbeddingItem } from './embedding-step.ts'
import { finishChange } from './finish-change.ts'
import { isModelError, pauseOf, whyUnreachable } from './model-trouble.ts'
import { passTime } from './pass-time.ts'

/** Documents whose chunks are embedded together. */
const itemsTogether = 32
const itemsListed = 1_000

/**
 * Runs jobs that make vectors of a library's chunks, and that bring a change of its model to its end. What is kept is kept: a
 * kill costs the batch in work. A model whose server can't be reached is waited for; a document that a model does not take
 * is an item that failed, and is found by its words.
 */
export function createEmbeddingRunner(options: EmbeddingRooms): JobRunner {
  const { store, clock = systemClock } = options
  return {
    async run(job, control) {
      const library = job.libraryId
      if (library === null) throw new Error('a job that makes vectors without a library')
      if (job.listing) await listDocuments(store, { job, library }, control)
      const progress = { bytesDone: 0 }
      let tries = 0
      while (!control.drain.aborted) {
        const items = await takeItems(store, job)
        if (items === null) break
        try {
          await work(options, { job, library, items, progress }, control)
          tries = 0
        } catch (error) {
          if (control.drain.aborted) return
          const code = whyUnreachable(error)
          if (code === null) throw error
          const pause = pauseOf(tries++)
          const ordinals = items.map(({ ordinal }) => ordinal)
          await store.write('vectors.postpone', { jobId: job.id, ordinals, error: code, retryAt: clock.now() + pause })
          control.live({ current: [], bytesDone: progress.bytesDone })
          await passTime(clock, pause, control.drain)
        }
      }
      if (!control.drain.aborted) await finishChange(options, library, control.drain)
    },
  }
}

async function listDocuments(
  store: Store,
  { job, library }: { job: StoredJob; library: string },
  control: JobControl,
): Promise<void> {
  for (let after = 0; !control.drain.aborted; ) {
    const { last, items } = await store.read('librarySpaces.toEmbed', { library, after, limit: itemsListed })
    if (items.length === 0) {
      await store.write('jobs.endListing', { jobId: job.id })
      return
    }
    await store.write('jobs.addItems', { jobId: job.id, items })
    after = last
  }
}

/** The next documents that lack vectors; null when there are none. Those that lack none are done. */
async function takeItems(store: Store, job: StoredJob): Promise<EmbeddingItem[] | null> {
  for (;;) {
    const pending = await store.read('jobItems.pending', { jobId: job.id, exclude: [], limit: itemsTogether })
    if (pending.length === 0) return null
    const items = pending.map(({ ordinal, name, source }) => {
      if (source.kind !== 'stored') throw new Error('an item that is no stored document')
      return { ordinal, name, documentId: source.documentId }
    })
    const done = await store.write('vectors.finish', { jobId: job.id, items })
    if (done.length < items.length) return items.filter(({ ordinal }) => !done.includes(ordinal))
  }
}

type Work = { job: StoredJob; library: string; items: readonly EmbeddingItem[]; progress: { bytesDone: number } }

/** One batch. A model that fails at it is given each document alone, so that only that one is refused which it fails at. */
async function work(options: EmbeddingRooms, about: Work, control: JobControl): Promise<void> {
  const { items, progress } = about
  const step = createEmbeddingStep(options, about.library, control.drain)
  const show = (names: readonly string[]) => control.live({ current: names, bytesDone: progress.bytesDone })
  show(items.map(({ name }) => name))
  try {
    progress.bytesDone += await step(items)
  } catch (error) {
    if (control.drain.aborted || whyUnreachable(error) !== null || !isModelError(error)) throw error
    for (const item of items) {
      if (control.drain.aborted) return
      show([item.name])
      progress.bytesDone += await embedAlone(options, { ...about, items: [item] }, control)
    }
  }
}

async function embedAlone(
  options: EmbeddingRooms,
  { job, library, items: [item] }: Work,
  control: JobControl,
): Promise<number> {
  if (item === undefined) return 0
  const { store, telemetry } = options
  const step = createEmbeddingStep(options, library, control.drain)
  let characters = 0
  try {
    for (let some = await step([item]); some > 0; some = await step([item])) characters += some
  } catch (error) {
    if (control.drain.aborted || whyUnreachable(error) !== null || !isModelError(error)) throw error
    telemetry.log.warn({ err: error, jobId: job.id, ordinal: item.ordinal }, 'a document was not embedded')
    const { ordinal, documentId } = item
    await store.write('vectors.refuse', { item: { jobId: job.id, ordinal }, documentId, error: 'MODEL_FAILED' })
  }
  return characters
}
