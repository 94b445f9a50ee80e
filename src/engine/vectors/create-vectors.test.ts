import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { clusteredVectors } from '../../../test/support/clustered-vectors.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { createVectorStore } from '../../../test/support/vector-store.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { createVectors } from './create-vectors.ts'
import type { VectorLimits } from './index-keeper.ts'
import type { VectorIndex } from './vectors.ts'

const place = { libraryId: 'library', fingerprint: 'model', dimensions: 24 }
const small = { graphFrom: 400, partVectors: 700, saveMs: 60_000, saveVectors: 500 }
const cluster = clusteredVectors({ count: 3_000, dimensions: 24, seed: 7, clusters: 20 })

function rooms(options: { dataFolder?: string; key?: Uint8Array; limits?: Partial<VectorLimits> } = {}) {
  const { dataFolder = temporaryFolder(), key = randomBytes(32), limits = small } = options
  const lines: string[] = []
  const telemetry = createTelemetry({ level: 'warn', destination: (line) => lines.push(line) })
  const vectors = createVectors({ dataFolder, key, telemetry, limits })
  onTestFinished(() => vectors.close())
  return { vectors, dataFolder, key, lines }
}

function filledStore(count: number) {
  const store = createVectorStore()
  for (let row = 0; row < count; row++) store.put(row + 1, cluster.row(row))
  return store
}

/** The part of the true ten nearest that the index finds, over some questions. */
async function recall(index: VectorIndex, store: ReturnType<typeof createVectorStore>, only?: number[]) {
  let found = 0
  let wanted = 0
  for (let question = 0; question < 50; question++) {
    const vector = cluster.row(question * 59)
    const { neighbours } = await index.search({ vector, limit: 10, only })
    const truth = store.nearest(vector, 10, only)
    const ids = new Set(neighbours.map(({ chunkId }) => chunkId))
    found += truth.filter((id) => ids.has(id)).length
    wanted += truth.length
  }
  return found / wanted
}

it('compares every vector while they are few, and keeps no file', async () => {
  const { vectors, dataFolder } = rooms()
  const store = filledStore(300)
  const index = vectors.open(place, store)
  const first = await index.search({ vector: cluster.row(3), limit: 5 })
  expect(first.neighbours.map(({ chunkId }) => chunkId)).toEqual(store.nearest(cluster.row(3), 5))
  expect(first.neighbours[0]?.similarity).toBeCloseTo(1, 3)
  await index.settle()
  expect(index.state()).toMatchObject({ kind: 'exact', vectors: 300, reached: 300, doing: 'nothing' })
  expect(readdirSync(join(dataFolder, 'vectors'))).toEqual(['plain'])
})

it('RET-1.dense: a graph of several parts finds what an exact scan finds', async () => {
  const { vectors } = rooms()
  const store = filledStore(2_000)
  const index = vectors.open(place, store)
  await index.settle()
  expect(index.state()).toMatchObject({ kind: 'graph', vectors: 2_000 })
  expect(await recall(index, store)).toBeGreaterThanOrEqual(0.99)
})
