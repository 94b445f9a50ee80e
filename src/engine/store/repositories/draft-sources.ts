import type { DocumentType } from '../../../contract/document.ts'
import type { ReadConnection } from '../connection.ts'
import { findLibraryKey } from './libraries.ts'

/** A document that questions can be drafted from. */
export type DraftSource = {
  documentId: string
  /** What a judgement names it by: its name, or its id where several documents have the name. */
  reference: string
  title: string
  passages: { text: string; headingPath: string[] }[]
}

type SourceRow = Omit<DraftSource, 'passages'> & { key: number; chunks: number }

/** Types whose texts are no sentences. */
const notProse: readonly DocumentType[] = ['code', 'csv', 'json']

export const draftSourceReads = {
  /**
   * Keys of at most so many documents of a library, spread evenly over it.
   *
   * @throws Failure LIBRARY_NOT_FOUND
   */
  'draftSources.spread': (connection: ReadConnection, input: { library: string; most: number }): number[] => {
    const { key: libraryKey } = findLibraryKey(connection, input.library)
    return connection
      .all<{ key: number }>(
        'draftSources.spread',
        `WITH usable AS (
           SELECT key, row_number() OVER (ORDER BY key) - 1 AS place, count(*) OVER () AS total FROM documents
           WHERE library_key = :libraryKey AND trashed_at IS NULL AND state = 'ready'
             AND type NOT IN (SELECT value FROM json_each(:notProse)))
         SELECT key FROM usable WHERE place * :most / total <> (place - 1) * :most / total OR place = 0`,
        { libraryKey, most: input.most, notProse: JSON.stringify(notProse) },
      )
      .map(({ key }) => key)
  },

  /** Some of a document's passages, spread evenly over it; null for one that is gone meanwhile. */
  'draftSources.get': (connection: ReadConnection, input: { key: number; passages: number }): DraftSource | null => {
    const row = connection.get<SourceRow>(
      'draftSources.get',
      `SELECT d.key, d.id AS documentId, d.title, d.chunk_count AS chunks,
         iif(EXISTS (SELECT 1 FROM documents o WHERE o.library_key = d.library_key AND o.folded_name = d.folded_name
           AND o.name = d.name AND o.key <> d.key), d.id, d.name) AS reference
       FROM documents d WHERE d.key = ? AND d.trashed_at IS NULL`,
      [input.key],
    )
    if (row === undefined) return null
    const step = Math.max(1, Math.ceil(row.chunks / input.passages))
    const passages = connection
      .all<{ text: string; headingPath: string }>(
        'draftSources.passages',
        `SELECT text, heading_path AS headingPath FROM chunks WHERE document_key = ? AND ordinal % ? = 0
         ORDER BY ordinal LIMIT ?`,
        [row.key, step, input.passages],
      )
      .map(({ text, headingPath }) => ({ text, headingPath: JSON.parse(headingPath) as string[] }))
    const { documentId, reference, title } = row
    return { documentId, reference, title, passages }
  },
}
