import type { Migration } from './migration.ts'

export const batches: Migration = {
  level: 210,
  name: 'batches',
  up(connection) {
    connection.execute(
      'migration.210',
      `
      -- Off until a person asks for it: what is asked then lies with the provider for a while.
      ALTER TABLE providers ADD COLUMN uses_batches INTEGER NOT NULL DEFAULT 0 CHECK (uses_batches IN (0, 1));
      -- What a person says that a batch costs of the list prices; null: as the table of prices says.
      ALTER TABLE providers ADD COLUMN batch_percent INTEGER;

      -- Requests that a provider was given to answer at its batch price. A row stays until it is paid for and erased there,
      -- whatever becomes of the question. No text of a document, a question or an answer is here.
      CREATE TABLE batches (
        -- Of the reservation, which stays while the row does, and then of the ledger's entry. It names the request at the
        -- provider.
        call_id TEXT PRIMARY KEY,
        -- As JSON: the model and why it was chosen.
        choice TEXT NOT NULL,
        -- As JSON: the price of a token, null when nobody has said.
        price TEXT NOT NULL,
        -- The provider's; null until it has said that it took it.
        batch_id TEXT,
        -- As JSON: what of the request the model does not have.
        warnings TEXT NOT NULL,
        -- Of the request, as counted here.
        input_tokens INTEGER NOT NULL,
        submitted_at INTEGER NOT NULL,
        -- When it was called off; null while it is not.
        cancelled_at INTEGER
      ) STRICT, WITHOUT ROWID;

      -- What the answer of a batch is put together with. Goes with the question that waits, and with any document in it.
      CREATE TABLE batched_answers (
        message_id TEXT PRIMARY KEY REFERENCES waiting_answers (message_id) ON DELETE CASCADE,
        call_id TEXT NOT NULL UNIQUE REFERENCES batches (call_id) ON DELETE CASCADE,
        -- As JSON: ids of the documents whose words are in it.
        sources TEXT NOT NULL,
        -- As JSON: the passages that the model was given, with their spans.
        kept TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
    )
  },
}
