import type { ModelChoice } from '../../contract/language-models.ts'
import { isFailure } from '../../domain/failure.ts'
import { batchPriceOf } from '../../domain/pricing/batch-price.ts'
import { costOf } from '../../domain/pricing/call-cost.ts'
import type { BatchedRequest, BatchModel, BatchResult, StreamPart } from '../inference/language-model.ts'
import { ModelError } from '../inference/model-runner.ts'
import type { StoredBatch } from '../store/repositories/batches.ts'
import type { Store } from '../store/store.ts'
import type { Batches, RequestToLeave } from './batches.ts'
import { createCallMeter } from './call-meter.ts'
import type { GenerationPart } from './generation.ts'
import type { LanguageModels } from './language-models.ts'
import { outputLimit } from './make-call.ts'
import { asFailure } from './model-failure.ts'
import { batchPercentOf } from './provider-record.ts'
import { type RouteRooms, routeRequest } from './route-request.ts'
import { type BatchAddress, isGone, isOverdue, pauseOf, type SeenBatch, seeBatch } from './see-batch.ts'
import type { EndedCall, Spending } from './spending.ts'
import { readBatch, writeBatch } from './stored-batch.ts'

export type BatchRooms = Omit<RouteRooms, 'languages' | 'spending'> & {
  store: Store
  languages: RouteRooms['languages'] & Pick<LanguageModels, 'open'>
  spending: Spending
  now: () => number
}

/** Answers at the batch price of providers, over the store: a batch a request. */
export function createBatches(rooms: BatchRooms): Batches {
  const { store, languages, spending, now } = rooms
  /** When batches that nobody waits for are looked at again. */
  const dueAt = new Map<string, number>()
  const see = (batch: StoredBatch, signal: AbortSignal) => seeBatch(rooms, batch, signal)

  /** Percent of the list price; null where a person has not asked for it. */
  async function percentOf(name: string): Promise<number | null> {
    const provider = await store.read('providers.find', { name })
    return provider?.usesBatches === true ? batchPercentOf(provider) : null
  }

  async function plan({ asked }: RequestToLeave) {
    if (asked.localOnly === true) return null
    const { route, facts } = await routeRequest(rooms, asked, { inputTokens: 'enough' })
    const [first] = route.choices
    if (first === undefined) return null
    const { model, provider, priced } = await telling(first.model, () => languages.open(first.model))
    const percent = provider === null ? null : await percentOf(provider)
    if (model.batches === undefined || percent === null) return null
    const { policy: _policy, context, question: _question, localOnly: _local, signal, ...request } = asked
    const inputTokens = await telling(first.model, () => model.countTokens({ ...request, signal }))
    const limit = { asked: facts.outputTokens, inputTokens, isServer: true }
    const maximumOutputTokens = outputLimit(limit, model.facts)
    const listed = await spending.priceOf(first.model, now(), priced)
    const price = listed === null ? null : batchPriceOf(listed, percent)
    const choice: ModelChoice = {
      ...{ model: first.model, reason: first.reason, tried: [] },
      because: `${first.because}, at its provider’s batch price`,
    }
    const call = { ...context, model: first.model, price, inputTokens, maximumOutputTokens, attempt: 1 }
    return { batches: model.batches, choice, call, request: { ...request, maximumOutputTokens } }
  }

  async function leave(left: RequestToLeave): Promise<number | null> {
    const { asked, messageId, sources, kept } = left
    const planned = await plan(left)
    if (planned === null) return null
    const { choice, call } = planned
    const reservation = await spending.reserve(call, asked.signal)
    const batch: StoredBatch = {
      ...{ callId: reservation.id, ...writeBatch({ choice, price: call.price, warnings: [] }), batchId: null },
      ...{ inputTokens: call.inputTokens, submittedAt: now(), cancelledAt: null },
    }
    const { callId } = batch
    try {
      // Before it is sent: an engine that ends in between finds it again, and asks nobody twice.
      const noted = await store.write('batches.note', { batch, answer: { messageId, callId, sources, kept } })
      if (noted !== 'noted') {
        await settle(batch, { error: new ModelError('MODEL_FAILED', 'it is not asked any more') })
        return 0
      }
    } catch (error) {
      await settle(batch, { error: new ModelError('MODEL_FAILED', 'it could not be kept') })
      throw error
    }
    return submit(planned, { batch, signal: asked.signal })
  }

  async function submit(
    { batches, request }: { batches: BatchModel; request: BatchedRequest['request'] },
    { batch, signal }: { batch: StoredBatch; signal: AbortSignal },
  ): Promise<number | null> {
    const { callId } = batch
    try {
      const { batchId, warnings } = await batches.submit({ id: callId, request }, signal)
      await store.write('batches.taken', { callId, batchId, warnings: JSON.stringify(warnings) })
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      if (!isUnclear(error)) {
        await settle(batch, { error })
        await store.write('batches.remove', { callId })
        // Its server may take the request in the usual way.
        if (error.code === 'MODEL_REJECTED') return null
        throw asFailure(readBatch(batch).choice.model, error)
      }
    }
    return pauseOf(batch, now())
  }

  /** Pays for what came, once. */
  async function settle(batch: StoredBatch, result: BatchResult): Promise<EndedCall> {
    const { price } = readBatch(batch)
    const meter = createCallMeter({ inputTokens: batch.inputTokens, maximumOutputTokens: 0 })
    if ('parts' in result) for (const part of result.parts) meter.see(part)
    const ended: EndedCall = {
      ...(await meter.end('error' in result ? { code: result.error.code } : null)),
      ...{ firstTokenMs: null, totalMs: now() - batch.submittedAt },
    }
    const reservation = await spending.resume({ id: batch.callId, price })
    await reservation?.settle(ended)
    return ended
  }

  /** Milliseconds until it has to be looked at again; null when it is over. */
  async function withdraw(batch: StoredBatch, signal: AbortSignal): Promise<number | null> {
    const { callId } = batch
    const seen = await see(batch, signal)
    if (seen.state === 'running') {
      if (seen.at !== null && batch.cancelledAt === null) await callOff(callId, seen.at, signal)
      return seen.pauseMs
    }
    await settle(batch, resultOf(seen))
    if (seen.state === 'ended') {
      try {
        await seen.at.batches.erase(seen.at.batchId, signal)
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        if (!isGone(error) && !isOverdue(batch, now())) return pauseOf(batch, now())
      }
    }
    await store.write('batches.remove', { callId })
    return null
  }

  async function callOff(callId: string, { batches, batchId }: BatchAddress, signal: AbortSignal): Promise<void> {
    try {
      await batches.cancel(batchId, signal)
      await store.write('batches.cancelled', { callId, now: now() })
    } catch (error) {
      // It is tried again at the next look.
      if (!(error instanceof ModelError)) throw error
    }
  }

  return {
    leave,
    async look(messageId, signal) {
      const batch = await store.read('batches.ofMessage', { messageId })
      if (batch === null) return { state: 'none' }
      const seen = await see(batch, signal)
      if (seen.state === 'running') return seen
      const result = resultOf(seen)
      const ended = await settle(batch, result)
      if ('parts' in result) return { state: 'answered', parts: toParts(batch, result.parts, ended), kept: batch.kept }
      await store.write('batches.giveUp', { callId: batch.callId })
      const failure = seen.state === 'lost' ? seen.failure : asFailure(readBatch(batch).choice.model, result.error)
      if (!isFailure(failure)) throw failure
      return { state: 'failed', failure }
    },
    async sweep(signal) {
      let next: number | null = null
      for (const batch of await store.read('batches.left', null)) {
        const left = (dueAt.get(batch.callId) ?? 0) - now()
        const pause = left > 0 ? left : await withdraw(batch, signal)
        if (pause === null) dueAt.delete(batch.callId)
        else {
          dueAt.set(batch.callId, now() + pause)
          next = Math.min(next ?? pause, pause)
        }
      }
      return next
    },
  }
}

/** What goes wrong with a model, as whoever asks for it is told. */
async function telling<Value>(model: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    throw asFailure(model, error)
  }
}

const withoutAnswer = new ModelError('MODEL_FAILED', 'its batch ended without an answer')

function resultOf(seen: Exclude<SeenBatch, { state: 'running' }>): BatchResult {
  if (seen.state === 'ended') return seen.result ?? { error: withoutAnswer }
  return { error: new ModelError('MODEL_UNREACHABLE', seen.failure.message) }
}

function toParts(batch: StoredBatch, parts: readonly StreamPart[], ended: EndedCall): GenerationPart[] {
  const { usage, counted } = ended
  const { choice, price, warnings } = readBatch(batch)
  const paid = {
    choice,
    usage,
    counted,
    callIds: [batch.callId],
    nanoDollars: price === null ? 0 : costOf(usage, price),
  }
  return [
    { type: 'model-start', choice },
    ...parts.map(
      (part): GenerationPart =>
        part.type === 'finish' ? { type: 'finish', reason: part.reason, ...paid, warnings } : part,
    ),
  ]
}

/** Whether a provider may have taken what it did not say that it took. */
function isUnclear({ code, status }: ModelError): boolean {
  if (code === 'MODEL_FAILED') return true
  return code === 'MODEL_UNREACHABLE' && (status === null || status === 408 || status >= 500)
}
