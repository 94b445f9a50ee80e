import type { DocumentType } from '../../../contract/documents.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { findLibraryKey } from './libraries.ts'

/** A chunk that matches, with what is needed to show and cite it. */
export type ChunkHit = {
  chunkId: number
  documentId: string
  libraryId: string
  document: string
  title: string
  uri: string
  type: DocumentType
  page: number | null
  headingPath: string[]
  start: number
  end: number
  text: string
  /** BM25, larger is better. */
  score: number
}

export const searchReads = {
  /** The best chunks of one library for an FTS5 expression. */
  'search.keyword': (
    connection: ReadConnection,
    input: { library: string; expression: string; filter?: SearchFilter | undefined; limit: number },
  ): ChunkHit[] => {
    const { key, id } = findLibraryKey(connection, input.library)
    const index = chunkIndexName(key)
    return connection
      .all<Omit<ChunkHit, 'headingPath' | 'libraryId'> & { headingPath: string }>(
        'search.keyword',
        `SELECT c.id AS chunkId, d.id AS documentId, d.name AS document, d.title, d.uri, d.type, c.page,
           c.heading_path AS headingPath, c.start, c.end, c.text, hits.score
         FROM (SELECT rowid, -bm25(${index}, 2.0, 1.0) AS score FROM ${index} WHERE ${index} MATCH ?
               ORDER BY score DESC LIMIT ?) AS hits
         JOIN chunks c ON c.id = hits.rowid JOIN documents d ON d.key = c.document_key
         ORDER BY hits.score DESC, c.id`,
        [input.expression, input.limit],
      )
      .map((row) => ({ ...row, libraryId: id, headingPath: JSON.parse(row.headingPath) as string[] }))
  },
}
