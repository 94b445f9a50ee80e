import type { Migration } from './migration.ts'

export const vectors: Migration = {
  level: 70,
  name: 'vectors',
  up(connection) {
    connection.execute(
      'migration.70',
      `
      -- Models that a person installed or added; those of the catalogue that are not here have no row.
      CREATE TABLE models (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('embedding', 'reranking')),
        runtime TEXT NOT NULL,
        -- As JSON: what its runtime needs to run it, and what the contract shows. Never a key.
        description TEXT NOT NULL,
        added_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Vectors of one space can be compared: the same weights, pooled in the same way.
      CREATE TABLE vector_spaces (
        key INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE,
        model_id TEXT NOT NULL,
        dimensions INTEGER NOT NULL
      ) STRICT;

      -- Vectors by content: the same text is embedded once, whatever document or library it stands in.
      CREATE TABLE vectors (
        space_key INTEGER NOT NULL REFERENCES vector_spaces (key) ON DELETE CASCADE,
        -- Of the text that is embedded: the first 16 bytes of its SHA-256.
        text_hash BLOB NOT NULL,
        -- 16-bit floats, little endian, of length 1.
        vector BLOB NOT NULL,
        PRIMARY KEY (space_key, text_hash)
      ) STRICT, WITHOUT ROWID;

      -- The space that a library is searched in, and the one it changes to, each with its model.
      CREATE TABLE library_spaces (
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        space_key INTEGER NOT NULL REFERENCES vector_spaces (key),
        role TEXT NOT NULL CHECK (role IN ('serving', 'next')),
        -- Changes up to this number may have been removed.
        pruned_to INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (library_key, role)
      ) STRICT, WITHOUT ROWID;

      -- The chunks of a library that have a vector in a space. Those in the trash keep theirs and are in no index.
      CREATE TABLE chunk_vectors (
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        space_key INTEGER NOT NULL REFERENCES vector_spaces (key),
        chunk_id INTEGER NOT NULL,
        text_hash BLOB NOT NULL,
        in_trash INTEGER NOT NULL,
        PRIMARY KEY (library_key, space_key, chunk_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX chunk_vectors_by_text ON chunk_vectors (space_key, text_hash);

      -- What an index of a library and a space has to take up, in this order. Numbers are never given twice. Rows that
      -- every index has on disk are removed; an index that is older than the first row left is made anew.
      CREATE TABLE vector_changes (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        space_key INTEGER NOT NULL,
        chunk_id INTEGER NOT NULL,
        removed INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX vector_changes_by_index ON vector_changes (library_key, space_key, number);
    `,
    )
  },
}
