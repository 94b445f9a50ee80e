import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { vectorCluster, vectorPlace, vectorRecall } from '../../../test/support/vector-checks.ts'
import { filledVectorStore } from '../../../test/support/vector-rooms.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { keepIndex } from './index-keeper.ts'
import { startIndexThread } from './index-thread.ts'

it('an index whose thread died is opened again in the one that took its place', async () => {
  const folder = join(temporaryFolder(), 'vectors')
  mkdirSync(folder)
  const telemetry = createTelemetry({ level: 'silent' })
  const thread = startIndexThread({ folder, key: randomBytes(32), partVectors: 400 }, () => undefined)
  onTestFinished(() => thread.close())
  const store = filledVectorStore(500)
  const limits = { graphFrom: 250, partVectors: 400, fewChunks: 100, saveMs: 3_600_000, saveVectors: 1_000_000 }
  const index = keepIndex({ index: 3, place: vectorPlace, source: store, thread, telemetry, limits })
  await index.settle()
  store.remove(1)
  // A new thread knows no index.
  await thread.ask('forget', { index: 3, place: vectorPlace, deleteFiles: false })
  expect((await index.search({ vector: vectorCluster.row(0), limit: 1 })).neighbours).toHaveLength(1)
  await index.settle()
  expect(await vectorRecall(index, store)).toEqual({ recall: expect.closeTo(1, 1), wrong: [], isComplete: true })
})
