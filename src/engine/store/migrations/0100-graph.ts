import type { Migration } from './migration.ts'

/** Takes what a document names out of the graph of its library; what no other document names is gone with it. */
function forget(document: string): string {
  const named = `SELECT DISTINCT entity_key FROM entity_mentions WHERE document_key = ${document}`
  return `
    UPDATE entities SET documents = documents - 1, mentions = mentions - gone.total
      FROM (SELECT entity_key, count(*) AS total FROM entity_mentions WHERE document_key = ${document}
            GROUP BY entity_key) AS gone WHERE entities.key = gone.entity_key;
    UPDATE entity_writings SET mentions = mentions - gone.total
      FROM (SELECT writing_key, count(*) AS total FROM entity_mentions WHERE document_key = ${document}
            GROUP BY writing_key) AS gone WHERE entity_writings.key = gone.writing_key;
    DELETE FROM entity_writings WHERE mentions = 0 AND entity_key IN (${named});
    DELETE FROM entities WHERE mentions = 0 AND key IN (${named});
    UPDATE libraries SET graph_stale = 1 WHERE key = (SELECT library_key FROM documents WHERE key = ${document})
      AND EXISTS (${named});
    DELETE FROM entity_relations WHERE document_key = ${document};
    DELETE FROM entity_definitions WHERE document_key = ${document};
    DELETE FROM entity_mentions WHERE document_key = ${document};`
}

export const graph: Migration = {
  level: 100,
  name: 'graph',
  up(connection) {
    connection.execute(
      'migration.100',
      `
      -- Documents that are still to be read for names, or the rest of them.
      CREATE TABLE entity_queue (
        document_key INTEGER PRIMARY KEY REFERENCES document_contents (document_key) ON DELETE CASCADE,
        -- Position in the text that is read up to, in UTF-16 code units.
        read_to INTEGER NOT NULL DEFAULT 0,
        -- Who reads it just now: what was read of an earlier content is not taken.
        ticket TEXT
      ) STRICT;

      -- What documents name: one row a folded form of a family (docs/decisions).
      CREATE TABLE entities (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        family TEXT NOT NULL,
        kind TEXT NOT NULL,
        folded TEXT NOT NULL,
        -- By which the writings of a person's name are brought together; null for what is no person.
        short_form TEXT,
        abbreviated INTEGER NOT NULL,
        -- The one that this is another name of: an acronym, initials.
        same_as INTEGER REFERENCES entities (key) ON DELETE SET NULL,
        documents INTEGER NOT NULL,
        mentions INTEGER NOT NULL,
        UNIQUE (library_key, folded, family)
      ) STRICT;
      CREATE INDEX entities_by_same ON entities (same_as);
      CREATE INDEX entities_by_short_form ON entities (library_key, short_form) WHERE short_form IS NOT NULL;

      -- How it is written.
      CREATE TABLE entity_writings (
        key INTEGER PRIMARY KEY,
        entity_key INTEGER NOT NULL REFERENCES entities (key) ON DELETE CASCADE,
        written TEXT NOT NULL,
        mentions INTEGER NOT NULL,
        UNIQUE (entity_key, written)
      ) STRICT;

      -- The rows of a document go with its content, by the triggers below, which also put the counts right.
      CREATE TABLE entity_mentions (
        document_key INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        entity_key INTEGER NOT NULL,
        writing_key INTEGER NOT NULL,
        sentence_start INTEGER NOT NULL,
        sentence_end INTEGER NOT NULL,
        PRIMARY KEY (document_key, start)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX entity_mentions_by_entity ON entity_mentions (entity_key, document_key, start);

      -- Two that stand in one sentence of a document; the label is what the text says of them, if it says it.
      CREATE TABLE entity_relations (
        document_key INTEGER NOT NULL,
        from_key INTEGER NOT NULL,
        to_key INTEGER NOT NULL,
        label TEXT NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (document_key, from_key, to_key, label)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX entity_relations_by_from ON entity_relations (from_key, to_key, times);
      CREATE INDEX entity_relations_by_to ON entity_relations (to_key, from_key, times);

      -- Acronyms that a document says the meaning of.
      CREATE TABLE entity_definitions (
        document_key INTEGER NOT NULL,
        short_key INTEGER NOT NULL,
        long_key INTEGER NOT NULL,
        PRIMARY KEY (document_key, short_key, long_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX entity_definitions_by_short ON entity_definitions (short_key, long_key);

      -- 1 when documents came or went since its names were brought together.
      ALTER TABLE libraries ADD COLUMN graph_stale INTEGER NOT NULL DEFAULT 0;

      CREATE TRIGGER content_named AFTER INSERT ON document_contents BEGIN
        INSERT INTO entity_queue (document_key) VALUES (NEW.document_key);
      END;
      CREATE TRIGGER content_forgotten BEFORE DELETE ON document_contents BEGIN ${forget('OLD.document_key')} END;
      -- What lies in the trash is in no graph.
      CREATE TRIGGER document_trashed AFTER UPDATE OF trashed_at ON documents
      WHEN OLD.trashed_at IS NULL AND NEW.trashed_at IS NOT NULL BEGIN
        ${forget('NEW.key')}
        DELETE FROM entity_queue WHERE document_key = NEW.key;
      END;
      CREATE TRIGGER document_restored AFTER UPDATE OF trashed_at ON documents
      WHEN OLD.trashed_at IS NOT NULL AND NEW.trashed_at IS NULL BEGIN
        INSERT INTO entity_queue (document_key)
          SELECT document_key FROM document_contents WHERE document_key = NEW.key ON CONFLICT DO NOTHING;
      END;

      INSERT INTO entity_queue (document_key) SELECT c.document_key FROM document_contents c
        JOIN documents d ON d.key = c.document_key WHERE d.trashed_at IS NULL;
    `,
    )
  },
}
