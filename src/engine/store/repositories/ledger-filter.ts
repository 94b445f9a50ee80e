import type { UsageFilter } from '../../../contract/usage.ts'
import { always } from '../../../domain/budgets/budget-rules.ts'
import type { ReadConnection } from '../connection.ts'

export type LedgerSeries = {
  key: number
  model: string
  purpose: string
  agent: string | null
  workflow: string | null
  outcome: string
  code: string | null
  priceKnown: number
}

/** The series that a filter leaves. */
export function listSeries(connection: ReadConnection, filter: UsageFilter): LedgerSeries[] {
  const { model = null, agent = null, workflow = null, outcome = null } = filter
  return connection.all<LedgerSeries>(
    'ledger.listSeries',
    `SELECT key, model, purpose, agent, workflow, outcome, code, price_known AS priceKnown FROM ledger_series
     WHERE (:model IS NULL OR model = :model) AND (:agent IS NULL OR agent = :agent)
       AND (:workflow IS NULL OR workflow = :workflow) AND (:outcome IS NULL OR outcome = :outcome) ORDER BY key`,
    { model, agent, workflow, outcome },
  )
}

/** Indices of the ledger that a statement may go along where no library and no conversation narrows it. */
type LedgerIndex =
  | 'ledger_by_time'
  | 'ledger_remarkable'
  | 'ledger_sums'
  | 'ledger_sums_by_conversation'
  | 'ledger_sums_by_libraries'

/**
 * Where the calls of a filter are: what follows `FROM`, `WHERE` and `ORDER BY`, with `e` for the calls. `at` and `key` are
 * the columns of the index that is gone along. `series`: null for a statement that tells them apart itself.
 */
export function selectCalls(
  filter: UsageFilter,
  series: readonly LedgerSeries[] | null,
  { index = 'ledger_by_time' }: { index?: LedgerIndex } = {},
) {
  const { from = always.from, to = always.to, libraryId = null, conversationId = null } = filter
  const keys = JSON.stringify(series?.map(({ key }) => key) ?? [])
  const parameters = { from, to, series: keys, libraryId, conversationId }
  const isOfSeries = series === null ? ':series IS NOT NULL' : 'e.series_key IN (SELECT value FROM json_each(:series))'
  const isInTime = (row: string) => `${row}.at >= :from AND ${row}.at < :to`
  const isOfConversation = ':conversationId IS NULL OR e.conversation_id = :conversationId'
  if (libraryId !== null) {
    const table = 'ledger_libraries s CROSS JOIN ledger e ON e.key = s.call_key'
    const where = `s.library_id = :libraryId AND ${isInTime('s')} AND ${isOfSeries} AND (${isOfConversation})`
    return { table, where, parameters, at: 's.at', key: 's.call_key' }
  }
  const columns = { at: 'e.at', key: 'e.key' }
  if (conversationId !== null) {
    const where = `e.conversation_id = :conversationId AND ${isInTime('e')} AND ${isOfSeries} AND :libraryId IS NULL`
    return { table: 'ledger e INDEXED BY ledger_by_conversation', where, parameters, ...columns }
  }
  const where = `${isOfSeries} AND ${isInTime('e')} AND :libraryId IS NULL AND :conversationId IS NULL`
  return { table: `ledger e INDEXED BY ${index}`, where, parameters, ...columns }
}
