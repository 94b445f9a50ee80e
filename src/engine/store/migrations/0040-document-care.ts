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
      -- 1 while its documents are being erased: to everybody else it is gone.
      ALTER TABLE libraries ADD COLUMN erasing INTEGER NOT NULL DEFAULT 0;

      ALTER TABLE chunks ADD COLUMN line INTEGER;
      -- Indexed with the text: a table's header, a file's imports.
      ALTER TABLE chunks ADD COLUMN context TEXT NOT NULL DEFAULT '';

      DROP INDEX documents_by_state;
      -- Covers the counts of a library.
      CREATE INDEX documents_by_standing ON documents (library_key, trashed_at, state, bytes, chunk_count);
      CREATE INDEX documents_by_addition ON documents (library_key, added_at);
      CREATE INDEX documents_by_modification ON documents (library_key, modified_at);
      CREATE INDEX documents_by_size ON documents (library_key, bytes);
      CREATE INDEX documents_by_trash ON documents (trashed_at) WHERE trashed_at IS NOT NULL;

      CREATE TABLE document_tags (
        document_key INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
        folded TEXT NOT NULL,
        tag TEXT NOT NULL,
        PRIMARY KEY (document_key, folded)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX document_tags_by_tag ON document_tags (folded, document_key);

      -- An erasure is noted before it begins, so that one that was interrupted is brought to its end at the next start.
      CREATE TABLE erasures (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        scope TEXT NOT NULL CHECK (scope IN ('documents', 'library', 'trash')),
        -- The library that goes with its documents; null for the other scopes.
        library_key INTEGER,
        begun_at INTEGER NOT NULL,
        -- What was removed so far, as JSON: part to count.
        removed TEXT NOT NULL DEFAULT '{}',
        -- As the contract has it; null until all is removed.
        report TEXT
      ) STRICT;
      -- What a later look needs and no report shows: never a name or a text.
      CREATE TABLE erased_documents (
        erasure INTEGER NOT NULL REFERENCES erasures (number),
        document_id TEXT NOT NULL,
        -- 0 until its rows are removed; the columns below are known from then on.
        gone INTEGER NOT NULL DEFAULT 0,
        library_key INTEGER,
        content_hash TEXT,
        added_at INTEGER,
        -- Chunk ids are never given twice.
        first_chunk INTEGER,
        last_chunk INTEGER,
        PRIMARY KEY (erasure, document_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX erased_documents_by_id ON erased_documents (document_id);
    `,
    )
  },
}
