import type { UsageFilter } from '../../../contract/usage.ts'
import type { AdvisedCall } from '../../../domain/usage-views/advice.ts'
import type { ReadConnection } from '../connection.ts'
import { type EntryRow, entryColumns, toEntry } from './ledger-entry.ts'
import { listSeries, selectCalls } from './ledger-filter.ts'

/** Calls that are looked at, the latest. */
const mostCalls = 20_000

export const ledgerAdviceReads = {
  /** The latest calls of a filter that an adviser may find something in: the large and redundant ones, and those of steps. */
  'ledger.advised': (
    connection: ReadConnection,
    input: { filter: UsageFilter; tokens: number; redundantPart: number },
  ): { calls: AdvisedCall[]; stepCalls: AdvisedCall[] } => {
    const series = listSeries(connection, input.filter).filter(({ outcome }) => outcome !== 'failed')
    const ofSteps = series.filter(({ agent, workflow }) => agent !== null || workflow !== null)
    function list(name: string, among: typeof series, condition: string): AdvisedCall[] {
      const { table, where, parameters } = selectCalls(input.filter, among)
      return connection
        .all<EntryRow>(
          name,
          `SELECT ${entryColumns} FROM ${table} CROSS JOIN ledger_series g ON g.key = e.series_key
           WHERE ${where} AND ${condition} ORDER BY e.at DESC LIMIT ${mostCalls}`,
          { ...parameters, tokens: input.tokens, redundantPart: input.redundantPart },
        )
        .map(toEntry)
    }
    return {
      calls: list(
        'ledger.large',
        series,
        '(e.input_tokens + e.output_tokens > :tokens OR e.redundant_tokens > e.input_tokens * :redundantPart)',
      ),
      stepCalls: list('ledger.steps', ofSteps, ':tokens > 0 AND :redundantPart >= 0'),
    }
  },
}
