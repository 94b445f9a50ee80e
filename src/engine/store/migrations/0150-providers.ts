import type { Migration } from './migration.ts'

export const providers: Migration = {
  level: 150,
  name: 'providers',
  up(connection) {
    connection.execute(
      'migration.150',
      `
      -- Servers of language models. Their keys are in the secret store, never here.
      CREATE TABLE providers (
        name TEXT PRIMARY KEY,
        -- Two names that a person would take for one are one.
        folded_name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        protocol TEXT NOT NULL,
        url TEXT NOT NULL,
        has_key INTEGER NOT NULL CHECK (has_key IN (0, 1)),
        -- As JSON: when it was tried last, how long that took, what came of it; null before the first time.
        last_check TEXT,
        added_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- What a provider named last when it was asked for its models, in its order.
      CREATE TABLE provider_models (
        provider TEXT NOT NULL REFERENCES providers (name) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        name TEXT NOT NULL,
        -- As JSON: what the provider says of it.
        description TEXT NOT NULL,
        PRIMARY KEY (provider, ordinal),
        UNIQUE (provider, name)
      ) STRICT, WITHOUT ROWID;
    `,
    )
  },
}
