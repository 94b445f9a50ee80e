import { mkdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { folderOf } from './folder-of.ts'
import { type IndexKeeper, keepIndex, type VectorLimits } from './index-keeper.ts'
import { startIndexThread } from './index-thread.ts'
import type { IndexPlace, Vectors } from './vectors.ts'

/** Below 10,000 vectors a scan takes under 10 ms, and is exact. A part of 125,000 is saved as a file of about 110 MB. */
const usualLimits: VectorLimits = {
  graphFrom: 10_000,
  partVectors: 125_000,
  fewChunks: 2_048,
  saveMs: 10_000,
  saveVectors: 25_000,
}

export type VectorsOptions = {
  /** Prepared, and locked by the caller; the indexes are in a folder of it. */
  dataFolder: string
  key: Uint8Array
  telemetry: Telemetry
  limits?: Partial<VectorLimits>
}

/** The vector indexes of a data folder, in a thread of their own. */
export function createVectors({ dataFolder, key, telemetry, limits }: VectorsOptions): Vectors {
  const folder = join(dataFolder, 'vectors')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const allLimits = { ...usualLimits, ...limits }
  const thread = startIndexThread({ folder, key, partVectors: allLimits.partVectors }, (err) =>
    telemetry.log.error({ err }, 'the thread of the vector indexes failed'),
  )
  const keepers = new Map<string, { number: number; keeper: IndexKeeper }>()
  let opened = 0
  let closing: Promise<void> | null = null

  async function close(): Promise<void> {
    const ended = await Promise.allSettled([...keepers.values()].map(({ keeper }) => keeper.close({ save: true })))
    for (const end of ended) {
      if (end.status === 'rejected') telemetry.log.error({ err: end.reason }, 'a vector index was not saved')
    }
    await thread.close()
  }

  return {
    open(place, source) {
      if (closing !== null) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
      const name = folderOf(folder, place)
      const open = keepers.get(name)
      if (open !== undefined) return open.keeper
      const number = opened++
      const keeper = keepIndex({ index: number, place, source, thread, telemetry, limits: allLimits })
      keepers.set(name, { number, keeper })
      keeper.wake()
      return keeper
    },
    async drop(place) {
      const name = folderOf(folder, place)
      const open = keepers.get(name)
      keepers.delete(name)
      await open?.keeper.close({ save: false })
      await thread.ask('forget', { index: open?.number ?? -1, place, deleteFiles: true })
    },
    async sweep(places: readonly IndexPlace[]) {
      // No thread is started for a folder that has nothing to lose.
      if ((await readdir(folder)).length === 0) return
      await thread.ask('sweep', { places: [...places] })
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}
