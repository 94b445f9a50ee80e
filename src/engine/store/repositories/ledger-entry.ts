import type { UsageCall } from '../../../contract/usage.ts'
import type { WriteConnection } from '../connection.ts'

/** An entry as it is written; `redundantTokens`: null when that was not measured. */
export type LedgerEntry = UsageCall

/** What is known of an entry before its call. */
export type BegunEntry = Pick<
  LedgerEntry,
  | 'id'
  | 'at'
  | 'model'
  | 'purpose'
  | 'agent'
  | 'workflow'
  | 'libraryIds'
  | 'conversationId'
  | 'messageId'
  | 'priceKnown'
  | 'reservedNanoDollars'
  | 'attempt'
  | 'redundantTokens'
>

export type EntryRow = Omit<LedgerEntry, 'libraryIds' | 'usage' | 'counted' | 'priceKnown'> & {
  libraryIds: string
  counted: number
  priceKnown: number
} & LedgerEntry['usage']

export const entryColumns = `
  e.id, e.at, g.model, g.purpose, g.agent, g.workflow, e.library_ids AS libraryIds, e.conversation_id AS conversationId,
  e.message_id AS messageId, g.outcome, g.code, e.input_tokens AS inputTokens, e.cached_input_tokens AS cachedInputTokens,
  e.cache_write_tokens AS cacheWriteTokens, e.output_tokens AS outputTokens, e.reasoning_tokens AS reasoningTokens,
  e.counted, g.price_known AS priceKnown, e.nano_dollars AS nanoDollars, e.saved_nano_dollars AS savedNanoDollars,
  e.reserved_nano_dollars AS reservedNanoDollars, e.first_token_ms AS firstTokenMs, e.total_ms AS totalMs, e.attempt,
  e.redundant_tokens AS redundantTokens`

export function toEntry(row: EntryRow): LedgerEntry {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, ...entry } = row
  return {
    ...entry,
    libraryIds: JSON.parse(row.libraryIds) as string[],
    usage: { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens },
    counted: row.counted === 1,
    priceKnown: row.priceKnown === 1,
  }
}

function seriesOf(connection: WriteConnection, entry: LedgerEntry): number {
  const { model, purpose, agent, workflow, outcome, code } = entry
  const series = { model, purpose, agent, workflow, outcome, code, priceKnown: entry.priceKnown ? 1 : 0 }
  const found = connection.get<{ key: number }>(
    'ledger.series',
    `SELECT key FROM ledger_series WHERE model = :model AND purpose = :purpose AND coalesce(agent, '') = coalesce(:agent, '')
       AND coalesce(workflow, '') = coalesce(:workflow, '') AND outcome = :outcome
       AND coalesce(code, '') = coalesce(:code, '') AND price_known = :priceKnown`,
    series,
  )
  return (
    found?.key ??
    connection.run(
      'ledger.addSeries',
      `INSERT INTO ledger_series (model, purpose, agent, workflow, outcome, code, price_known)
       VALUES (:model, :purpose, :agent, :workflow, :outcome, :code, :priceKnown)`,
      series,
    ).lastInsertRowid
  )
}

/** Writes an entry; its libraries each once. */
export function addEntry(connection: WriteConnection, entry: LedgerEntry): void {
  const libraryIds = [...new Set(entry.libraryIds)]
  const { id, at, usage, conversationId, messageId, attempt, redundantTokens, firstTokenMs, totalMs } = entry
  const { nanoDollars, savedNanoDollars, reservedNanoDollars } = entry
  const { lastInsertRowid: key } = connection.run(
    'ledger.add',
    `INSERT INTO ledger (id, at, series_key, library_ids, conversation_id, message_id, input_tokens, cached_input_tokens,
       cache_write_tokens, output_tokens, reasoning_tokens, counted, nano_dollars, saved_nano_dollars,
       reserved_nano_dollars, first_token_ms, total_ms, attempt, redundant_tokens)
     VALUES (:id, :at, :series, :libraryIds, :conversationId, :messageId, :inputTokens, :cachedInputTokens,
       :cacheWriteTokens, :outputTokens, :reasoningTokens, :counted, :nanoDollars, :savedNanoDollars,
       :reservedNanoDollars, :firstTokenMs, :totalMs, :attempt, :redundantTokens)`,
    {
      ...{ id, at, conversationId, messageId, attempt, redundantTokens, firstTokenMs, totalMs },
      ...{ nanoDollars, savedNanoDollars, reservedNanoDollars },
      ...usage,
      series: seriesOf(connection, entry),
      libraryIds: JSON.stringify(libraryIds),
      counted: entry.counted ? 1 : 0,
    },
  )
  for (const libraryId of libraryIds) {
    connection.run('ledger.library', 'INSERT INTO ledger_libraries (library_id, at, call_key) VALUES (?, ?, ?)', [
      libraryId,
      entry.at,
      key,
    ])
  }
}
