import type { UsageCall, UsageFilter } from '../../../contract/usage.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'
import { type EntryRow, entryColumns, toEntry } from './ledger-entry.ts'
import { listSeries, selectCalls } from './ledger-filter.ts'

const withSeries = 'JOIN ledger_series g ON g.key = e.series_key'

export const ledgerCallReads = {
  /** Latest first. */
  'ledger.calls': (
    connection: ReadConnection,
    input: { filter: UsageFilter; offset: number; limit: number },
  ): { total: number; items: UsageCall[] } => {
    const series = listSeries(connection, input.filter)
    const counting = selectCalls(input.filter, series, { index: 'ledger_sums' })
    const counted = connection.get<{ total: number }>(
      'ledger.count',
      `SELECT count(*) AS total FROM ${counting.table} WHERE ${counting.where}`,
      counting.parameters,
    )
    const { table, where, parameters, at, key } = selectCalls(input.filter, series)
    const rows = connection.all<EntryRow>(
      'ledger.calls',
      // Places first, from an index alone: what is passed over is not read.
      `SELECT ${entryColumns} FROM (SELECT e.key FROM ${table} WHERE ${where}
         ORDER BY ${at} DESC, ${key} DESC LIMIT :limit OFFSET :offset) AS page
       JOIN ledger e ON e.key = page.key ${withSeries} ORDER BY e.at DESC, e.key DESC`,
      { ...parameters, offset: input.offset, limit: input.limit },
    )
    return { total: counted?.total ?? 0, items: rows.map(toEntry) }
  },

  /** @throws Failure CALL_NOT_FOUND */
  'ledger.call': (connection: ReadConnection, { callId }: { callId: string }): UsageCall => {
    const row = connection.get<EntryRow>(
      'ledger.call',
      `SELECT ${entryColumns} FROM ledger e ${withSeries} WHERE e.id = ?`,
      [callId],
    )
    if (row === undefined) throw new Failure('CALL_NOT_FOUND', { callId })
    return toEntry(row)
  },

  /** Oldest first, after a call of the part before: `after` is its time and id. */
  'ledger.part': (
    connection: ReadConnection,
    input: { filter: UsageFilter; after: { at: number; key: number } | null; limit: number },
  ): { items: UsageCall[]; last: { at: number; key: number } | null } => {
    // Begins where the part before ended, so that nothing is gone over twice.
    const filter = input.after === null ? input.filter : { ...input.filter, from: input.after.at }
    const { table, where, parameters, at, key } = selectCalls(filter, listSeries(connection, filter))
    const rows = connection.all<EntryRow & { key: number }>(
      'ledger.part',
      `SELECT e.key, ${entryColumns} FROM ${table} CROSS ${withSeries}
       WHERE ${where} AND (:afterAt IS NULL OR (${at}, ${key}) > (:afterAt, :afterKey))
       ORDER BY ${at}, ${key} LIMIT :limit`,
      { ...parameters, afterAt: input.after?.at ?? null, afterKey: input.after?.key ?? null, limit: input.limit },
    )
    const last = rows.at(-1)
    return {
      items: rows.map(({ key: _key, ...row }) => toEntry(row)),
      last: last === undefined ? null : { at: last.at, key: last.key },
    }
  },
}
