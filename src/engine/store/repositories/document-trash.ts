import type { ReadConnection, WriteConnection } from '../connection.ts'
import { removeFromChunkIndex } from './chunk-index.ts'
import { indexDocument } from './document-index.ts'
import { memberUriRange } from './members.ts'
import { removeFromVectorIndex } from './vector-index.ts'

/** Who put a document into the trash. A folder takes back only what it trashed itself. */
export type Trasher = 'person' | 'folder'

type Kept = { key: number; id: string; libraryKey: number }

/** The documents with those that came out of them: what is in a mail goes with it. */
const withMembers = `
  SELECT value AS key FROM json_each(:keys)
  UNION SELECT m.key FROM json_each(:keys) chosen JOIN documents d ON d.key = chosen.value
    JOIN documents m ON m.library_key = d.library_key AND ${memberUriRange('m.uri', 'd.uri')}`

/** What went with a document has its moment. An attachment that was trashed alone before the mail stays there. */
const trashedTogether = `${withMembers} AND m.trashed_at = d.trashed_at`

/**
 * Puts documents into the trash: they leave the index, so that words are as rare as what can be found makes them, and keep
 * everything else. Answers with the ids of those that were not there before, attachments among them.
 */
export function trashDocuments(
  connection: WriteConnection,
  documentKeys: readonly number[],
  { by, now }: { by: Trasher; now: number },
): string[] {
  const rows = connection.all<Kept>(
    'documentTrash.put',
    `UPDATE documents SET trashed_at = :now, trashed_by = :by
     WHERE trashed_at IS NULL AND key IN (${withMembers}) RETURNING key, id, library_key AS libraryKey`,
    { keys: JSON.stringify(documentKeys), by, now },
  )
  for (const { key, libraryKey } of rows) {
    removeFromChunkIndex(connection, libraryKey, key)
    removeFromVectorIndex(connection, { libraryKey, documentKey: key }, { keep: true })
  }
  return rows.map(({ id }) => id)
}

/**
 * Takes documents out of the trash and puts them back into the index. With `by`, only those that this one put there.
 * Answers with the ids of those that came back.
 */
export function restoreDocuments(
  connection: WriteConnection,
  documentKeys: readonly number[],
  { by }: { by?: Trasher } = {},
): string[] {
  const rows = connection.all<Kept>(
    'documentTrash.takeOut',
    `UPDATE documents SET trashed_at = NULL, trashed_by = NULL
     WHERE trashed_at IS NOT NULL AND (:by IS NULL OR trashed_by = :by) AND key IN (${trashedTogether})
     RETURNING key, id, library_key AS libraryKey`,
    { keys: JSON.stringify(documentKeys), by: by ?? null },
  )
  for (const { key } of rows) indexDocument(connection, key, { isIndexed: false })
  return rows.map(({ id }) => id)
}

function keysOf(connection: ReadConnection, documentIds: readonly string[]): number[] {
  return connection
    .all<{ key: number }>(
      'documentTrash.keys',
      'SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(?))',
      [JSON.stringify(documentIds)],
    )
    .map(({ key }) => key)
}

export const documentTrashReads = {
  /** Documents that were put into the trash at a time or before it, the oldest first. */
  'documentTrash.expired': (connection: ReadConnection, input: { before: number; limit: number }): string[] =>
    connection
      .all<{ id: string }>(
        'documentTrash.expired',
        'SELECT id FROM documents WHERE trashed_at <= :before ORDER BY trashed_at LIMIT :limit',
        input,
      )
      .map(({ id }) => id),
}

export const documentTrashWrites = {
  'documents.trash': (
    connection: WriteConnection,
    input: { documentIds: readonly string[]; now: number },
  ): { documentIds: string[] } => {
    const keys = keysOf(connection, input.documentIds)
    return { documentIds: trashDocuments(connection, keys, { by: 'person', now: input.now }) }
  },

  'documents.restore': (
    connection: WriteConnection,
    input: { documentIds: readonly string[] },
  ): { documentIds: string[] } => ({
    documentIds: restoreDocuments(connection, keysOf(connection, input.documentIds)),
  }),
}
