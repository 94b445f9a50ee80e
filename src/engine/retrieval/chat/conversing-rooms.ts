import type { Settings } from '../../../contract/settings.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Batches } from '../../usage/batches.ts'
import type { Generations } from '../../usage/generation.ts'
import type { RetrievalRooms } from '../requests.ts'
import type { Retrieval } from '../retrieval.ts'

/** What conversations work with. */
export type ConversingRooms = RetrievalRooms & {
  retrieval: Pick<Retrieval, 'answer' | 'plan'>
  generations: Generations
  batches: Batches
  allSettings: () => Promise<Settings>
  /** Of questions that wait for a model. */
  clock: Clock
}
