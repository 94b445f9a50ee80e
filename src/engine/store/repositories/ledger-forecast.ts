import type { UsageFilter } from '../../../contract/usage.ts'
import { dateAt, type Period, periodAt, periodsOver } from '../../../domain/budgets/calendar.ts'
import { type Forecast, forecastMonth } from '../../../domain/usage-views/forecast.ts'
import type { ReadConnection } from '../connection.ts'
import { type LedgerSeries, listSeries, selectCalls } from './ledger-filter.ts'

/** Days that a forecast learns from. */
const daysLearnt = 28

const dayMs = 24 * 3_600_000

function sumSpent(connection: ReadConnection, filter: UsageFilter, series: readonly LedgerSeries[]): number {
  const { table, where, parameters } = selectCalls(filter, series, { index: 'ledger_sums' })
  const sql = `SELECT coalesce(sum(e.nano_dollars), 0) AS spent FROM ${table} WHERE ${where}`
  return connection.get<{ spent: number }>('ledger.spent', sql, parameters)?.spent ?? 0
}

/** When the first and the last call of a filter were made; null without one. */
function findExtent(connection: ReadConnection, filter: UsageFilter): Period | null {
  const { table, where, parameters, at } = selectCalls(filter, listSeries(connection, filter))
  const first = (order: 'ASC' | 'DESC') =>
    connection.get<{ at: number }>(
      'ledger.extent',
      `SELECT e.at FROM ${table} WHERE ${where} ORDER BY ${at} ${order} LIMIT 1`,
      parameters,
    )?.at
  const [from, last] = [first('ASC'), first('DESC')]
  return from === undefined || last === undefined ? null : { from, to: last + 1 }
}

export const ledgerForecastReads = {
  'ledger.extent': (connection: ReadConnection, { filter }: { filter: UsageFilter }): Period | null =>
    findExtent(connection, filter),

  /**
   * What the calendar month will have cost by its end, learnt from the whole days of the four weeks before today. The day
   * of the very first call counts as whole: calls of a new installation begin on some morning.
   */
  'ledger.forecast': (
    connection: ReadConnection,
    { filter, now, timeZone }: { filter: UsageFilter; now: number; timeZone: string },
  ): Forecast | null => {
    const { from: _from, to: _to, ...whose } = filter
    const extent = findExtent(connection, whose)
    if (extent === null) return null
    const today = periodAt(now, 'day', timeZone)
    const month = periodAt(now, 'month', timeZone)
    const learntFrom = Math.max(extent.from, today.from - daysLearnt * dayMs)
    const series = listSeries(connection, whose)
    const spentIn = (period: Period) => sumSpent(connection, { ...whose, ...period }, series)
    const weekdayOf = ({ from }: Period) => dateAt(from, timeZone).weekday
    const learnt = periodsOver({ from: learntFrom, to: today.from }, 'day', timeZone)
    const ahead = periodsOver({ from: now, to: month.to }, 'day', timeZone)
    return forecastMonth(
      spentIn(month),
      learnt.map((day) => ({ weekday: weekdayOf(day), nanoDollars: spentIn(day) })),
      ahead.map((day) => ({ weekday: weekdayOf(day), part: (day.to - Math.max(day.from, now)) / (day.to - day.from) })),
    )
  },
}
