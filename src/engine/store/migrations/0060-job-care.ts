import type { Migration } from './migration.ts'

export const jobCare: Migration = {
  level: 60,
  name: 'job-care',
  up(connection) {
    connection.execute(
      'migration.60',
      `
      -- Larger begins first.
      ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
      -- Tries after a failure that may pass, and when the next one is due.
      ALTER TABLE job_items ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE job_items ADD COLUMN retry_at INTEGER;
      -- What the server of a web page called the version that was fetched, as JSON; null for everything else.
      ALTER TABLE documents ADD COLUMN validators TEXT;
    `,
    )
  },
}
