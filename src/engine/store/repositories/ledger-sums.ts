import type { UsageFilter, UsageGroup } from '../../../contract/usage.ts'
import { type CalendarStep, type Period, periodsOver } from '../../../domain/budgets/calendar.ts'
import { percentilesOf } from '../../../domain/usage-views/percentiles.ts'
import { addSums, emptySums, type LedgerSums } from '../../../domain/usage-views/sums.ts'
import type { ReadConnection } from '../connection.ts'
import { type LedgerSeries, listSeries, selectCalls } from './ledger-filter.ts'

type Percentiles = { p50: number; p95: number } | null
export type Latency = { firstTokenMs: Percentiles; totalMs: Percentiles }
export type SummedGroup = LedgerSums & Latency & { key: string | null; title: string | null }

/** Latest calls that percentiles are of: of the whole and of each group, of all groups together, and of a step of time. */
const callsMeasured = { group: 200, groups: 4_000, step: 50 }

type SumRow = LedgerSums['usage'] & {
  group: string | null
  series: number
  calls: number
  nanoDollars: number
  savedNanoDollars: number
}

const sumColumns = `e.series_key AS series, count(*) AS calls, sum(e.nano_dollars) AS nanoDollars,
  sum(e.saved_nano_dollars) AS savedNanoDollars, sum(e.input_tokens) AS inputTokens,
  sum(e.cached_input_tokens) AS cachedInputTokens, sum(e.cache_write_tokens) AS cacheWriteTokens,
  sum(e.output_tokens) AS outputTokens, sum(e.reasoning_tokens) AS reasoningTokens`

function toSums(row: SumRow, { outcome, priceKnown }: LedgerSeries): LedgerSums {
  const { calls, nanoDollars, savedNanoDollars } = row
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = row
  return {
    ...{ calls, nanoDollars, savedNanoDollars },
    failed: outcome === 'failed' ? calls : 0,
    unpriced: priceKnown === 1 ? 0 : calls,
    usage: { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens },
  }
}

/** Groups that a series belongs to as a whole; calls of one series may be of several libraries or conversations. */
type SeriesGroup = Exclude<UsageGroup, 'library' | 'conversation'>

const isOfSeries = (by: UsageGroup): by is SeriesGroup => by !== 'library' && by !== 'conversation'

/** What a call says of another group, and the index that holds its sums in that order. */
const grouped = {
  library: { column: 'e.library_ids', index: 'ledger_sums_by_libraries' },
  conversation: { column: 'e.conversation_id', index: 'ledger_sums_by_conversation' },
} as const

function sumBySeries(connection: ReadConnection, filter: UsageFilter, series: readonly LedgerSeries[]): SumRow[] {
  const { table, where, parameters } = selectCalls(filter, series, { index: 'ledger_sums' })
  return connection.all<SumRow>(
    'ledger.sum',
    `SELECT NULL AS "group", ${sumColumns} FROM ${table} WHERE ${where} GROUP BY e.series_key`,
    parameters,
  )
}

/** `isStep`: a step of time among many, which the index in the order of groups would be read through for each time. */
function sumByColumn(
  connection: ReadConnection,
  filter: UsageFilter,
  { by, isStep }: { by: keyof typeof grouped; isStep: boolean },
): SumRow[] {
  const { column, index } = grouped[by]
  const { table, where, parameters } = selectCalls(filter, null, isStep ? {} : { index })
  return connection.all<SumRow>(
    `ledger.sum.${by}`,
    `SELECT ${column} AS "group", ${sumColumns} FROM ${table} WHERE ${where} GROUP BY ${column}, e.series_key`,
    parameters,
  )
}

/** The groups that calls with this in their column belong to: each of their libraries, or none. */
function groupsOf(by: keyof typeof grouped, value: string | null): (string | null)[] {
  if (by === 'conversation' || value === null) return [value]
  const libraryIds = JSON.parse(value) as string[]
  return libraryIds.length === 0 ? [null] : libraryIds
}

/** Sums of the whole and of each group of some calls. */
function sumCalls(
  connection: ReadConnection,
  filter: UsageFilter,
  { series, by, isStep }: { series: readonly LedgerSeries[]; by: UsageGroup; isStep: boolean },
): { total: LedgerSums; groups: Map<string | null, LedgerSums> } {
  const ofKey = new Map(series.map((one) => [one.key, one]))
  const rows = isOfSeries(by)
    ? sumBySeries(connection, filter, series)
    : sumByColumn(connection, filter, { by, isStep })
  const groups = new Map<string | null, LedgerSums>()
  let total = emptySums()
  for (const row of rows) {
    const one = ofKey.get(row.series)
    if (one === undefined) continue
    const sums = toSums(row, one)
    total = addSums(total, sums)
    for (const key of isOfSeries(by) ? [one[by]] : groupsOf(by, row.group)) {
      groups.set(key, addSums(groups.get(key) ?? emptySums(), sums))
    }
  }
  return { total, groups }
}

/** Percentiles over the latest calls that brought something. */
function measure(
  connection: ReadConnection,
  filter: UsageFilter,
  { series, limit }: { series: readonly LedgerSeries[]; limit: number },
): Latency {
  const answered = series.filter(({ outcome }) => outcome !== 'failed')
  const { table, where, parameters, at } = selectCalls(filter, answered)
  const rows =
    answered.length === 0
      ? []
      : connection.all<{ firstTokenMs: number | null; totalMs: number }>(
          'ledger.latency',
          `SELECT e.first_token_ms AS firstTokenMs, e.total_ms AS totalMs FROM ${table} WHERE ${where}
           ORDER BY ${at} DESC LIMIT ${limit}`,
          parameters,
        )
  return {
    firstTokenMs: percentilesOf(rows.flatMap(({ firstTokenMs }) => (firstTokenMs === null ? [] : [firstTokenMs]))),
    totalMs: percentilesOf(rows.map(({ totalMs }) => totalMs)),
  }
}

/** The filter that leaves only a group; null for one that no filter can name. */
function narrow(
  filter: UsageFilter,
  key: string | null,
  { by, series }: { by: UsageGroup; series: readonly LedgerSeries[] },
): { filter: UsageFilter; series: readonly LedgerSeries[] } | null {
  if (isOfSeries(by)) return { filter, series: series.filter((one) => one[by] === key) }
  if (key === null) return null
  return { filter: { ...filter, [by === 'library' ? 'libraryId' : 'conversationId']: key }, series }
}

function titleOf(connection: ReadConnection, by: UsageGroup, key: string | null): string | null {
  if (key === null || isOfSeries(by)) return key
  const sql =
    by === 'library'
      ? 'SELECT name AS title FROM libraries WHERE id = ? AND erasing = 0'
      : 'SELECT title FROM conversations WHERE id = ?'
  return connection.get<{ title: string }>(`ledger.title.${by}`, sql, [key])?.title ?? null
}

const dearestFirst = (one: LedgerSums, other: LedgerSums) =>
  other.nanoDollars - one.nanoDollars || other.calls - one.calls

/** Groups of a summary at most: the dearest; all of them are in the whole. */
const mostGroups = 200

type StepsAsked = { filter: UsageFilter; by: UsageGroup; range: Period; step: CalendarStep; timeZone: string }

/** Steps of one view at most: three years of days, a month and a half of hours. */
const mostSteps = 1_100

/** The steps of a range, without walking through those that nobody is shown. */
function periodsWithin({ from, to }: Period, step: CalendarStep, timeZone: string): Period[] {
  const longestMs = { hour: 1, day: 25, week: 7 * 24 + 1, month: 31 * 24 + 1 }[step] * 3_600_000
  const first = Math.max(from, to - mostSteps * longestMs)
  return periodsOver({ from: first, to }, step, timeZone).slice(-mostSteps)
}

export const ledgerSumReads = {
  /** The whole, and its groups, the dearest first. */
  'ledger.summary': (
    connection: ReadConnection,
    { filter, by }: { filter: UsageFilter; by: UsageGroup },
  ): { total: LedgerSums & Latency; groups: SummedGroup[] } => {
    const series = listSeries(connection, filter)
    const { total, groups } = sumCalls(connection, filter, { series, by, isStep: false })
    const dearest = [...groups].sort(([, one], [, other]) => dearestFirst(one, other)).slice(0, mostGroups)
    const limit = Math.min(callsMeasured.group, Math.ceil(callsMeasured.groups / Math.max(1, dearest.length)))
    return {
      total: { ...total, ...measure(connection, filter, { series, limit: callsMeasured.group }) },
      groups: dearest.map(([key, sums]) => {
        const narrowed = narrow(filter, key, { by, series })
        const latency =
          narrowed === null
            ? { firstTokenMs: null, totalMs: null }
            : measure(connection, narrowed.filter, { series: narrowed.series, limit })
        return { ...sums, ...latency, key, title: titleOf(connection, by, key) }
      }),
    }
  },

  /** Sums of each step of the calendar in a range, with what its groups cost, the dearest first. The latest, of very many. */
  'ledger.overTime': (
    connection: ReadConnection,
    { filter, by, range, step, timeZone }: StepsAsked,
  ): (Period & LedgerSums & Latency & { groups: { key: string | null; nanoDollars: number; tokens: number }[] })[] => {
    const periods = periodsWithin(range, step, timeZone)
    const series = listSeries(connection, filter)
    return periods.map((period) => {
      const within = {
        ...filter,
        from: Math.max(period.from, filter.from ?? period.from),
        to: Math.min(period.to, filter.to ?? period.to),
      }
      const { total, groups } = sumCalls(connection, within, { series, by, isStep: true })
      const empty = { firstTokenMs: null, totalMs: null }
      const latency = total.calls === 0 ? empty : measure(connection, within, { series, limit: callsMeasured.step })
      return {
        ...period,
        ...total,
        ...latency,
        groups: [...groups]
          .sort(([, one], [, other]) => dearestFirst(one, other))
          .map(([key, { nanoDollars, usage }]) => ({
            key,
            nanoDollars,
            tokens: usage.inputTokens + usage.outputTokens,
          })),
      }
    })
  },
}
