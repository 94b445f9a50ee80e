import type { Migration } from './migration.ts'

export const jobs: Migration = {
  level: 20,
  name: 'jobs',
  up(connection) {
    connection.execute(
      'migration.20',
      `
      CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        library_key INTEGER REFERENCES libraries (key) ON DELETE CASCADE,
        label TEXT NOT NULL,
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'completed', 'failed', 'cancelled')),
        error TEXT,
        -- 1 while sources are still being listed.
        listing INTEGER NOT NULL,
        total INTEGER NOT NULL DEFAULT 0,
        ready INTEGER NOT NULL DEFAULT 0,
        unchanged INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        bytes_total INTEGER NOT NULL DEFAULT 0,
        bytes_done INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        finished_at INTEGER
      ) STRICT;
      CREATE INDEX jobs_by_state ON jobs (state, created_at);
      CREATE INDEX jobs_by_age ON jobs (created_at);

      CREATE TABLE job_items (
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        name TEXT NOT NULL,
        uri TEXT NOT NULL,
        source TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        modified_at INTEGER,
        state TEXT NOT NULL CHECK (state IN ('pending', 'ready', 'unchanged', 'failed', 'cancelled')),
        error TEXT,
        document_id TEXT,
        -- Starts that did not end. Items with fewer come first, so that a file that takes the engine down delays no other.
        attempts INTEGER NOT NULL DEFAULT 0,
        -- Of bytes that Diwan keeps for this item; null for others.
        upload_hash TEXT GENERATED ALWAYS AS (source ->> 'hash') VIRTUAL,
        PRIMARY KEY (job_id, ordinal),
        UNIQUE (job_id, uri)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX job_items_by_state ON job_items (job_id, state, attempts, ordinal);
      CREATE INDEX job_items_by_upload ON job_items (upload_hash) WHERE upload_hash IS NOT NULL;
    `,
    )
  },
}
