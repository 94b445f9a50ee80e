import type { Migration } from './migration.ts'

export const conversations: Migration = {
  level: 30,
  name: 'conversations',
  up(connection) {
    connection.execute(
      'migration.30',
      `
      CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        library_ids TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX conversations_by_update ON conversations (updated_at);

      CREATE TABLE messages (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        text TEXT NOT NULL,
        answer TEXT,
        state TEXT NOT NULL CHECK (state IN ('complete', 'interrupted')),
        created_at INTEGER NOT NULL,
        UNIQUE (conversation_id, ordinal)
      ) STRICT;

      CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
    )
  },
}
