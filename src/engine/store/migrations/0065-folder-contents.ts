import type { Migration } from './migration.ts'

export const folderContents: Migration = {
  level: 65,
  name: 'folder-contents',
  up(connection) {
    connection.execute(
      'migration.65',
      `
      -- Asked for each file that is read, to tell a move from a new file.
      CREATE INDEX folder_files_by_content ON folder_files (content_hash) WHERE content_hash IS NOT NULL;
    `,
    )
  },
}
