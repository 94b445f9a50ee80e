import type { Migration } from './migration.ts'

/** What a search of the library would find has changed: answers that were kept of it are gone. */
function forget(library: string): string {
  return `UPDATE libraries SET change_number = change_number + 1 WHERE key = ${library};
      DELETE FROM answer_cache WHERE key IN (SELECT answer_key FROM answer_cache_libraries WHERE library_key = ${library});`
}

const ofDocument = (row: 'NEW' | 'OLD') => `(SELECT library_key FROM documents WHERE key = ${row}.document_key)`

export const answerCache: Migration = {
  level: 80,
  name: 'answer-cache',
  up(connection) {
    connection.execute(
      'migration.80',
      `
      -- Rises with every change of what a search of the library finds, in the transaction of the change.
      ALTER TABLE libraries ADD COLUMN change_number INTEGER NOT NULL DEFAULT 0;

      CREATE TABLE answer_cache (
        key INTEGER PRIMARY KEY,
        -- SHA-256 of the libraries, the filter and the settings that the question was asked with.
        scope TEXT NOT NULL,
        question TEXT NOT NULL,
        normalised TEXT NOT NULL,
        -- As the contract has it, as JSON.
        answer TEXT NOT NULL,
        answered_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        -- The question's vector as 32-bit floats, with the fingerprint of its model; null without one.
        fingerprint TEXT,
        vector BLOB,
        UNIQUE (scope, normalised)
      ) STRICT;
      CREATE INDEX answer_cache_by_end ON answer_cache (expires_at);

      CREATE TABLE answer_cache_libraries (
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        answer_key INTEGER NOT NULL REFERENCES answer_cache (key) ON DELETE CASCADE,
        PRIMARY KEY (library_key, answer_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX answer_cache_libraries_by_answer ON answer_cache_libraries (answer_key);

      CREATE TRIGGER document_added AFTER INSERT ON documents BEGIN ${forget('NEW.library_key')} END;
      CREATE TRIGGER document_removed AFTER DELETE ON documents BEGIN ${forget('OLD.library_key')} END;
      CREATE TRIGGER document_read AFTER UPDATE OF state, content_hash, chunk_count ON documents
      BEGIN ${forget('NEW.library_key')} END;
      CREATE TRIGGER document_changed AFTER UPDATE OF name, title, uri, modified_at, trashed_at ON documents
      WHEN (NEW.name, NEW.title, NEW.uri, NEW.modified_at, NEW.trashed_at)
        IS NOT (OLD.name, OLD.title, OLD.uri, OLD.modified_at, OLD.trashed_at)
      BEGIN ${forget('NEW.library_key')} END;
      CREATE TRIGGER document_tagged AFTER INSERT ON document_tags BEGIN ${forget(ofDocument('NEW'))} END;
      CREATE TRIGGER document_untagged AFTER DELETE ON document_tags BEGIN ${forget(ofDocument('OLD'))} END;
      CREATE TRIGGER library_closed AFTER UPDATE OF erasing ON libraries BEGIN ${forget('NEW.key')} END;
      CREATE TRIGGER library_space_added AFTER INSERT ON library_spaces BEGIN ${forget('NEW.library_key')} END;
      CREATE TRIGGER library_space_changed AFTER UPDATE ON library_spaces BEGIN ${forget('NEW.library_key')} END;
      CREATE TRIGGER library_space_removed AFTER DELETE ON library_spaces BEGIN ${forget('OLD.library_key')} END;
      CREATE TRIGGER library_removed BEFORE DELETE ON libraries BEGIN
        DELETE FROM answer_cache WHERE key IN (SELECT answer_key FROM answer_cache_libraries WHERE library_key = OLD.key);
      END;
      -- What a person deletes of their questions must not live on here.
      CREATE TRIGGER conversation_removed AFTER DELETE ON conversations BEGIN DELETE FROM answer_cache; END;
      -- A model that puts passages in order changes every answer.
      CREATE TRIGGER model_added AFTER INSERT ON models BEGIN
        UPDATE libraries SET change_number = change_number + 1;
        DELETE FROM answer_cache;
      END;
      CREATE TRIGGER model_removed AFTER DELETE ON models BEGIN
        UPDATE libraries SET change_number = change_number + 1;
        DELETE FROM answer_cache;
      END;
    `,
    )
  },
}
