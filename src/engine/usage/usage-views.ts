import type { z } from 'zod'
import type { UsageAdvice, UsageCall, UsageFilter, UsageGroup, UsageStep } from '../../contract/usage.ts'
import type { Period } from '../../domain/budgets/calendar.ts'
import type { Clock } from '../../domain/clock.ts'
import { callHeads, toCallRow } from '../../domain/usage-views/call-rows.ts'
import { toCsv } from '../../domain/usage-views/csv.ts'
import type { Forecast } from '../../domain/usage-views/forecast.ts'
import type { ReadResult } from '../store/operations.ts'
import type { Store } from '../store/store.ts'

type Summary = ReadResult<'ledger.summary'>
type Steps = ReadResult<'ledger.overTime'>

/** The ledger as people look at it. */
export type UsageViews = {
  summary(asked: { filter: UsageFilter; by: UsageGroup }): Promise<Summary>
  /** `timeZone`: an IANA name. */
  overTime(asked: {
    filter: UsageFilter
    by: UsageGroup
    step: z.infer<typeof UsageStep>
    timeZone: string
  }): Promise<{ steps: Steps; forecast: Forecast | null }>
  calls(asked: { filter: UsageFilter; offset: number; limit: number }): Promise<{ total: number; items: UsageCall[] }>
  /** @throws Failure CALL_NOT_FOUND */
  call(callId: string): Promise<UsageCall>
  csv(filter: UsageFilter): Promise<{ name: string; text: string }>
  advice(filter: UsageFilter): Promise<UsageAdvice[]>
}

const callsAPart = 5_000

export function createUsageViews({ store, clock }: { store: Store; clock: Pick<Clock, 'now'> }): UsageViews {
  /** From `filter.from` or the first call to `filter.to` or now. Null when there is nothing between. */
  async function rangeOf(filter: UsageFilter): Promise<Period | null> {
    const to = filter.to ?? clock.now() + 1
    const from = filter.from ?? (await store.read('ledger.extent', { filter }))?.from ?? to
    return from < to ? { from, to } : null
  }

  return {
    summary: (asked) => store.read('ledger.summary', asked),
    async overTime({ filter, by, step, timeZone }) {
      const range = await rangeOf(filter)
      return {
        steps: range === null ? [] : await store.read('ledger.overTime', { filter, by, range, step, timeZone }),
        forecast: await store.read('ledger.forecast', { filter, now: clock.now(), timeZone }),
      }
    },
    calls: (asked) => store.read('ledger.calls', asked),
    call: (callId) => store.read('ledger.call', { callId }),
    async csv(filter) {
      const parts = [toCsv([callHeads])]
      let after: { at: number; key: number } | null = null
      do {
        const part: ReadResult<'ledger.part'> = await store.read('ledger.part', { filter, after, limit: callsAPart })
        parts.push(toCsv(part.items.map(toCallRow)))
        after = part.items.length < callsAPart ? null : part.last
      } while (after !== null)
      return { name: `diwan-usage-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`, text: parts.join('') }
    },
    async advice(filter) {
      const range = await rangeOf(filter)
      return range === null ? [] : store.read('ledger.advice', { filter, range })
    },
  }
}
