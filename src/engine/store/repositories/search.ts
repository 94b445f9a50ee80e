import type { Block, DocumentType } from '../../../contract/documents.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import { planSearch } from '../../../domain/search-plan.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { findLibraryKey } from './libraries.ts'
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
  'search.blocks': (connection: ReadConnection, input: { chunkIds: readonly number[] }): Block[][] =>
    input.chunkIds.map((chunkId) =>
      connection
        .all<{ block: string }>(
          'search.blocks',
          `SELECT block.value AS block FROM chunks c
           JOIN document_contents content ON content.document_key = c.document_key, json_each(content.blocks) AS block
           WHERE c.id = ? AND block.value ->> 'end' > c.start AND block.value ->> 'start' < c.end ORDER BY block.key`,
          [chunkId],
        )
        .map((row) => JSON.parse(row.block) as Block),
    ),
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
  const score = (name: string, candidates: string | null) =>
    scoreChunks(connection, {
      name,
      key: input.key,
      filter: input.filter,
      limit: input.limit,
      expression: anyOf(plan.used),
      candidates,
    })

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
    key: number
    expression: string
    candidates: string | null
    filter: SearchFilter | undefined
    limit: number
  },
): Scored[] {
  const index = chunkIndexName(input.key)
  const conditions = [`${index} MATCH :expression`]
  if (input.candidates !== null) {
    conditions.push(`+rowid IN (SELECT rowid FROM ${index} WHERE ${index} MATCH :candidates)`)
  }
  const filters = filterConditions(input.filter)
  if (filters.length > 0) {
    conditions.push(
      `+rowid IN (SELECT c.id FROM documents d JOIN chunks c ON c.document_key = d.key
         WHERE d.library_key = :key AND ${filters.join(' AND ')})`,
    )
  }
  return connection.all<Scored>(
    input.name,
    `SELECT rowid, -bm25(${index}, 2.0, 1.0) AS score FROM ${index} WHERE ${conditions.join(' AND ')}
     ORDER BY score DESC, rowid LIMIT :limit`,
    {
      key: input.key,
      expression: input.expression,
      candidates: input.candidates,
      limit: input.limit,
      types: JSON.stringify(input.filter?.types ?? []),
      documentIds: JSON.stringify(input.filter?.documentIds ?? []),
      modifiedAfter: input.filter?.modifiedAfter ?? null,
      modifiedBefore: input.filter?.modifiedBefore ?? null,
    },
  )
}

/** Bounds in time include the moment itself; a document whose original has no date is in no period. */
function filterConditions(filter: SearchFilter | undefined): string[] {
  const conditions: string[] = []
  if (filter?.types !== undefined) conditions.push('d.type IN (SELECT value FROM json_each(:types))')
  if (filter?.documentIds !== undefined) conditions.push('d.id IN (SELECT value FROM json_each(:documentIds))')
  if (filter?.modifiedAfter !== undefined) conditions.push('d.modified_at >= :modifiedAfter')
  if (filter?.modifiedBefore !== undefined) conditions.push('d.modified_at <= :modifiedBefore')
  return conditions
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
