import { v7 as newId } from 'uuid'
import type { TokenUsage } from '../../contract/money.ts'
import { type CurrentPeriods, currentPeriods, leftOf } from '../../domain/budgets/budget-rules.ts'
import type { Clock } from '../../domain/clock.ts'
import { Failure } from '../../domain/failure.ts'
import { boundUsage, costOf, savedOf, worstCaseOf } from '../../domain/pricing/call-cost.ts'
import type { BegunEntry } from '../store/repositories/ledger-entry.ts'
import type { Store } from '../store/store.ts'
import { machineTimeZone } from './machine-time-zone.ts'
import type { Prices } from './prices.ts'
import type { EndedCall, PlannedCall, Reservation, Spending } from './spending.ts'

export type SpendingRooms = {
  store: Store
  prices: Pick<Prices, 'priceOf'>
  clock: Clock
  /** Of the calendar that budgets go by, as an IANA name; asked each time. Without it, the machine's. */
  timeZone?: () => string
  /** How long a call waits for others that hold what it needs. */
  patienceMs?: number
}

export type OpenSpending = Spending & {
  /**
   * Writes the calls that an earlier engine left under way into the ledger as failed with `ENGINE_ENDED` and without a
   * cost: what a provider billed for them nobody here knows. Nothing of them stays reserved. Every other function waits
   * for this.
   */
  begin(): Promise<void>
}

const defaultPatienceMs = 60_000

/** The ledger and its budgets over the store, whose one writer makes each `reserve` and each `settle` one transaction. */
export function createSpending(rooms: SpendingRooms): OpenSpending {
  const { store, prices, clock, timeZone = machineTimeZone, patienceMs = defaultPatienceMs } = rooms
  let begun: Promise<void> | null = null
  /** Calls that wait for others to be settled. */
  let waiting = Promise.withResolvers<void>()

  function begin(): Promise<void> {
    begun ??= store.write('spending.begin', { now: clock.now() }).then(
      () => undefined,
      (error: unknown) => {
        // The next call tries again, and fails by itself if it has to.
        begun = null
        throw error
      },
    )
    return begun
  }

  /** Days and months of the last call: to ask the calendar takes a tenth of a call's whole overhead. */
  let kept: { zone: string; periods: CurrentPeriods } | null = null
  function periodsAt(at: number): CurrentPeriods {
    const zone = timeZone()
    const today = kept?.periods.day
    if (kept === null || kept.zone !== zone || today === undefined || at < today.from || at >= today.to) {
      kept = { zone, periods: currentPeriods(at, zone) }
    }
    return kept.periods
  }

  function noticeSettled(): void {
    waiting.resolve()
    waiting = Promise.withResolvers()
  }

  function settleOnce(call: Pick<PlannedCall, 'price'>, entry: BegunEntry): Reservation['settle'] {
    let settled: ReturnType<Reservation['settle']> | null = null
    async function settle(ended: EndedCall) {
      const money = moneyOf(ended.usage, call)
      try {
        const { warned, stopped } = await store.write('spending.settle', {
          ...entry,
          ...money,
          outcome: ended.outcome,
          code: ended.code,
          usage: boundUsage(ended.usage),
          counted: ended.counted,
          firstTokenMs: ended.firstTokenMs,
          totalMs: Math.max(0, ended.totalMs),
        })
        return { callId: entry.id, nanoDollars: money.nanoDollars, warned, stopped }
      } catch (error) {
        // A full disk, say: the money stays set aside, and the entry can be written once more.
        settled = null
        throw error
      } finally {
        noticeSettled()
      }
    }
    return (ended) => {
      settled ??= settle(ended)
      return settled
    }
  }

  /** Tries until it is let in, refused, or out of patience: again at each settled call, so that nothing polls. */
  async function reserveInTurn(call: BegunEntry, signal: AbortSignal | undefined): Promise<{ isBudgeted: boolean }> {
    // Most calls never wait.
    let patience: Patience | null = null
    try {
      for (let isLast = false; ; ) {
        signal?.throwIfAborted()
        // Taken before the try: a call that is settled while the store answers must wake this one.
        const next = waiting.promise
        const reserving = await store.write('spending.reserve', { call, periods: periodsAt(call.at) })
        if (reserving.state === 'reserved') return reserving
        if (isLast) throw new Failure('BUDGET_EXCEEDED', reserving.refusal)
        patience ??= startPatience({ clock, patienceMs, signal })
        isLast = (await Promise.race([next, patience.end])) === 'impatient'
      }
    } finally {
      patience?.[Symbol.dispose]()
    }
  }

  return {
    priceOf: prices.priceOf,
    begin,
    async reserve(call, signal) {
      await begin()
      const entry: BegunEntry = {
        id: newId(),
        at: clock.now(),
        model: call.model,
        purpose: call.purpose,
        agent: call.agent,
        workflow: call.workflow,
        libraryIds: [...call.libraryIds],
        conversationId: call.conversationId,
        messageId: call.messageId,
        priceKnown: call.price !== null,
        reservedNanoDollars: worstCase(call) ?? 0,
        attempt: call.attempt,
        redundantTokens: call.redundantTokens ?? null,
      }
      const { isBudgeted } = await reserveInTurn(entry, signal)
      const { id, reservedNanoDollars } = entry
      return { id, reservedNanoDollars, isBudgeted, settle: settleOnce(call, entry) }
    },
    async resume({ id, price }) {
      await begin()
      const entry = await store.read('batches.begun', { callId: id })
      return entry === null ? null : { settle: settleOnce({ price }, entry) }
    },
    async estimate(call) {
      await begin()
      const { agent, workflow, libraryIds, conversationId } = call
      const tightest = await store.read('spending.tightest', {
        call: { agent, workflow, libraryIds, conversationId },
        periods: periodsAt(clock.now()),
      })
      return {
        worstCaseNanoDollars: worstCase(call),
        tightestBudget:
          tightest === null
            ? null
            : {
                budgetId: tightest.id,
                leftNanoDollars: leftOf(tightest.standing),
                limitNanoDollars: tightest.limit,
              },
      }
    },
  }
}

function worstCase({ inputTokens, maximumOutputTokens, price }: PlannedCall): number | null {
  return price === null ? null : worstCaseOf({ inputTokens, maximumOutputTokens, price })
}

function moneyOf(usage: TokenUsage, { price }: Pick<PlannedCall, 'price'>) {
  return price === null
    ? { nanoDollars: 0, savedNanoDollars: 0 }
    : { nanoDollars: costOf(usage, price), savedNanoDollars: savedOf(usage, price) }
}

/** `end`: resolves when it is over; rejects with the signal's reason. */
type Patience = { end: Promise<'impatient'> } & Disposable

function startPatience({
  clock,
  patienceMs,
  signal,
}: Pick<SpendingRooms, 'clock'> & { patienceMs: number; signal: AbortSignal | undefined }): Patience {
  const { promise: end, resolve, reject } = Promise.withResolvers<'impatient'>()
  const timer = clock.after(patienceMs, () => resolve('impatient'))
  const giveUp = () => reject(signal?.reason)
  signal?.addEventListener('abort', giveUp, { once: true })
  // It may have been stopped while the store answered.
  if (signal?.aborted === true) giveUp()
  return {
    end,
    [Symbol.dispose]() {
      timer[Symbol.dispose]()
      signal?.removeEventListener('abort', giveUp)
    },
  }
}
