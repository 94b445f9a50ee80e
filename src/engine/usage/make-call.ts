import type { GenerationWarning } from '../../contract/language-models.ts'
import type { TokenUsage } from '../../contract/money.ts'
import { redundantPart } from '../../domain/redundancy.ts'
import { awaitFirstToken } from '../inference/fallback/first-token.ts'
import type { GenerationRequest, LanguageModelFacts, StreamPart } from '../inference/language-model.ts'
import { ModelError } from '../inference/model-runner.ts'
import type { ProviderGuard, ProviderGuards } from '../inference/resilience/provider-guard.ts'
import { budgetWarnings } from './budget-warnings.ts'
import { type CallMeter, createCallMeter } from './call-meter.ts'
import type { LanguageModels } from './language-models.ts'
import type { ProviderCheck } from './provider-record.ts'
import type { RecentCalls } from './recent-calls.ts'
import type { CallContext, EndedCall, Reservation, Spending } from './spending.ts'

export type CallRooms = {
  languages: Pick<LanguageModels, 'open'>
  guards: ProviderGuards
  spending: Spending
  recentCalls: RecentCalls
  now: () => number
  /** Told how a provider's call began, or why it did not. */
  noteCall: (provider: string, called: ProviderCheck) => Promise<void>
}

/** One request to one model. */
export type Call = {
  model: string
  attempt: number
  /** How long it may wait for its turn at the provider. */
  patienceMs: number
  request: GenerationRequest
  context: CallContext
  /** Told of the call before its last part, or before its error, is given. */
  onSettled: (settled: SettledCall) => void
}

export type SettledCall = {
  callId: string
  nanoDollars: number
  usage: TokenUsage
  counted: boolean
  /** It wrote more than it was allowed and was ended for that; `budget` where a budget had set aside no more. */
  cutBy: 'budget' | 'length' | null
  warnings: readonly GenerationWarning[]
}

/** Output that an answer needs at least; a server says itself when even this does not fit. */
const leastOutputTokens = 256
/** Of a provider that has too much to do, or is being mended. */
const busyStatuses = new Set([429, 503, 529])

/**
 * Makes one request: waits for its turn, sets its worst case aside, and settles what it took, however it ends.
 *
 * @throws CircuitOpenError, ModelError, Failure BUDGET_EXCEEDED, PRICE_UNKNOWN, MODEL_NOT_FOUND, MODEL_NOT_INSTALLED; the
 * signal's reason
 */
export async function* makeCall(rooms: CallRooms, call: Call): AsyncGenerator<StreamPart, void, void> {
  const { languages, guards, spending, recentCalls } = rooms
  const { signal } = call.request
  const { model, provider, priced } = await languages.open(call.model)
  const guard = provider === null ? null : guards.of(provider)
  guard?.circuit.check()
  const inputTokens = await model.countTokens(call.request)
  const asked = call.request.maximumOutputTokens
  const maximumOutputTokens = outputLimit({ asked, inputTokens, isServer: provider !== null }, model.facts)
  await guard?.gate.pass({ inputTokens, patienceMs: call.patienceMs, signal })
  using _place = (await guard?.slots.take(signal)) ?? null
  const price = await spending.priceOf(call.model, rooms.now(), priced)
  const redundantTokens = Math.round(inputTokens * redundantPart(textsOf(call.request)))
  const planned = { model: call.model, price, inputTokens, maximumOutputTokens, redundantTokens, attempt: call.attempt }
  const reservation = await spending.reserve({ ...call.context, ...planned }, signal)

  const meter = createCallMeter({ inputTokens, maximumOutputTokens })
  const settle = createSettling(reservation, meter, {
    ...{ model: call.model, recentCalls, onSettled: call.onSettled },
    warnings: maximumOutputTokens < asked ? [shorter(maximumOutputTokens)] : [],
  })
  const begun = performance.now()
  async function note(failed: { code: string | null; status: number | null }): Promise<void> {
    if (provider === null) return
    await rooms.noteCall(provider, { at: rooms.now(), milliseconds: Math.round(performance.now() - begun), ...failed })
  }
  try {
    const start = () => awaitFirstToken(model.stream({ ...call.request, maximumOutputTokens }))
    const { head, rest } = await (guard === null ? start() : guard.circuit.run(start))
    try {
      await note({ code: null, status: null })
      for (const part of head) yield await pass(part)
      // An answer without a word is whole when it ends.
      if (head.at(-1)?.type === 'finish') return
      for (;;) {
        const { done, value } = await rest.next()
        if (done === true) throw new ModelError('MODEL_FAILED', 'the answer ended before it was whole')
        yield await pass(value)
        if (value.type === 'finish') return
        // Of a server, with or without a price: thoughts and calls of tools are collected by nobody who would notice.
        if (provider !== null && (await meter.isPastLimit())) {
          await settle({ code: reservation.isBudgeted ? 'BUDGET_EXCEEDED' : 'OUTPUT_EXCEEDED' })
          yield { type: 'finish', reason: 'other', usage: null, model: null }
          return
        }
      }
    } finally {
      await rest.return?.()
    }
  } catch (error) {
    noteBusy(error, guard)
    await settle({ code: signal.aborted ? 'STOPPED' : codeOf(error) })
    if (error instanceof ModelError && !signal.aborted) await note({ code: error.code, status: error.status })
    throw error
  } finally {
    // A reader that has left.
    await settle({ code: 'STOPPED' })
  }

  /** The last part is given once the call has been paid for. */
  async function pass(part: StreamPart): Promise<StreamPart> {
    meter.see(part)
    if (part.type === 'finish') await settle(null)
    return part
  }
}

/** What a request says, in its order. */
function textsOf({ messages }: GenerationRequest): string[] {
  return messages.flatMap(({ content }) => content.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
}

const cuts: Readonly<Record<string, SettledCall['cutBy']>> = { BUDGET_EXCEEDED: 'budget', OUTPUT_EXCEEDED: 'length' }

/** Settles a call once; what comes later has no say. */
function createSettling(
  reservation: Reservation,
  meter: CallMeter,
  told: Pick<SettledCall, 'warnings'> & Pick<Call, 'model' | 'onSettled'> & Pick<CallRooms, 'recentCalls'>,
) {
  let isSettled = false
  return async (failure: { code: string } | null): Promise<void> => {
    if (isSettled) return
    isSettled = true
    const ended: EndedCall = await meter.end(failure)
    const { callId, nanoDollars, ...reached } = await reservation.settle(ended)
    const { usage, counted, firstTokenMs } = ended
    if (firstTokenMs !== null) {
      told.recentCalls.note(told.model, { firstTokenMs, outputTokens: usage.outputTokens })
    }
    const cutBy = cuts[failure?.code ?? ''] ?? null
    told.onSettled({
      callId,
      nanoDollars,
      usage,
      counted,
      cutBy,
      warnings: [...told.warnings, ...budgetWarnings(reached)],
    })
  }
}

/** @throws ModelError CONTEXT_EXCEEDED for a model that has no room for a single token, where its count is exact */
export function outputLimit(
  { asked, inputTokens, isServer }: { asked: number; inputTokens: number; isServer: boolean },
  { contextTokens, maximumOutputTokens }: LanguageModelFacts,
): number {
  const limit = Math.min(asked, maximumOutputTokens ?? asked)
  if (contextTokens === null) return limit
  const room = contextTokens - inputTokens
  // What a server will count is not known exactly: it is left to refuse what does not fit.
  if (isServer) return Math.min(limit, Math.max(room, leastOutputTokens))
  if (room >= 1) return Math.min(limit, room)
  const tokens = { given: inputTokens, maximum: contextTokens }
  throw new ModelError('CONTEXT_EXCEEDED', `${inputTokens} tokens do not fit its window of ${contextTokens}`, {
    tokens,
  })
}

const shorter = (limit: number): GenerationWarning => ({
  option: 'maximumOutputTokens',
  reason: `this model writes at most ${limit} tokens here`,
})

function noteBusy(error: unknown, guard: ProviderGuard | null): void {
  if (!(error instanceof ModelError) || error.status === null || error.retryAfterMs === null) return
  if (busyStatuses.has(error.status)) guard?.gate.pause(error.retryAfterMs)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL'
}
