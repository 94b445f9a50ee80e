import type { ReadConnection, WriteConnection } from '../connection.ts'
import { foldName } from './fold-name.ts'

/** The condition that document `d` has all of these tags, in any case. */
export function allTags(tags: readonly string[]): { condition: string; parameters: { tags: string } } {
  const folded = [...new Set(tags.map(foldName))]
  return {
    condition: `d.key IN (SELECT document_key FROM document_tags WHERE folded IN (SELECT value FROM json_each(:tags))
      GROUP BY document_key HAVING count(*) = ${folded.length})`,
    parameters: { tags: JSON.stringify(folded) },
  }
}

const mostShown = 200

/** Tags in use in a library, most used first; one that was written in several ways is shown in one of them. */
export function listTags(connection: ReadConnection, libraryKey: number): { tag: string; documents: number }[] {
  return connection.all(
    'tags.list',
    `SELECT min(t.tag) AS tag, count(*) AS documents FROM documents d JOIN document_tags t ON t.document_key = d.key
     WHERE d.library_key = ? AND d.trashed_at IS NULL GROUP BY t.folded ORDER BY documents DESC, t.folded LIMIT ?`,
    [libraryKey, mostShown],
  )
}

export const tagWrites = {
  /**
   * Takes tags off documents, then puts tags on them; one that a document has already stays as it was written. Answers
   * with the documents that are there.
   */
  'documents.tag': (
    connection: WriteConnection,
    input: { documentIds: readonly string[]; add: readonly string[]; remove: readonly string[] },
  ): { documents: number } => {
    const ids = JSON.stringify(input.documentIds)
    connection.run(
      'tags.remove',
      `DELETE FROM document_tags WHERE folded IN (SELECT value FROM json_each(:tags))
         AND document_key IN (SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(:ids)))`,
      { ids, tags: JSON.stringify(input.remove.map(foldName)) },
    )
    connection.run(
      'tags.add',
      `INSERT INTO document_tags (document_key, folded, tag)
       SELECT d.key, t.value ->> 'folded', t.value ->> 'tag'
       FROM documents d CROSS JOIN json_each(:tags) t WHERE d.id IN (SELECT value FROM json_each(:ids))
       ON CONFLICT (document_key, folded) DO NOTHING`,
      { ids, tags: JSON.stringify(input.add.map((tag) => ({ tag, folded: foldName(tag) }))) },
    )
    const there = connection.get<{ documents: number }>(
      'tags.documents',
      'SELECT count(*) AS documents FROM documents WHERE id IN (SELECT value FROM json_each(?))',
      [ids],
    )
    return there ?? { documents: 0 }
  },
}
