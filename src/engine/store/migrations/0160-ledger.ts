import type { Migration } from './migration.ts'

/** What may only be added to: changing, removing and putting in the place of another row fail. */
function appendOnly(table: string, sameRow: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (change) => `CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;`,
    )
    .concat(`CREATE TRIGGER ${table}_no_replacement BEFORE INSERT ON ${table}
      WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameRow})
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;`)
    .join('\n')
}

export const ledgerOfCalls: Migration = {
  level: 160,
  name: 'ledger',
  up(connection) {
    connection.execute(
      'migration.160',
      `
      -- What calls have in common, each combination once: sums over many calls are made by these.
      CREATE TABLE ledger_series (
        key INTEGER PRIMARY KEY,
        model TEXT NOT NULL,
        purpose TEXT NOT NULL,
        agent TEXT,
        workflow TEXT,
        outcome TEXT NOT NULL,
        code TEXT,
        -- 0 when nobody had said what the model costs: its nano-dollars are then 0.
        price_known INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX ledger_series_once ON ledger_series
        (model, purpose, coalesce(agent, ''), coalesce(workflow, ''), outcome, coalesce(code, ''), price_known);
      ${appendOnly('ledger_series', 'key = NEW.key')}

      -- One row a call of a model. Ids of libraries, conversations and messages stay when those are erased: they say
      -- nothing without them, and sums stay what they were. No text of a document, a question or an answer is here.
      CREATE TABLE ledger (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        -- When the call began; a call counts in the periods of this time.
        at INTEGER NOT NULL,
        series_key INTEGER NOT NULL REFERENCES ledger_series (key),
        -- As JSON.
        library_ids TEXT NOT NULL,
        conversation_id TEXT,
        message_id TEXT,
        input_tokens INTEGER NOT NULL,
        cached_input_tokens INTEGER NOT NULL,
        cache_write_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL,
        reasoning_tokens INTEGER NOT NULL,
        -- 1 when the tokens were counted here, because the provider did not say.
        counted INTEGER NOT NULL,
        nano_dollars INTEGER NOT NULL CHECK (nano_dollars >= 0),
        saved_nano_dollars INTEGER NOT NULL,
        reserved_nano_dollars INTEGER NOT NULL,
        first_token_ms REAL,
        total_ms REAL NOT NULL,
        attempt INTEGER NOT NULL,
        -- Input tokens that repeat text of the same request; null when that was not measured.
        redundant_tokens INTEGER
      ) STRICT;
      -- With the series, so that a page of calls is found without reading those before it.
      CREATE INDEX ledger_by_time ON ledger (at, key, series_key);
      -- What an adviser looks at.
      CREATE INDEX ledger_remarkable ON ledger (at)
        WHERE input_tokens + output_tokens > 50000 OR redundant_tokens > input_tokens * 0.3;
      -- Holds all that is summed, so that sums over a hundred thousand calls read nothing else.
      CREATE INDEX ledger_sums ON ledger (series_key, at, nano_dollars, saved_nano_dollars, input_tokens,
        cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens);
      CREATE INDEX ledger_by_conversation ON ledger (conversation_id, at);
      ${appendOnly('ledger', 'key = NEW.key OR id = NEW.id')}

      CREATE TABLE ledger_libraries (
        library_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        call_key INTEGER NOT NULL REFERENCES ledger (key),
        PRIMARY KEY (library_id, at, call_key)
      ) STRICT, WITHOUT ROWID;
      ${appendOnly('ledger_libraries', 'library_id = NEW.library_id AND at = NEW.at AND call_key = NEW.call_key')}

      -- Calls that are under way. What an engine leaves here when it ends, the next one writes into the ledger.
      CREATE TABLE reservations (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        nano_dollars INTEGER NOT NULL,
        -- As JSON: the columns of the ledger that are known before the call.
        call TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE budgets (
        id TEXT PRIMARY KEY,
        scope TEXT NOT NULL,
        -- Agent, workflow, library id or conversation id; empty for a scope that is about everything.
        subject TEXT NOT NULL,
        period TEXT NOT NULL,
        limit_nano_dollars INTEGER NOT NULL CHECK (limit_nano_dollars >= 0),
        set_at INTEGER NOT NULL,
        -- The period whose calls were summed, and their sum: written with each of them, and read from the ledger again
        -- when the calendar says another period.
        period_from INTEGER NOT NULL,
        period_to INTEGER NOT NULL,
        spent_nano_dollars INTEGER NOT NULL,
        -- The call for which a provider billed more than was set aside; null when none has, or the limit was raised since.
        overbilled_at INTEGER,
        UNIQUE (scope, subject)
      ) STRICT, WITHOUT ROWID;

      -- Prices that a person set or imported, in nano-dollars a million tokens; the shipped ones are a resource.
      CREATE TABLE prices (
        model TEXT NOT NULL,
        valid_from INTEGER NOT NULL,
        input INTEGER NOT NULL,
        output INTEGER NOT NULL,
        cached_input INTEGER,
        cache_write INTEGER,
        set_at INTEGER NOT NULL,
        PRIMARY KEY (model, valid_from)
      ) STRICT, WITHOUT ROWID;
    `,
    )
  },
}
