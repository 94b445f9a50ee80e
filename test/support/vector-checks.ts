import { createTelemetry } from '../../src/engine/telemetry/telemetry.ts'
import { createVectors } from '../../src/engine/vectors/create-vectors.ts'
import type { VectorLimits } from '../../src/engine/vectors/index-keeper.ts'
import type { VectorIndex, Vectors } from '../../src/engine/vectors/vectors.ts'
import { clusteredVectors } from './clustered-vectors.ts'
import type { VectorStore } from './vector-store.ts'

export const vectorPlace = { libraryId: 'library', fingerprint: 'model', dimensions: 24 }

/** So small that a few hundred vectors make graphs of several parts; nothing is saved before it is asked for. */
const smallLimits: VectorLimits = {
  graphFrom: 250,
  partVectors: 400,
  fewChunks: 100,
  saveMs: 3_600_000,
  saveVectors: 1_000_000,
}

export const vectorCluster = clusteredVectors({ count: 3_000, dimensions: 24, seed: 7, clusters: 20 })

/** Indexes of a data folder with small limits, and what they warn of. The caller closes them. */
export function openVectorIndexes(options: {
  dataFolder: string
  key: Uint8Array
  limits?: Partial<VectorLimits> | undefined
}): { vectors: Vectors; log: string[] } {
  const { dataFolder, key, limits } = options
  const log: string[] = []
  const telemetry = createTelemetry({ level: 'warn', destination: (line) => log.push(line) })
  return { vectors: createVectors({ dataFolder, key, telemetry, limits: { ...smallLimits, ...limits } }), log }
}

/**
 * The part of the true ten nearest that an index finds, over some questions. Wrong are those that the store does not
 * have, or that are not as similar as said.
 */
export async function vectorRecall(
  index: VectorIndex,
  store: VectorStore,
  options: { questions?: number; only?: readonly number[] } = {},
): Promise<{ recall: number; wrong: number[]; isComplete: boolean }> {
  const { questions = 50, only } = options
  const wrong: number[] = []
  let found = 0
  let wanted = 0
  let isComplete = true
  for (let question = 0; question < questions; question++) {
    const vector = vectorCluster.row(question * 59)
    const result = await index.search({ vector, limit: 10, only })
    const truth = store.nearest(vector, 10, only)
    wanted += truth.length
    // One that is as similar as the last of the true ones is as good.
    const least = store.similarity(truth.at(-1) ?? 0, vector) ?? 0
    for (const { chunkId, similarity } of result.neighbours) {
      const trueSimilarity = store.similarity(chunkId, vector) ?? Number.NaN
      if (!(Math.abs(trueSimilarity - similarity) < 0.005) || only?.includes(chunkId) === false) wrong.push(chunkId)
      if (trueSimilarity >= least) found++
    }
    isComplete &&= result.isComplete
  }
  return { recall: found / wanted, wrong, isComplete }
}
