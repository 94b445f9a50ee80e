import type { Migration } from './migration.ts'

export const boundFolders: Migration = {
  level: 50,
  name: 'bound-folders',
  up(connection) {
    connection.execute(
      'migration.50',
      `
      CREATE TABLE folders (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        library_key INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
        path TEXT NOT NULL,
        -- JSON array of patterns as in .gitignore.
        ignored TEXT NOT NULL,
        review INTEGER NOT NULL,
        paused INTEGER NOT NULL DEFAULT 0,
        missing INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        -- Device and inode of the folder when its files were last seen: an empty mount point is another folder.
        identity TEXT,
        -- The job that reads what came last, until its end has been taken note of.
        job_id TEXT,
        created_at INTEGER NOT NULL,
        reconciled_at INTEGER,
        UNIQUE (library_key, path)
      ) STRICT;

      -- What is known of each file of a bound folder, as it was listed before it was read.
      CREATE TABLE folder_files (
        folder_key INTEGER NOT NULL REFERENCES folders (key) ON DELETE CASCADE,
        -- Inside the folder, with /.
        path TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        modified_at INTEGER,
        -- Change of the file or its inode in microseconds; null when it may have changed again within a tick of the clock.
        changed_at INTEGER,
        -- Of what was read last.
        content_hash TEXT,
        -- The document that was made of it; null for an archive. One that is not there any more was erased: the file
        -- stays left out.
        document_id TEXT,
        -- 1 while the file can't be reached, as in a folder that may not be read.
        hidden INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL CHECK (state IN ('pending', 'followed', 'waiting', 'excluded')),
        PRIMARY KEY (folder_key, path)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX folder_files_by_state ON folder_files (folder_key, state);

      ALTER TABLE documents ADD COLUMN folder_key INTEGER REFERENCES folders (key) ON DELETE SET NULL;
      CREATE INDEX documents_by_folder ON documents (folder_key) WHERE folder_key IS NOT NULL;
    `,
    )
  },
}
