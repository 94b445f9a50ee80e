import type { DocumentType } from '../../../contract/document.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { ReadConnection } from '../connection.ts'
import { findLibraryKey } from './libraries.ts'
import { documentCondition } from './search-filter.ts'

/** A chunk that was found, with what is needed to show and cite it. */
export type ChunkHit = {
  chunkId: number
  documentId: string
  libraryId: string
  document: string
  title: string
  uri: string
  type: DocumentType
  page: number | null
  line: number | null
  headingPath: string[]
  start: number
  end: number
  text: string
  /** As cl100k counts its text. */
  tokens: number
  /** As an ISO 639-1 code; `und` when it can't be told. */
  language: string
  /** Of the list that found it; larger is better. */
  score: number
}

export type HitRow = Omit<ChunkHit, 'headingPath' | 'score'> & { headingPath: string }

/** Selects rows of a hit; `c` is the chunk, `d` its document, `l` its library. */
export const hitColumns = `c.id AS chunkId, d.id AS documentId, l.id AS libraryId, d.name AS document, d.title, d.uri,
  d.type, c.page, c.line, c.heading_path AS headingPath, c.start, c.end, c.text, c.tokens,
  c.language`

export function toHit({ headingPath, ...row }: HitRow, score: number): ChunkHit {
  return { ...row, headingPath: JSON.parse(headingPath) as string[], score }
}

/** The chunks with their documents, in the order given; what is gone meanwhile, or lies in the trash, is passed over. */
export function findChunks(
  connection: ReadConnection,
  scored: readonly { rowid: number; score: number }[],
): ChunkHit[] {
  const scores = new Map(scored.map(({ rowid, score }) => [rowid, score]))
  return connection
    .all<HitRow>(
      'search.chunks',
      `SELECT ${hitColumns} FROM json_each(?) AS hit JOIN chunks c ON c.id = hit.value
         JOIN documents d ON d.key = c.document_key JOIN libraries l ON l.key = d.library_key
       WHERE d.trashed_at IS NULL ORDER BY hit.key`,
      [JSON.stringify(scored.map(({ rowid }) => rowid))],
    )
    .map((row) => toHit(row, scores.get(row.chunkId) ?? 0))
}

/** The chunks before and after a chunk of its document, in order, without the chunk itself. */
type Surroundings = { chunkId: number; neighbours: ChunkHit[] }

export const searchChunkReads = {
  /** Chunks by id, in the order given; what is gone or lies in the trash is left out. */
  'search.chunks': (connection: ReadConnection, input: { chunkIds: readonly number[] }): ChunkHit[] =>
    findChunks(
      connection,
      input.chunkIds.map((rowid) => ({ rowid, score: 0 })),
    ),

  /** Ids of the chunks of a library that a filter lets pass, in order; null when there is no filter. */
  'search.allowed': (
    connection: ReadConnection,
    input: { library: string; filter: SearchFilter | undefined },
  ): number[] | null => {
    const { key } = findLibraryKey(connection, input.library)
    const only = documentCondition(input.filter)
    if (only === null) return null
    return connection
      .all<{ id: number }>(
        'search.allowedChunks',
        `SELECT c.id FROM documents d JOIN chunks c ON c.document_key = d.key
         WHERE d.library_key = :libraryKey AND d.trashed_at IS NULL AND ${only.condition} ORDER BY c.id`,
        { ...only.parameters, libraryKey: key },
      )
      .map(({ id }) => id)
  },

  /** For each chunk those of its document that are at most `reach` places before or after it. */
  'search.surroundings': (
    connection: ReadConnection,
    input: { chunkIds: readonly number[]; reach: number },
  ): Surroundings[] => {
    const rows = connection.all<HitRow & { of: number }>(
      'search.surroundings',
      `SELECT o.id AS "of", ${hitColumns} FROM json_each(:chunkIds) AS hit JOIN chunks o ON o.id = hit.value
         JOIN chunks c ON c.document_key = o.document_key AND c.id <> o.id
           AND c.ordinal BETWEEN o.ordinal - :reach AND o.ordinal + :reach
         JOIN documents d ON d.key = c.document_key JOIN libraries l ON l.key = d.library_key
       WHERE d.trashed_at IS NULL ORDER BY hit.key, c.ordinal`,
      { chunkIds: JSON.stringify(input.chunkIds), reach: input.reach },
    )
    const byChunk = Map.groupBy(rows, (row) => row.of)
    return input.chunkIds.map((chunkId) => ({
      chunkId,
      neighbours: (byChunk.get(chunkId) ?? []).map(({ of: _of, ...row }) => toHit(row, 0)),
    }))
  },
}
