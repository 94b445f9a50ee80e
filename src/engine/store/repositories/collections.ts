import type { DocumentType } from '../../../contract/document.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { anyOf } from './search.ts'
import { documentCondition } from './search-filter.ts'

/** A document of a collection, as one that reads all of them needs it. */
export type CollectionDocument = {
  key: number
  id: string
  name: string
  title: string
  type: DocumentType | null
  state: 'ready' | 'failed'
  /** By which documents are put in order. */
  foldedName: string
  /** Of a document with text; the language as an ISO 639-1 code or `und`. */
  firstChunk: number | null
  language: string | null
}

export type CollectionChunk = { id: number; documentKey: number; text: string; headings: string; language: string }

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

  /** The next documents of libraries that a filter lets pass, by key: also those that could not be read. */
  'collections.documents': (
    connection: ReadConnection,
    input: Input & { after: number; limit: number },
  ): CollectionDocument[] => {
    const { where, parameters } = conditionOf(input)
    return connection.all<CollectionDocument>(
      'collections.documents',
      `SELECT d.key, d.id, d.name, d.title, d.type, d.state, d.folded_name AS foldedName, c.id AS firstChunk, c.language
       FROM documents d JOIN libraries l ON l.key = d.library_key
         LEFT JOIN chunks c ON c.document_key = d.key AND c.ordinal = 0
       WHERE ${where} AND d.key > :after ORDER BY d.key LIMIT :limit`,
      { ...parameters, after: input.after, limit: input.limit },
    )
  },

  /**
   * The next chunks of a library that hold any of some terms, themselves or in their titles and headings, by id. The keyword
   * index has every chunk, so one that is not among them need not be read.
   */
  'collections.speaking': (
    connection: ReadConnection,
    input: {
      /** Its id. */
      library: string
      terms: readonly QueryTerm[]
      filter: SearchFilter | undefined
      after: number
      limit: number
    },
  ): CollectionChunk[] => {
    const library = connection.get<{ key: number }>(
      'collections.library',
      'SELECT key FROM libraries WHERE id = ? AND erasing = 0',
      [input.library],
    )
    // Gone since the question was asked.
    if (library === undefined) return []
    const { key } = library
    const only = documentCondition(input.filter)
    const index = chunkIndexName(key)
    // CROSS JOIN: the index is walked in its order and left as soon as there are enough.
    return connection.all<CollectionChunk>(
      'collections.speaking',
      `SELECT c.id, c.document_key AS documentKey, c.text, c.heading_path AS headings, c.language
       FROM ${index} CROSS JOIN chunks c ON c.id = ${index}.rowid CROSS JOIN documents d ON d.key = c.document_key
       WHERE ${index} MATCH :expression AND ${index}.rowid > :after ${only === null ? '' : `AND ${only.condition}`}
       ORDER BY ${index}.rowid LIMIT :limit`,
      {
        ...only?.parameters,
        expression: anyOf(connection, key, input.terms),
        after: input.after,
        limit: input.limit,
      },
    )
  },
}
