import type { Chunking } from '../../../contract/chunking.ts'
import type { Chunk } from '../../../contract/document-care.ts'
import type { Clock } from '../../jobs/clock.ts'
import type { JobRunner } from '../../jobs/job-runner.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { type ChunkingModels, embedForChunking, findChunkingModel, noModels } from './chunking-model.ts'
import { createChunkingRoom } from './chunking-room.ts'
import { needsModel } from './needs-model.ts'
import { createRechunkRunner } from './run-rechunking.ts'

/** How stored documents are cut in other ways than they were when they were read. */
export type Rechunking = {
  /**
   * Keeps settings of a library, all or none; what is not said stays. For another way of cutting it makes the job that cuts
   * the documents that are there anew. The caller cancels the unfinished jobs that it takes the place of, and wakes the
   * queue. `jobId` is null when there is nothing to cut.
   *
   * @throws Failure LIBRARY_NOT_FOUND, CHUNKING_NEEDS_MODEL, MODEL_NOT_LOCAL, DISK_FULL
   */
  configure(input: ConfigureInput): Promise<{
    jobId: string | null
    superseded: string[]
  }>
  /**
   * Some of the chunks that a document would have; nothing is changed.
   *
   * @throws Failure DOCUMENT_NOT_FOUND, DOCUMENT_NOT_READY, CHUNKING_NEEDS_MODEL
   */
  preview(input: PreviewInput, signal?: AbortSignal): Promise<{ total: number; items: Chunk[] }>
  runner: JobRunner
  /** To be called when the queue is closed, and before the store is. */
  close(): Promise<void>
}

type ConfigureInput = {
  library: string
  chunking?: Chunking | undefined
  rechunk: boolean
  localOnly?: boolean | undefined
}
type PreviewInput = { documentId: string; chunking: Chunking; offset: number; limit: number }

export function createRechunking(options: {
  store: Store
  telemetry: Telemetry
  /** Without it there is no model. */
  models?: ChunkingModels
  clock?: Clock
}): Rechunking {
  const { store, models = noModels } = options
  const room = createChunkingRoom()
  return {
    async configure({ library, rechunk, ...asked }) {
      const before = await store.read('libraries.get', { library })
      const { chunking = before.chunking, localOnly = before.localOnly } = asked
      const isNewlyKept = localOnly && !before.localOnly
      if (needsModel(chunking.strategy) && (asked.chunking !== undefined || isNewlyKept)) {
        await findChunkingModel({ store, models }, { library: before.id, chunking, localOnly })
      }
      const known = isNewlyKept ? await models.list('embedding') : []
      return store.write('librarySettings.configure', {
        ...{ library: before.id, rechunk, now: Date.now() },
        chunking: asked.chunking ?? null,
        localOnly: asked.localOnly ?? null,
        localModels: known.flatMap(({ id, isLocal }) => (isLocal ? [id] : [])),
      })
    },
    async preview({ documentId, chunking, offset, limit }, signal) {
      const { libraryId } = await store.read('documents.get', { documentId })
      const embed = await embedForChunking({ store, models }, { libraryId, chunking }, signal)
      const { packed } = await store.read('chunks.source', { documentId }, signal)
      return room.preview(packed, chunking, { offset, limit, signal, embed })
    },
    runner: createRechunkRunner({ ...options, models, room }),
    close: () => room.close(),
  }
}
