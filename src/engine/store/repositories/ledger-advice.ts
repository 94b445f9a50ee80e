import type { UsageAdvice, UsageFilter } from '../../../contract/usage.ts'
import type { Period } from '../../../domain/budgets/calendar.ts'
import { type AdvisedCall, type AdvisedPeriod, adviseOn } from '../../../domain/usage-views/advice.ts'
import type { ReadConnection } from '../connection.ts'
import { listSeries, selectCalls } from './ledger-filter.ts'

/** Calls that are looked at, the latest. */
const mostCalls = 5_000

const dayMs = 24 * 3_600_000

/** As in the partial index `ledger_remarkable`, word for word; the limits of domain/usage-views/advice.ts. */
const isRemarkable = '(e.input_tokens + e.output_tokens > 50000 OR e.redundant_tokens > e.input_tokens * 0.3)'

type AdvisedRow = Omit<AdvisedCall, 'model' | 'agent' | 'workflow' | 'usage'> &
  AdvisedCall['usage'] & { series: number }

const columns = `e.series_key AS series, e.id, e.at, e.input_tokens AS inputTokens,
  e.cached_input_tokens AS cachedInputTokens, e.output_tokens AS outputTokens, e.nano_dollars AS nanoDollars,
  e.saved_nano_dollars AS savedNanoDollars, e.total_ms AS totalMs, e.redundant_tokens AS redundantTokens`

export const ledgerAdviceReads = {
  /**
   * What an adviser finds in the latest calls of a filter: the large and redundant ones, and those of steps. `range`: from
   * the first of them, for what would be saved a month.
   */
  'ledger.advice': (
    connection: ReadConnection,
    { filter, range }: { filter: UsageFilter; range: Period },
  ): UsageAdvice[] => {
    const series = listSeries(connection, filter).filter(({ outcome }) => outcome !== 'failed')
    const ofKey = new Map(series.map((one) => [one.key, one]))
    const ofSteps = series.filter(({ agent, workflow }) => agent !== null || workflow !== null)

    function list(name: string, from: ReturnType<typeof selectCalls>, condition: string): AdvisedPeriod {
      const rows = connection.all<AdvisedRow>(
        name,
        `SELECT ${columns} FROM ${from.table} WHERE ${from.where} AND ${condition}
         ORDER BY ${from.at} DESC LIMIT ${mostCalls}`,
        from.parameters,
      )
      const calls = rows.flatMap(({ series: key, inputTokens, cachedInputTokens, outputTokens, ...call }) => {
        const one = ofKey.get(key)
        const usage = { inputTokens, cachedInputTokens, outputTokens }
        return one === undefined ? [] : [{ ...call, usage, model: one.model, agent: one.agent, workflow: one.workflow }]
      })
      // Where more calls were left out, they are of the time since the oldest of them only.
      const begin = calls.length < mostCalls ? range.from : (calls.at(-1)?.at ?? range.from)
      return { calls, periodMs: Math.max(dayMs, range.to - begin) }
    }

    return adviseOn({
      remarkable: list('ledger.remarkable', selectCalls(filter, series, { index: 'ledger_remarkable' }), isRemarkable),
      ofSteps: list('ledger.steps', selectCalls(filter, ofSteps), 'true'),
    })
  },
}
