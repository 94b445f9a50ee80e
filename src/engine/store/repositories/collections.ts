import type { DocumentType } from '../../../contract/document.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { ReadConnection } from '../connection.ts'
import { documentCondition } from './search-filter.ts'

/** A document of a collection, as one that reads all of them needs it. */
export type CollectionDocument = {
  key: number
  id: string
  name: string
  title: string
  type: DocumentType | null
  /** Null chunks for one that could not be read. */
  state: 'ready' | 'failed'
  chunks: number
}

export type CollectionChunk = { id: number; documentKey: number; text: string; headings: string }

type Input = { libraryIds: readonly string[]; filter: SearchFilter | undefined }

function conditionOf({ libraryIds, filter }: Input) {
  const only = documentCondition(filter)
  return {
    where: `l.id IN (SELECT value FROM json_each(:libraryIds)) AND l.erasing = 0 AND d.trashed_at IS NULL
      ${only === null ? '' : `AND ${only.condition}`}`,
    parameters: { ...only?.parameters, libraryIds: JSON.stringify(libraryIds) },
  }
}

export const collectionReads = {
  /** How much there is to read. */
  'collections.size': (connection: ReadConnection, input: Input): { documents: number; tokens: number } => {
    const { where, parameters } = conditionOf(input)
    return (
      connection.get<{ documents: number; tokens: number }>(
        'collections.size',
        `SELECT count(DISTINCT d.key) AS documents, coalesce(sum(c.tokens), 0) AS tokens
         FROM libraries l JOIN documents d ON d.library_key = l.key LEFT JOIN chunks c ON c.document_key = d.key
         WHERE ${where}`,
        parameters,
      ) ?? { documents: 0, tokens: 0 }
    )
  },

  /** All documents of libraries that a filter lets pass, by name: also those that could not be read. */
  'collections.documents': (connection: ReadConnection, input: Input): CollectionDocument[] => {
    const { where, parameters } = conditionOf(input)
    return connection.all<CollectionDocument>(
      'collections.documents',
      `SELECT d.key, d.id, d.name, d.title, d.type, d.state, d.chunk_count AS chunks
       FROM libraries l JOIN documents d ON d.library_key = l.key WHERE ${where} ORDER BY d.folded_name, d.key`,
      parameters,
    )
  },

  /** Chunks of some documents in their order, from an ordinal of the first document on. */
  'collections.chunks': (
    connection: ReadConnection,
    input: { documentKeys: readonly number[]; fromOrdinal: number; limit: number },
  ): CollectionChunk[] =>
    connection.all(
      'collections.chunks',
      `SELECT c.id, c.document_key AS documentKey, c.text, c.heading_path AS headings
       FROM json_each(:keys) k JOIN chunks c ON c.document_key = k.value
         AND c.ordinal >= CASE k.key WHEN 0 THEN :fromOrdinal ELSE 0 END
       ORDER BY k.key, c.ordinal LIMIT :limit`,
      { keys: JSON.stringify(input.documentKeys), fromOrdinal: input.fromOrdinal, limit: input.limit },
    ),
}
