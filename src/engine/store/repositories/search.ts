import type { Block, DocumentType } from '../../../contract/documents.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import { planSearch } from '../../../domain/search-plan.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { findLibraryKey } from './libraries.ts'
import { filterRows, type RowCondition } from './search-filter.ts'
import { countHolders, termExpression } from './term-counts.ts'

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

export type KeywordInput = {
  library: string
  terms: readonly QueryTerm[]
  filter?: SearchFilter | undefined
  limit: number
  /** `document`: the best chunk of each document. */
  group: 'none' | 'document'
}

export type KeywordResult = {
  libraryId: string
  /** Best first; equal scores in order of chunk id. */
  hits: ChunkHit[]
  /** Chunks in the library, and for each term the number of them that hold it. */
  chunks: number
  holders: number[]
  /** Places of the terms that were left out. */
  dropped: number[]
}

type Scored = { rowid: number; score: number }

/** Documents are fetched in such multiples of the limit until enough different ones are there. */
const groupGrowth = 4

export const searchReads = {
  /** The best chunks of one library for a query's terms: any of them may match, rare ones and titles weigh more. */
  'search.keyword': (connection: ReadConnection, input: KeywordInput): KeywordResult => {
    const { key, id } = findLibraryKey(connection, input.library)
    const { chunks, holders } = countHolders(connection, key, input.terms)
    if (!holders.some((count) => count > 0)) return { libraryId: id, hits: [], chunks, holders, dropped: [] }
    const search = (limit: number) => searchIndex(connection, { ...input, key, chunks, holders, limit })
    const toHits = (scored: Scored[]) => findChunks(connection, scored).map((hit) => ({ ...hit, libraryId: id }))

    if (input.group === 'none') {
      const { scored, dropped } = search(input.limit)
      return { libraryId: id, hits: toHits(scored), chunks, holders, dropped }
    }
    for (let limit = input.limit * 2; ; limit *= groupGrowth) {
      const { scored, dropped } = search(limit)
      const best = bestOfEach(toHits(scored), (hit) => hit.documentId)
      if (best.length < input.limit && scored.length === limit) continue
      return { libraryId: id, hits: best.slice(0, input.limit), chunks, holders, dropped }
    }
  },

  /** The structure inside chunks: for each, the blocks of its document that it shares characters with, in order. */
  'search.blocks': (connection: ReadConnection, input: { chunkIds: readonly number[] }): Block[][] => {
    const chunks = connection.all<{ id: number; documentKey: number; start: number; end: number }>(
      'search.chunkSpans',
      'SELECT id, document_key AS documentKey, start, end FROM chunks WHERE id IN (SELECT value FROM json_each(?))',
      [JSON.stringify(input.chunkIds)],
    )
    const byChunk = new Map<number, Block[]>()
    // A long document has tens of thousands of blocks, and often several of the chunks.
    for (const [documentKey, group] of Map.groupBy(chunks, (chunk) => chunk.documentKey)) {
      const row = connection.get<{ blocks: string }>(
        'search.blocks',
        'SELECT blocks FROM document_contents WHERE document_key = ?',
        [documentKey],
      )
      const blocks = row === undefined ? [] : (JSON.parse(row.blocks) as Block[])
      for (const { id, start, end } of group) {
        byChunk.set(
          id,
          blocks.filter((block) => block.end > start && block.start < end),
        )
      }
    }
    return input.chunkIds.map((chunkId) => byChunk.get(chunkId) ?? [])
  },
}

function bestOfEach<Value>(sorted: readonly Value[], groupOf: (value: Value) => string): Value[] {
  const seen = new Set<string>()
  return sorted.filter((value) => seen.size < seen.add(groupOf(value)).size)
}

function searchIndex(
  connection: ReadConnection,
  input: KeywordInput & { key: number; chunks: number; holders: readonly number[] },
): { scored: Scored[]; dropped: number[] } {
  const plan = planSearch(input)
  const anyOf = (places: readonly number[]) =>
    places
      .flatMap((place) => input.terms[place] ?? [])
      .map(termExpression)
      .join(' OR ')
  const matches = plan.used.reduce((total, place) => total + (input.holders[place] ?? 0), 0)
  const { key: libraryKey, filter, chunks, limit } = input
  const only = filterRows(connection, { libraryKey, filter, chunks, matches })
  const score = (name: string, candidates: string | null) =>
    scoreChunks(connection, { name, libraryKey, limit, expression: anyOf(plan.used), candidates, only })

  if (plan.candidates !== null) {
    const scored = score('search.candidates', anyOf(plan.candidates))
    const isExact = scored.length === input.limit && (scored.at(-1)?.score ?? 0) >= plan.bound
    if (isExact || !plan.mayScoreAll) return { scored, dropped: plan.dropped }
  }
  return { scored: score('search.keyword', null), dropped: plan.dropped }
}

/**
 * Scores the chunks that match an expression. `+rowid` keeps SQLite from running the search once for each candidate: it
 * walks the matches and looks each up in the set of candidates before it is scored.
 */
function scoreChunks(
  connection: ReadConnection,
  input: {
    name: string
    libraryKey: number
    expression: string
    candidates: string | null
    only: RowCondition | null
    limit: number
  },
): Scored[] {
  const index = chunkIndexName(input.libraryKey)
  const conditions = [`${index} MATCH :expression`]
  if (input.candidates !== null) {
    conditions.push(`+rowid IN (SELECT rowid FROM ${index} WHERE ${index} MATCH :candidates)`)
  }
  if (input.only !== null) conditions.push(input.only.condition)
  const { expression, candidates, limit } = input
  return connection.all<Scored>(
    input.name,
    `SELECT rowid, -bm25(${index}, 2.0, 1.0) AS score FROM ${index} WHERE ${conditions.join(' AND ')}
     ORDER BY score DESC, rowid LIMIT :limit`,
    { ...input.only?.parameters, expression, candidates, limit },
  )
}

/** The chunks with their documents, in the order given. */
function findChunks(connection: ReadConnection, scored: readonly Scored[]): Omit<ChunkHit, 'libraryId'>[] {
  const scores = new Map(scored.map(({ rowid, score }) => [rowid, score]))
  return connection
    .all<Omit<ChunkHit, 'headingPath' | 'libraryId' | 'score'> & { headingPath: string }>(
      'search.chunks',
      `SELECT c.id AS chunkId, d.id AS documentId, d.name AS document, d.title, d.uri, d.type, c.page,
         c.heading_path AS headingPath, c.start, c.end, c.text
       FROM json_each(?) AS hit JOIN chunks c ON c.id = hit.value JOIN documents d ON d.key = c.document_key
       ORDER BY hit.key`,
      [JSON.stringify(scored.map(({ rowid }) => rowid))],
    )
    .map((row) => ({
      ...row,
      headingPath: JSON.parse(row.headingPath) as string[],
      score: scores.get(row.chunkId) ?? 0,
    }))
}
