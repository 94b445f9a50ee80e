import type { EmbeddingEstimate } from '../../../contract/libraries.ts'
import type { Model } from '../../../contract/models.ts'
import { Failure } from '../../../domain/failure.ts'
import type { JobRunner } from '../../jobs/job-runner.ts'
import type { Models } from '../../usage/models.ts'
import type { EmbeddingRooms } from './embedding-rooms.ts'
import { estimateEmbedding } from './estimate-embedding.ts'
import { createEmbeddingRunner } from './run-embedding.ts'

/** The vectors of libraries: which model makes them, what that takes, and the jobs that do it. */
export type Embedding = {
  /**
   * What vectors of a model would take for a library, measured just now on some of its chunks.
   *
   * @throws Failure LIBRARY_NOT_FOUND, MODEL_NOT_FOUND, MODEL_NOT_INSTALLED, MODEL_FAILED, MODEL_UNREACHABLE,
   * NETWORK_OFFLINE; MODEL_NOT_LOCAL for a model on another machine, of a library that stays on this one
   */
  estimate(input: { library: string; modelId: string }, signal?: AbortSignal): Promise<EmbeddingEstimate>
  /**
   * Gives a library vectors of a model, or of another than it has; null takes them away. The caller cancels the jobs that
   * this takes the place of, and wakes the queue. `jobId` is null when nothing is to be made.
   *
   * @throws Failure as `estimate` does, and DISK_FULL
   */
  choose(input: { library: string; modelId: string | null }): Promise<{ jobId: string | null; superseded: string[] }>
  runner: JobRunner
}

export function createEmbedding(options: EmbeddingRooms & { models: Pick<Models, 'embedder' | 'get'> }): Embedding {
  const { store, models } = options
  return {
    async estimate(input, signal) {
      await requireAllowed(options, input)
      return await estimateEmbedding({ store, models }, input, signal)
    },
    async choose({ library, modelId }) {
      const { id } = await store.read('libraries.get', { library })
      const space = modelId === null ? null : await describe(options, { library, modelId })
      return store.write('librarySpaces.choose', { library: id, space, now: Date.now() })
    },
    runner: createEmbeddingRunner(options),
  }
}

type Rooms = Pick<EmbeddingRooms, 'store'> & { models: Pick<Models, 'embedder' | 'get'> }
type Wanted = { library: string; modelId: string }

async function describe(rooms: Rooms, wanted: Wanted) {
  const { isLocal } = await requireAllowed(rooms, wanted)
  const { fingerprint, dimensions } = await rooms.models.embedder(wanted.modelId)
  return { fingerprint, dimensions, modelId: wanted.modelId, isLocal }
}

/** Before a model is told anything. @throws Failure LIBRARY_NOT_FOUND, MODEL_NOT_FOUND, MODEL_NOT_LOCAL */
async function requireAllowed({ store, models }: Rooms, { library, modelId }: Wanted): Promise<Model> {
  const { name, localOnly } = await store.read('libraries.get', { library })
  const model = await models.get(modelId)
  if (localOnly && !model.isLocal) throw new Failure('MODEL_NOT_LOCAL', { modelId, library: name })
  return model
}
