import { pauseBeforeRetry } from '../../../domain/backoff.ts'
import type { ItemResult } from '../../store/repositories/ingestion.ts'
import type { PendingItem } from '../../store/repositories/job-items.ts'
import { type ItemReading, readItem } from './read-item.ts'

/** Starts of one file that the whole engine did not survive. After these the file is given up. */
const mostAttempts = 25

export type ItemTarget = { item: PendingItem; jobId: string; library: string }

/** What came of a try. `milliseconds` is what it took of a reader. */
export type TriedItem = { result: ItemResult; milliseconds: number }

export type ItemTrial = ItemReading & {
  /** Notes that work on the item begins. */
  begin: (ordinal: number) => Promise<unknown>
  now: () => number
  /** From 0 up to 1. */
  random: () => number
}

/**
 * Tries an item once. A failure that may pass puts it off instead of ending it, as long as there are tries left. What was
 * taken for the item and is needed until its result is written down is freed with `held`.
 */
export async function tryItem(target: ItemTarget, trial: ItemTrial, held: DisposableStack): Promise<TriedItem> {
  const { item } = target
  if (item.attempts >= mostAttempts && item.source.kind !== 'refused') {
    return { result: giveUp(target), milliseconds: 0 }
  }
  await trial.begin(item.ordinal)
  const { result, mayPass, milliseconds } = await readItem(target, trial, held)
  if (result.outcome !== 'refused' || mayPass === null) return { result, milliseconds }
  const pause = pauseBeforeRetry({ tries: item.retries + 1, askedMs: mayPass.afterMs, random: trial.random() })
  if (pause === null) return { result, milliseconds }
  const { item: reference, error, detail } = result
  const retryAt = trial.now() + pause
  return { result: { item: reference, outcome: 'postponed', error, detail, retryAt }, milliseconds }
}

function giveUp({ item, jobId, library }: ItemTarget): ItemResult {
  const { ordinal, name, uri, bytes, modifiedAt } = item
  const original = { library, name, uri, bytes, contentHash: null, modifiedAt }
  const detail = `the engine did not survive ${mostAttempts} starts of reading it`
  return { item: { jobId, ordinal }, outcome: 'refused', error: 'READ_CRASHED', detail, original }
}
