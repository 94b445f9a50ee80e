import type { Migration } from './migration.ts'

export const conversationBranches: Migration = {
  level: 170,
  name: 'conversation-branches',
  up(connection) {
    connection.execute(
      'migration.170',
      `
      -- The model of the questions to come; null as the settings say. Options as the contract has them, as JSON.
      ALTER TABLE conversations ADD COLUMN model TEXT;
      ALTER TABLE conversations ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
      -- The last message of the branch that is shown.
      ALTER TABLE conversations ADD COLUMN head_id TEXT;

      CREATE TABLE messages_in_branches (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        -- The message that it follows. No reference: a long conversation would be deleted one step inside another.
        parent_id TEXT,
        -- The order in which the messages of a conversation came, whatever their branch.
        ordinal INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        -- Of an answer that is being written, what has arrived.
        text TEXT NOT NULL,
        answer TEXT,
        state TEXT NOT NULL CHECK (state IN ('complete', 'streaming', 'interrupted')),
        model TEXT,
        -- Ids of the documents whose words a model was given for this answer, as JSON, whether it cites them or not.
        sources TEXT NOT NULL DEFAULT '[]',
        created_at INTEGER NOT NULL,
        UNIQUE (conversation_id, ordinal)
      ) STRICT;
      -- What there was is one branch.
      INSERT INTO messages_in_branches (id, conversation_id, parent_id, ordinal, role, text, answer, state, created_at)
        SELECT id, conversation_id, lag(id) OVER (PARTITION BY conversation_id ORDER BY ordinal), ordinal, role, text,
          answer, state, created_at FROM messages;
      DROP TABLE messages;
      ALTER TABLE messages_in_branches RENAME TO messages;
      CREATE INDEX messages_by_parent ON messages (parent_id);
      CREATE INDEX messages_streaming ON messages (state) WHERE state = 'streaming';
      UPDATE conversations SET head_id =
        (SELECT id FROM messages WHERE conversation_id = conversations.id ORDER BY ordinal DESC LIMIT 1);

      -- The same of answers that are kept to be given again.
      ALTER TABLE answer_cache ADD COLUMN sources TEXT NOT NULL DEFAULT '[]';

      CREATE TABLE chat_attachments (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('text', 'image')),
        media_type TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        tokens INTEGER,
        -- What was read of it; of a picture, what was recognised in it.
        text TEXT NOT NULL,
        -- The picture itself.
        data BLOB,
        created_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE message_attachments (
        message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        attachment_id TEXT NOT NULL REFERENCES chat_attachments (id) ON DELETE CASCADE,
        PRIMARY KEY (message_id, place)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX message_attachments_by_attachment ON message_attachments (attachment_id);
      CREATE TRIGGER message_attachment_removed AFTER DELETE ON message_attachments
      WHEN NOT EXISTS (SELECT 1 FROM message_attachments WHERE attachment_id = OLD.attachment_id)
      BEGIN DELETE FROM chat_attachments WHERE id = OLD.attachment_id; END;
    `,
    )
  },
}
