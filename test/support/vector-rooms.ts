import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createTelemetry } from '../../src/engine/telemetry/telemetry.ts'
import { createVectors } from '../../src/engine/vectors/create-vectors.ts'
import type { VectorLimits } from '../../src/engine/vectors/index-keeper.ts'
import type { VectorIndex, Vectors } from '../../src/engine/vectors/vectors.ts'
import { clusteredVectors } from './clustered-vectors.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { createVectorStore, type VectorStore } from './vector-store.ts'

export const vectorPlace = { libraryId: 'library', fingerprint: 'model', dimensions: 24 }

/** So small that a few hundred vectors make graphs of several parts; nothing is saved before it is asked for. */
export const smallLimits: VectorLimits = {
  graphFrom: 400,
  partVectors: 700,
  fewChunks: 100,
  saveMs: 3_600_000,
  saveVectors: 1_000_000,
}

export const vectorCluster = clusteredVectors({ count: 3_000, dimensions: 24, seed: 7, clusters: 20 })

export type VectorRooms = { vectors: Vectors; dataFolder: string; key: Uint8Array; log: string[] }

/** Indexes of a data folder; opened again with what it gave, they find their files. */
export function openVectorRooms(
  options: { dataFolder?: string; key?: Uint8Array; limits?: Partial<VectorLimits> } = {},
): VectorRooms {
  const { dataFolder = temporaryFolder(), key = randomBytes(32), limits } = options
  const log: string[] = []
  const telemetry = createTelemetry({ level: 'warn', destination: (line) => log.push(line) })
  const vectors = createVectors({ dataFolder, key, telemetry, limits: { ...smallLimits, ...limits } })
  onTestFinished(() => vectors.close())
  return { vectors, dataFolder, key, log }
}

/** Chunks 1 to `count` with the vectors of the cluster. */
export function filledVectorStore(count: number): VectorStore {
  const store = createVectorStore()
  for (let row = 0; row < count; row++) store.put(row + 1, vectorCluster.row(row))
  return store
}

/** The part of the true ten nearest that an index finds, over fifty questions; wrong are those that the store does not have. */
export async function vectorRecall(
  index: VectorIndex,
  store: VectorStore,
  only?: readonly number[],
): Promise<{ recall: number; wrong: number[]; isComplete: boolean }> {
  const known = new Set(only ?? store.chunkIds())
  const wrong: number[] = []
  let found = 0
  let wanted = 0
  let isComplete = true
  for (let question = 0; question < 50; question++) {
    const vector = vectorCluster.row(question * 59)
    const result = await index.search({ vector, limit: 10, only })
    const ids = result.neighbours.map(({ chunkId }) => chunkId)
    const truth = store.nearest(vector, 10, only)
    found += truth.filter((id) => ids.includes(id)).length
    wanted += truth.length
    wrong.push(...ids.filter((id) => !known.has(id)))
    isComplete &&= result.isComplete
  }
  return { recall: found / wanted, wrong, isComplete }
}
