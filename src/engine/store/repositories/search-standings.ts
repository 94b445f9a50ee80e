import type { Document } from '../../../contract/document.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName, chunkTitle } from './chunk-index.ts'
import { findDocument, toDocument } from './document-row.ts'
import { findLibraryKey } from './libraries.ts'
import { anyOf } from './search.ts'
import { type ChunkHit, type HitRow, hitColumns, toHit } from './search-chunks.ts'
import { documentCondition } from './search-filter.ts'
import { termExpression } from './term-counts.ts'

/** A chunk as the keyword index sees it. */
export type ChunkStanding = {
  hit: ChunkHit
  /** The columns that are searched. */
  indexed: string
  /** BM25 of each term, in the order of the terms; 0 for one that the chunk does not hold. */
  weights: number[]
}

type DocumentStanding = {
  document: Document
  /** Whether the filter lets it pass. */
  passes: boolean
  /** The chunks that hold most of the terms, and those that were asked for, in the order of the document. */
  chunks: ChunkStanding[]
}

/** Chunks of one document that are looked at for their terms. */
const mostChunks = 50

export const standingReads = {
  /**
   * A document as a search of its library sees it, whatever cuts it from the result.
   *
   * @param input.chunkIds chunks of it that are wanted in any case
   * @throws Failure DOCUMENT_NOT_FOUND
   */
  'search.document': (
    connection: ReadConnection,
    input: {
      documentId: string
      terms: readonly QueryTerm[]
      filter: SearchFilter | undefined
      chunkIds: readonly number[]
    },
  ): DocumentStanding => {
    const row = findDocument(connection, input.documentId)
    const only = documentCondition(input.filter)
    const passing = connection.get<{ key: number }>(
      'search.passes',
      `SELECT d.key FROM documents d WHERE d.key = :key ${only === null ? '' : `AND ${only.condition}`}`,
      { ...only?.parameters, key: row.key },
    )
    const weights = weighChunks(connection, { documentKey: row.key, libraryKey: row.libraryKey, terms: input.terms })
    const weightsOf = (chunkId: number) => weights.map((byChunk) => byChunk.get(chunkId) ?? 0)
    const scores = new Map<number, number>()
    for (const [chunkId, weight] of weights.flatMap((byChunk) => [...byChunk])) {
      scores.set(chunkId, (scores.get(chunkId) ?? 0) + weight)
    }
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, mostChunks)
    const wanted = [...new Set([...best.map(([chunkId]) => chunkId), ...input.chunkIds])]
    const chunks = connection
      .all<HitRow>(
        'search.documentChunks',
        `SELECT ${hitColumns} FROM chunks c JOIN documents d ON d.key = c.document_key
           JOIN libraries l ON l.key = d.library_key
         WHERE c.document_key = ? AND c.id IN (SELECT value FROM json_each(?)) ORDER BY c.ordinal`,
        [row.key, JSON.stringify(wanted)],
      )
      .map((chunk) => {
        const hit = toHit(chunk, scores.get(chunk.chunkId) ?? 0)
        const title = chunkTitle({ ...hit, name: hit.document }, hit.headingPath)
        return { hit, indexed: `${title}\n${hit.text}`, weights: weightsOf(chunk.chunkId) }
      })
    return { document: toDocument(row), passes: passing !== undefined, chunks }
  },

  /** For each score the number of chunks of a library that the terms score higher. */
  'search.countAbove': (
    connection: ReadConnection,
    input: {
      library: string
      terms: readonly QueryTerm[]
      filter: SearchFilter | undefined
      scores: readonly number[]
    },
  ): number[] => {
    const { key } = findLibraryKey(connection, input.library)
    if (input.terms.length === 0) return input.scores.map(() => 0)
    const index = chunkIndexName(key)
    const only = documentCondition(input.filter)
    const condition =
      only === null
        ? ''
        : `AND +rowid IN (SELECT c.id FROM documents d JOIN chunks c ON c.document_key = d.key
             WHERE d.library_key = :key AND d.trashed_at IS NULL AND ${only.condition})`
    const scores = connection
      .all<{ score: number }>(
        'search.allScores',
        `SELECT -bm25(${index}, 2.0, 1.0) AS score FROM ${index} WHERE ${index} MATCH :expression ${condition}`,
        { ...only?.parameters, expression: anyOf(connection, key, input.terms), ...(only === null ? {} : { key }) },
      )
      .map(({ score }) => score)
      .sort((a, b) => b - a)
    return input.scores.map((wanted) => countGreater(scores, wanted))
  },
}

/** For each term the BM25 that it alone gives the document's chunks; those of several terms add up. */
function weighChunks(
  connection: ReadConnection,
  input: { documentKey: number; libraryKey: number; terms: readonly QueryTerm[] },
): Map<number, number>[] {
  const index = chunkIndexName(input.libraryKey)
  return input.terms.map(
    (term) =>
      new Map(
        connection
          .all<{ rowid: number; score: number }>(
            'search.termWeights',
            `SELECT rowid, -bm25(${index}, 2.0, 1.0) AS score FROM ${index}
             WHERE ${index} MATCH ? AND +rowid IN (SELECT id FROM chunks WHERE document_key = ?)`,
            [termExpression(connection, input.libraryKey, term), input.documentKey],
          )
          .map(({ rowid, score }) => [rowid, score]),
      ),
  )
}

/** How many of the scores, largest first, are greater; what differs only by rounding is not. */
function countGreater(scores: readonly number[], wanted: number): number {
  const rounding = 1e-9
  let low = 0
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((scores[middle] ?? 0) > wanted + rounding) low = middle + 1
    else high = middle
  }
  return low
}
