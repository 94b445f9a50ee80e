import type { Migration } from './migration.ts'

export const wordStems: Migration = {
  level: 110,
  name: 'word-stems',
  up(connection) {
    connection.execute(
      'migration.110',
      `
      -- As an ISO 639-1 code; 'und' when it can't be told, or for a chunk of a library whose index is still to be made anew.
      ALTER TABLE chunks ADD COLUMN language TEXT NOT NULL DEFAULT 'und';

      -- Chunks of each language that a library's keyword index holds.
      CREATE TABLE library_languages (
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        language TEXT NOT NULL,
        chunks INTEGER NOT NULL,
        PRIMARY KEY (library_key, language)
      ) STRICT, WITHOUT ROWID;

      -- Null when the library's keyword index holds stems. Before, FTS5 stemmed English itself: such an index serves until
      -- the one beside it, which has the chunks up to this id, has all.
      ALTER TABLE libraries ADD COLUMN renewed_to INTEGER;
      UPDATE libraries SET renewed_to = 0;
    `,
    )
  },
}
