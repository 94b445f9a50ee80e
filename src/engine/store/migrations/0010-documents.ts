import type { Migration } from './migration.ts'

export const documents: Migration = {
  level: 10,
  name: 'documents',
  up(connection) {
    connection.execute(
      'migration.10',
      `
      CREATE TABLE libraries (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        -- Lower case, NFKC: names that look alike are one name.
        folded_name TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE documents (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        name TEXT NOT NULL,
        title TEXT NOT NULL,
        -- By these, documents are looked for and put in order.
        folded_name TEXT NOT NULL,
        folded_title TEXT NOT NULL,
        uri TEXT NOT NULL,
        type TEXT,
        state TEXT NOT NULL CHECK (state IN ('ready', 'failed')),
        error TEXT,
        warnings TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        content_hash TEXT,
        pages INTEGER,
        chunk_count INTEGER NOT NULL,
        added_at INTEGER NOT NULL,
        modified_at INTEGER,
        UNIQUE (library_key, uri)
      ) STRICT;
      CREATE INDEX documents_by_name ON documents (library_key, folded_name);
      CREATE INDEX documents_by_hash ON documents (content_hash);
      -- Covers the counts of a library.
      CREATE INDEX documents_by_state ON documents (library_key, state, bytes, chunk_count);

      CREATE TABLE document_contents (
        document_key INTEGER PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE,
        text TEXT NOT NULL,
        blocks TEXT NOT NULL,
        runs TEXT
      ) STRICT;

      CREATE TABLE chunks (
        -- Never given twice: what one call found is asked for by another.
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_key INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        page INTEGER,
        heading_path TEXT NOT NULL,
        text TEXT NOT NULL,
        tokens INTEGER NOT NULL,
        UNIQUE (document_key, ordinal)
      ) STRICT;
    `,
    )
  },
}
