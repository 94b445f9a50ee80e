import { isFailure } from '../../domain/failure.ts'
import type { ItemResult, SettledItem } from '../store/repositories/ingestion.ts'
import { type Store, StoreError } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { createBatcher } from './batcher.ts'

/** Results that are committed together at most. What is read while one commit runs goes with the next. */
const mostTogether = 64

/**
 * Commits results of one job, several in a transaction when they come faster than commits. A document that the database
 * can't take is refused alone, the others go on.
 *
 * @throws Failure DISK_FULL, and LIBRARY_NOT_FOUND when the library was deleted
 */
export function createSettler(options: {
  store: Store
  telemetry: Telemetry
}): (result: ItemResult) => Promise<SettledItem> {
  const { store, telemetry } = options

  const commit = (results: ItemResult[]) => store.write('ingestion.settle', { results, now: Date.now() })

  async function commitAlone(result: ItemResult): Promise<SettledItem | undefined> {
    try {
      return (await commit([result]))[0]
    } catch (error) {
      if (!(error instanceof StoreError) || result.outcome !== 'read') throw error
      telemetry.log.error({ err: error, ...result.item }, 'a document could not be stored')
      const { library, name, uri, bytes, contentHash, modifiedAt } = result.document
      const original = { library, name, uri, bytes, contentHash, modifiedAt }
      return (await commit([{ item: result.item, outcome: 'refused', error: 'READ_CRASHED', original }]))[0]
    }
  }

  const settle = createBatcher<ItemResult, SettledItem>({
    most: mostTogether,
    async work(results) {
      try {
        return await commit(results)
      } catch (error) {
        if (isFailure(error)) throw error
        const settled: SettledItem[] = []
        for (const result of results) settled.push((await commitAlone(result)) ?? 'dropped')
        return settled
      }
    },
  })

  return async (result) => {
    const settled = await settle(result)
    if (settled === 'written') {
      const outcome = result.outcome === 'refused' ? result.error : result.outcome === 'read' ? 'ready' : 'unchanged'
      telemetry.metrics.filesRead.inc({ outcome })
    }
    return settled
  }
}
