import type { Store } from '../../store/store.ts'
import type { PastExchange } from './fit-history.ts'

/**
 * Whether what a question is answered from may not leave this machine: what is searched, or what earlier answers of the
 * conversation rest on. No library named means all of them.
 */
export async function isLocalOnly(
  store: Store,
  { libraryIds, past }: { libraryIds: readonly string[] | undefined; past: readonly PastExchange[] },
): Promise<boolean> {
  const searched = libraryIds === undefined || libraryIds.length === 0 ? null : libraryIds
  const kept = await store.read('libraries.localOnly', { libraryIds: searched })
  if (kept.length > 0) return true
  const documentIds = [...new Set(past.flatMap((exchange) => exchange.documentIds))]
  return documentIds.length > 0 && (await store.read('messages.restOnLocalOnly', { documentIds }))
}
