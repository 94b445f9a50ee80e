import type { Clock } from '../../jobs/clock.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { Models } from '../../usage/models.ts'
import type { LibraryIndexes } from './library-indexes.ts'

/** What making vectors works with. */
export type EmbeddingRooms = {
  store: Store
  telemetry: Telemetry
  models: Pick<Models, 'embedder'>
  indexes: Pick<LibraryIndexes, 'settle' | 'catchUp'>
  clock?: Clock
}
