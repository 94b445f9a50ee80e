import type { Migration } from './migration.ts'

export const answersAhead: Migration = {
  level: 130,
  name: 'answers-ahead',
  up(connection) {
    connection.execute(
      'migration.130',
      `
      -- 1 for an answer that was made before anybody asked, until somebody does.
      ALTER TABLE answer_cache ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0;

      -- What answering ahead took in each hour of the clock. No words: what was asked stands with the answers.
      CREATE TABLE ahead_hours (
        -- Hours since 1970-01-01 UTC.
        hour INTEGER PRIMARY KEY,
        answers INTEGER NOT NULL DEFAULT 0,
        used INTEGER NOT NULL DEFAULT 0,
        milliseconds INTEGER NOT NULL DEFAULT 0,
        tokens INTEGER NOT NULL DEFAULT 0,
        nano_dollars INTEGER NOT NULL DEFAULT 0,
        -- When an answer was last made in it; null in an hour in which others were only used.
        latest_at INTEGER
      ) STRICT;
    `,
    )
  },
}
