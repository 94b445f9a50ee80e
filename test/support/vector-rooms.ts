import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { VectorLimits } from '../../src/engine/vectors/index-keeper.ts'
import type { Vectors } from '../../src/engine/vectors/vectors.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { openVectorIndexes, vectorCluster } from './vector-checks.ts'
import { createVectorStore, type VectorStore } from './vector-store.ts'

export type VectorRooms = { vectors: Vectors; dataFolder: string; key: Uint8Array; log: string[] }

/** Indexes that are closed when the running test ends; opened again with what it gave, they find their files. */
export function openVectorRooms(
  options: { dataFolder?: string; key?: Uint8Array; limits?: Partial<VectorLimits> } = {},
): VectorRooms {
  const { dataFolder = temporaryFolder(), key = randomBytes(32), limits } = options
  const opened = openVectorIndexes({ dataFolder, key, limits })
  onTestFinished(() => opened.vectors.close())
  return { ...opened, dataFolder, key }
}

/** Chunks 1 to `count` with the vectors of the cluster. */
export function filledVectorStore(count: number): VectorStore {
  const store = createVectorStore()
  for (let row = 0; row < count; row++) store.put(row + 1, vectorCluster.row(row))
  return store
}
