import type { Migration } from './migration.ts'

export const modelKinds: Migration = {
  level: 140,
  name: 'model-kinds',
  up(connection) {
    connection.execute(
      'migration.140',
      `
      -- What kinds of models there are is for the contract to say: the table no longer has a list of its own.
      CREATE TABLE models_of_any_kind (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        runtime TEXT NOT NULL,
        -- As JSON: what its runtime needs to run it, and what the contract shows. Never a key.
        description TEXT NOT NULL,
        added_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO models_of_any_kind (id, kind, runtime, description, added_at)
        SELECT id, kind, runtime, description, added_at FROM models;
      DROP TABLE models;
      ALTER TABLE models_of_any_kind RENAME TO models;
    `,
    )
  },
}
