import type { ItemResult, SettledItem } from '../../store/repositories/ingestion.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { createBatcher } from './batcher.ts'

/** Results that are committed together at most. What is read while one commit runs goes with the next. */
const mostTogether = 64

/**
 * Commits results of one job, several in a transaction when they come faster than commits. Their content moves to the
 * store. A document that the database can't take is refused alone, the others go on.
 *
 * @throws Failure DISK_FULL, and LIBRARY_NOT_FOUND when the library was deleted
 */
export function createSettler(options: {
  store: Store
  telemetry: Telemetry
}): (result: ItemResult) => Promise<SettledItem> {
  const { store, telemetry } = options

  const settle = createBatcher<ItemResult, SettledItem>({
    most: mostTogether,
    work: (results) => store.write('ingestion.settle', { results, now: Date.now() }, contentsOf(results)),
  })

  return async (result) => {
    const settled = await settle(result)
    if (typeof settled === 'object') {
      telemetry.log.error({ err: settled.unstorable, ...result.item }, 'a document could not be stored')
    }
    if (settled === 'written' || typeof settled === 'object') {
      telemetry.metrics.filesRead.inc({ outcome: outcomeOf(result, settled) })
    }
    return settled
  }
}

function contentsOf(results: readonly ItemResult[]): ArrayBuffer[] {
  return results.flatMap((result) => (result.outcome === 'read' ? [result.document.content.buffer] : []))
}

function outcomeOf(result: ItemResult, settled: SettledItem): string {
  if (typeof settled === 'object') return 'READ_CRASHED'
  if (result.outcome === 'refused' || result.outcome === 'postponed') return result.error
  return result.outcome === 'unchanged' ? 'unchanged' : 'ready'
}
