import type { Migration } from './migration.ts'

export const networkLog: Migration = {
  level: 180,
  name: 'network-log',
  up(connection) {
    connection.execute(
      'migration.180',
      `
      -- Calls that left this machine, or were kept from leaving it. Never a path, a query or a content.
      CREATE TABLE network_log (
        -- In the order in which they ended.
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        host TEXT NOT NULL,
        proxy TEXT,
        status INTEGER,
        code TEXT,
        bytes_sent INTEGER NOT NULL,
        bytes_received INTEGER NOT NULL,
        milliseconds REAL NOT NULL
      ) STRICT;
      CREATE INDEX network_log_at ON network_log (at);
    `,
    )
  },
}
