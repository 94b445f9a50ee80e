import type { Migration } from './migration.ts'

export const documentCare: Migration = {
  level: 40,
  name: 'document-care',
  up(connection) {
    connection.execute(
      'migration.40',
      `
      -- What a person wrote about a document, and what the file says of itself; both JSON objects of strings.
      ALTER TABLE documents ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
      ALTER TABLE documents ADD COLUMN properties TEXT NOT NULL DEFAULT '{}';
      -- A person's title, which reading the file again does not change.
      ALTER TABLE documents ADD COLUMN given_title TEXT;
      -- What the reader noticed, as JSON; null for documents of an older Diwan.
      ALTER TABLE documents ADD COLUMN report TEXT;
      -- When it was put into the trash, and by whom: a bound folder takes back only what it trashed itself.
      ALTER TABLE documents ADD COLUMN trashed_at INTEGER;
      ALTER TABLE documents ADD COLUMN trashed_by TEXT CHECK (trashed_by IN ('person', 'folder'));
      -- 0 while the original can't be reached.
      ALTER TABLE documents ADD COLUMN available INTEGER NOT NULL DEFAULT 1;
      -- 1 when a person added it, so that no folder takes it away.
      ALTER TABLE documents ADD COLUMN manual INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE libraries ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

      ALTER TABLE chunks ADD COLUMN line INTEGER;
      -- Indexed with the text: a table's header, a file's imports.
      ALTER TABLE chunks ADD COLUMN context TEXT NOT NULL DEFAULT '';

      DROP INDEX documents_by_state;
      -- Covers the counts of a library.
      CREATE INDEX documents_by_standing ON documents (library_key, trashed_at, state, bytes, chunk_count);
      CREATE INDEX documents_by_trash ON documents (trashed_at) WHERE trashed_at IS NOT NULL;

      CREATE TABLE document_tags (
        document_key INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
        folded TEXT NOT NULL,
        tag TEXT NOT NULL,
        PRIMARY KEY (document_key, folded)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX document_tags_by_tag ON document_tags (folded, document_key);

      CREATE TABLE erasures (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        erased_at INTEGER NOT NULL,
        report TEXT NOT NULL,
        -- What a later look needs and the report does not show, as JSON: content hashes, row keys.
        traces TEXT NOT NULL
      ) STRICT;
    `,
    )
  },
}
