import type { Migration } from './migration.ts'

export const evaluation: Migration = {
  level: 90,
  name: 'evaluation',
  up(connection) {
    connection.execute(
      'migration.90',
      `
      CREATE TABLE question_sets (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        UNIQUE (library_key, folded_name)
      ) STRICT;

      CREATE TABLE questions (
        set_key INTEGER NOT NULL REFERENCES question_sets (key) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        id TEXT NOT NULL,
        text TEXT NOT NULL,
        -- As JSON: grades by a document's id or name.
        judgements TEXT NOT NULL,
        PRIMARY KEY (set_key, ordinal),
        UNIQUE (set_key, id)
      ) STRICT, WITHOUT ROWID;

      -- Runs keep the questions as they were asked: the set may change.
      CREATE TABLE evaluations (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        set_key INTEGER NOT NULL REFERENCES question_sets (key) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        -- As JSON, apart so that a list of runs does not read every question of each.
        summary TEXT NOT NULL,
        questions TEXT NOT NULL
      ) STRICT;
      CREATE INDEX evaluations_by_set ON evaluations (set_key, created_at);
    `,
    )
  },
}
