import type { UsageFilter } from '../../../contract/usage.ts'
import type { AdvisedCall } from '../../../domain/usage-views/advice.ts'
import type { ReadConnection } from '../connection.ts'
import { type EntryRow, entryColumns, toEntry } from './ledger-entry.ts'
import { listSeries, selectCalls } from './ledger-filter.ts'

/** Calls that are looked at, the latest. */
const mostCalls = 5_000

/** As in the partial index `ledger_remarkable`, word for word; the limits of domain/usage-views/advice.ts. */
const isRemarkable = '(e.input_tokens + e.output_tokens > 50000 OR e.redundant_tokens > e.input_tokens * 0.3)'

export const ledgerAdviceReads = {
  /** The latest calls of a filter that an adviser may find something in: the large and redundant ones, and those of steps. */
  'ledger.advised': (
    connection: ReadConnection,
    { filter }: { filter: UsageFilter },
  ): { calls: AdvisedCall[]; stepCalls: AdvisedCall[] } => {
    const series = listSeries(connection, filter).filter(({ outcome }) => outcome !== 'failed')
    const ofSteps = series.filter(({ agent, workflow }) => agent !== null || workflow !== null)
    function list(name: string, from: ReturnType<typeof selectCalls>, condition: string): AdvisedCall[] {
      return connection
        .all<EntryRow>(
          name,
          `SELECT ${entryColumns} FROM (SELECT e.key FROM ${from.table} WHERE ${from.where} AND ${condition}
             ORDER BY e.at DESC LIMIT ${mostCalls}) AS found
           JOIN ledger e ON e.key = found.key JOIN ledger_series g ON g.key = e.series_key`,
          from.parameters,
        )
        .map(toEntry)
    }
    const remarkable = selectCalls(filter, series)
    const table = remarkable.table.replace('INDEXED BY ledger_by_time', 'INDEXED BY ledger_remarkable')
    return {
      calls: list('ledger.remarkable', { ...remarkable, table }, isRemarkable),
      stepCalls: list('ledger.steps', selectCalls(filter, ofSteps), 'true'),
    }
  },
}
