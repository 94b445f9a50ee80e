import { Failure, isFailure } from '../../domain/failure.ts'
import type { BatchModel, BatchResult } from '../inference/language-model.ts'
import { ModelError } from '../inference/model-runner.ts'
import type { StoredBatch } from '../store/repositories/batches.ts'
import type { Store } from '../store/store.ts'
import type { LanguageModels } from './language-models.ts'
import { asFailure } from './model-failure.ts'
import { readBatch } from './stored-batch.ts'

/** How it stands with a batch at its provider. */
export type SeenBatch =
  /** `at`: where it can be called off; null while that is not known. `failure`: why its provider could not be asked. */
  | { state: 'running'; pauseMs: number; failure: Failure | null; at: BatchAddress | null }
  /** `result`: null when it ended without one. */
  | { state: 'ended'; at: BatchAddress; result: BatchResult | null }
  /** It is not where it should be, or nobody can be asked any more. */
  | { state: 'lost'; failure: Failure }

export type BatchAddress = { batches: BatchModel; batchId: string }

export type SeeRooms = { store: Store; languages: Pick<LanguageModels, 'open'>; now: () => number }

/** Providers end a batch within a day; one whose provider can't be asked for so long is given up. */
const longestMs = 3 * 24 * 3_600_000
/** A call that was given up here may arrive there so much later. */
const arrivingMs = 15 * 60_000
const firstPauseMs = 30_000
const longestPauseMs = 10 * 60_000

/** A provider does not know of something any more. */
export const isGone = ({ status }: ModelError): boolean => status === 404 || status === 410

export const isOverdue = ({ submittedAt }: StoredBatch, now: number): boolean => now - submittedAt >= longestMs

/** Until a batch is worth a look: a quarter of its age. Most end within an hour, some after a day. */
export function pauseOf({ submittedAt }: Pick<StoredBatch, 'submittedAt'>, now: number): number {
  return Math.round(Math.min(longestPauseMs, Math.max(firstPauseMs, (now - submittedAt) / 4)))
}

/** Asks its provider. @throws the signal's reason */
export async function seeBatch(rooms: SeeRooms, batch: StoredBatch, signal: AbortSignal): Promise<SeenBatch> {
  const { model } = readBatch(batch).choice
  const lost = (reason: string): SeenBatch => ({
    state: 'lost',
    failure: new Failure('MODEL_UNREACHABLE', { modelId: model, status: null, reason }),
  })
  try {
    const { batches } = (await rooms.languages.open(model)).model
    if (batches === undefined) return lost('the provider has no batches any more')
    const seen = await ask(rooms, { batch, batches, signal })
    if (seen === 'nowhere') return lost('the batch did not reach its provider')
    return seen.state === 'running' && isOverdue(batch, rooms.now()) ? lost('the batch does not end') : seen
  } catch (error) {
    signal.throwIfAborted()
    // The provider was removed, or the name is another's now.
    if (isFailure(error)) return { state: 'lost', failure: error }
    if (!(error instanceof ModelError)) throw error
    if (isGone(error)) return lost('the provider does not know of the batch any more')
    const failure = asFailure(model, error)
    if (!isFailure(failure)) throw error
    if (isOverdue(batch, rooms.now())) return { state: 'lost', failure }
    const pauseMs = Math.max(pauseOf(batch, rooms.now()), error.retryAfterMs ?? 0)
    return { state: 'running', pauseMs, failure, at: null }
  }
}

async function ask(
  { store, now }: SeeRooms,
  { batch, batches, signal }: { batch: StoredBatch; batches: BatchModel; signal: AbortSignal },
): Promise<SeenBatch | 'nowhere'> {
  const { callId } = batch
  const running = (at: BatchAddress | null): SeenBatch => ({
    ...{ state: 'running', pauseMs: pauseOf(batch, now()), failure: null, at },
  })
  let { batchId } = batch
  if (batchId === null) {
    const place = await batches.find({ id: callId, since: batch.submittedAt }, signal)
    const mayArrive = now() - batch.submittedAt < arrivingMs
    if (place.state === 'nowhere' && !mayArrive) return 'nowhere'
    if (place.state !== 'found') return running(null)
    batchId = place.batchId
    await store.write('batches.taken', { callId, batchId, warnings: batch.warnings })
  }
  const at = { batches, batchId }
  if ((await batches.poll(batchId, signal)) === 'running') return running(at)
  return { state: 'ended', at, result: await collect(at, { callId, signal }) }
}

/** An answer that can't be read is none: asking for it again would bring the same. */
async function collect(
  { batches, batchId }: BatchAddress,
  { callId, signal }: { callId: string; signal: AbortSignal },
): Promise<BatchResult | null> {
  try {
    return await batches.collect({ id: callId, batchId }, signal)
  } catch (error) {
    if (error instanceof ModelError && (error.code === 'MODEL_FAILED' || isGone(error))) return { error }
    throw error
  }
}
