import type { EmbeddingEstimate } from '../../../contract/libraries.ts'
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
   * @throws Failure LIBRARY_NOT_FOUND, MODEL_NOT_FOUND, MODEL_NOT_INSTALLED, MODEL_FAILED, MODEL_UNREACHABLE, NETWORK_OFFLINE
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
    estimate: (input, signal) => estimateEmbedding({ store, models }, input, signal),
    async choose({ library, modelId }) {
      const { id } = await store.read('libraries.get', { library })
      const space = modelId === null ? null : { ...(await describe(models, modelId)), modelId }
      return store.write('librarySpaces.choose', { library: id, space, now: Date.now() })
    },
    runner: createEmbeddingRunner(options),
  }
}

async function describe(models: Pick<Models, 'embedder'>, modelId: string) {
  const { fingerprint, dimensions } = await models.embedder(modelId)
  return { fingerprint, dimensions }
}
