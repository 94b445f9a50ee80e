import type { z } from 'zod'
import type { UsageAdvice, UsageCall, UsageFilter, UsageGroup, UsageStep } from '../../contract/usage.ts'
import { dateAt, type Period, periodAt, periodsOver } from '../../domain/budgets/calendar.ts'
import type { Clock } from '../../domain/clock.ts'
import { adviceLimits, adviseOn } from '../../domain/usage-views/advice.ts'
import { callHeads, toCallRow } from '../../domain/usage-views/call-rows.ts'
import { toCsv } from '../../domain/usage-views/csv.ts'
import { type DayAhead, type Forecast, forecastMonth } from '../../domain/usage-views/forecast.ts'
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

const dayMs = 24 * 3_600_000

/** Days that a forecast learns from. */
const daysLearnt = 28

/** Steps of one view at most: a year of days, a month and a half of hours. Of more, the latest. */
const mostSteps = 1_100

const callsAPart = 5_000

export function createUsageViews({ store, clock }: { store: Store; clock: Pick<Clock, 'now'> }): UsageViews {
  /** From `filter.from` or the first call to `filter.to` or now. Null when there is nothing between. */
  async function rangeOf(filter: UsageFilter): Promise<Period | null> {
    const to = filter.to ?? clock.now() + 1
    const from = filter.from ?? (await store.read('ledger.extent', { filter }))?.from ?? to
    return from < to ? { from, to } : null
  }

  async function forecast(filter: UsageFilter, timeZone: string): Promise<Forecast | null> {
    const now = clock.now()
    const today = periodAt(now, 'day', timeZone)
    const month = periodAt(now, 'month', timeZone)
    const { from: _from, to: _to, ...whose } = filter
    const extent = await store.read('ledger.extent', { filter: whose })
    const learntFrom = Math.max(extent?.from ?? today.from, today.from - daysLearnt * dayMs)
    const periods = periodsOver({ from: learntFrom, to: today.from }, 'day', timeZone)
      // The day of the very first call began before it.
      .filter(({ from }) => extent !== null && from >= extent.from - dayMs)
    const days = await store.read('ledger.spentIn', { filter: whose, periods })
    const [spent = 0] = await store.read('ledger.spentIn', { filter: whose, periods: [month] })
    const ahead = periodsOver({ from: now, to: month.to }, 'day', timeZone).map(({ from, to }): DayAhead => {
      const part = (to - Math.max(from, now)) / (to - from)
      return { weekday: dateAt(from, timeZone).weekday, part }
    })
    const learnt = periods.map(({ from }, index) => ({
      weekday: dateAt(from, timeZone).weekday,
      nanoDollars: days[index] ?? 0,
    }))
    return forecastMonth(spent, learnt, ahead)
  }

  return {
    summary: (asked) => store.read('ledger.summary', asked),
    async overTime({ filter, by, step, timeZone }) {
      const range = await rangeOf(filter)
      const periods = range === null ? [] : periodsWithin(range, step, timeZone)
      return {
        steps: await store.read('ledger.overTime', { filter, by, periods }),
        forecast: await forecast(filter, timeZone),
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
      if (range === null) return []
      const { tokens, redundantPart } = adviceLimits
      const found = await store.read('ledger.advised', { filter, tokens, redundantPart })
      return adviseOn({ ...found, periodMs: Math.max(dayMs, range.to - range.from) })
    },
  }
}

/** The steps of a range, without walking through those that nobody is shown. */
function periodsWithin({ from, to }: Period, step: z.infer<typeof UsageStep>, timeZone: string): Period[] {
  const longestMs = { hour: 1, day: 25, week: 7 * 24 + 1, month: 31 * 24 + 1 }[step] * 3_600_000
  const first = Math.max(from, to - mostSteps * longestMs)
  return periodsOver({ from: first, to }, step, timeZone).slice(-mostSteps)
}
