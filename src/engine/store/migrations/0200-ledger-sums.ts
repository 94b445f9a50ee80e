import type { Migration } from './migration.ts'

const sums = `nano_dollars, saved_nano_dollars, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
        reasoning_tokens`

export const ledgerSums: Migration = {
  level: 200,
  name: 'ledger-sums',
  up(connection) {
    connection.execute(
      'migration.200',
      `
      -- As ledger_sums, in the order of what series don't tell apart: such sums too read nothing else, and sort nothing.
      CREATE INDEX ledger_sums_by_conversation ON ledger (conversation_id, series_key, at, ${sums});
      CREATE INDEX ledger_sums_by_libraries ON ledger (library_ids, series_key, at, ${sums});
    `,
    )
  },
}
