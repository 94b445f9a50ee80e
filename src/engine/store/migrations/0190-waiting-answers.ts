import type { Migration } from './migration.ts'

export const waitingAnswers: Migration = {
  level: 190,
  name: 'waiting-answers',
  up(connection) {
    connection.execute(
      'migration.190',
      `
      -- Answers that no model could write yet, or that may wait for their turn. They go with their message.
      CREATE TABLE waiting_answers (
        message_id TEXT PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
        conversation_id TEXT NOT NULL,
        question_id TEXT NOT NULL,
        -- As JSON: how it is to be answered.
        request TEXT NOT NULL,
        since INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        -- Null: it was given up.
        retry_at INTEGER,
        -- Of the last try; null before the first.
        code TEXT,
        reason TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX waiting_answers_due ON waiting_answers (retry_at) WHERE retry_at IS NOT NULL;
    `,
    )
  },
}
