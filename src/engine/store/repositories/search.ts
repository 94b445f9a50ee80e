import type { Block } from '../../../contract/document.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import { planSearch } from '../../../domain/search-plan.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { findLibraryKey } from './libraries.ts'
import { type ChunkHit, findChunks } from './search-chunks.ts'
import { type ExactKind, findExact } from './search-exact.ts'
import { filterRows, type RowCondition } from './search-filter.ts'
import { countHolders, type TermCounts, termExpression } from './term-counts.ts'

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
  /** Hits that hold what the query names exactly, by chunk id. */
  exact: [chunkId: number, kind: ExactKind][]
}

export type Scored = { rowid: number; score: number }

/** Each pass for more documents looks for this many times as many chunks as the one before. */
const groupGrowth = 4

export const searchReads = {
  /** The best chunks of one library for a query's terms: any of them may match, rare ones and titles weigh more. */
  'search.keyword': (connection: ReadConnection, input: KeywordInput): KeywordResult => {
    const { key, id } = findLibraryKey(connection, input.library)
    const { chunks, holders, forms } = countHolders(connection, key, input.terms)
    if (!holders.some((count) => count > 0)) return { libraryId: id, hits: [], chunks, holders, dropped: [], exact: [] }
    const { scored, dropped } = searchLibrary(connection, { ...input, key, chunks, holders, forms })
    const exact = findExact(connection, { libraryKey: key, terms: input.terms, holders, chunks, scored })
    return { libraryId: id, hits: findChunks(connection, scored), chunks, holders, dropped, exact }
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

type LibraryInput = KeywordInput & TermCounts & { key: number }

type IndexInput = LibraryInput & {
  /** Keys of documents whose chunks are passed over. */
  except: readonly number[]
}

export type IndexResult = { scored: Scored[]; dropped: number[] }

/** The best chunks of one library, or the best of each document; `holders` counts the input's terms. */
export function searchLibrary(connection: ReadConnection, input: LibraryInput): IndexResult {
  return (input.group === 'none' ? searchIndex : searchDocuments)(connection, { ...input, except: [] })
}

/**
 * The best chunk of each document. What one pass has found the next one passes over, so that a long document whose
 * chunks all match takes part in the first pass only.
 */
function searchDocuments(connection: ReadConnection, input: IndexInput): IndexResult {
  const best = new Map<number, Scored>()
  for (let limit = input.limit * 2; ; limit *= groupGrowth) {
    const { scored, dropped } = searchIndex(connection, { ...input, limit, except: [...best.keys()] })
    const documents = findDocumentKeys(connection, scored)
    for (const [place, hit] of scored.entries()) {
      const document = documents[place]
      if (document !== undefined && !best.has(document)) best.set(document, hit)
    }
    if (best.size < input.limit && scored.length === limit) continue
    return { scored: [...best.values()].slice(0, input.limit), dropped }
  }
}

function findDocumentKeys(connection: ReadConnection, scored: readonly Scored[]): number[] {
  return connection
    .all<{ documentKey: number }>(
      'search.documentKeys',
      `SELECT c.document_key AS documentKey FROM json_each(?) AS hit JOIN chunks c ON c.id = hit.value ORDER BY hit.key`,
      [JSON.stringify(scored.map(({ rowid }) => rowid))],
    )
    .map((row) => row.documentKey)
}

/** The FTS5 expression that any of the terms fulfils. */
export function anyOf(connection: ReadConnection, libraryKey: number, terms: readonly QueryTerm[]): string {
  return terms.map((term) => termExpression(connection, libraryKey, term)).join(' OR ')
}

function searchIndex(connection: ReadConnection, input: IndexInput): IndexResult {
  const plan = planSearch(input)
  const anyAt = (places: readonly number[]) =>
    anyOf(
      connection,
      input.key,
      places.flatMap((place) => input.terms[place] ?? []),
    )
  const matches = plan.used.reduce((total, place) => total + (input.holders[place] ?? 0), 0)
  const { key: libraryKey, filter, chunks, limit, except } = input
  const only = filterRows(connection, { libraryKey, filter, chunks, matches })
  const score = (name: string, candidates: string | null) =>
    scoreChunks(connection, { name, libraryKey, limit, expression: anyAt(plan.used), candidates, only, except })

  if (plan.candidates !== null) {
    const scored = score('search.candidates', anyAt(plan.candidates))
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
    except: readonly number[]
    limit: number
  },
): Scored[] {
  const index = chunkIndexName(input.libraryKey)
  const conditions = [`${index} MATCH :expression`]
  if (input.candidates !== null) {
    conditions.push(`+rowid IN (SELECT rowid FROM ${index} WHERE ${index} MATCH :candidates)`)
  }
  if (input.only !== null) conditions.push(input.only.condition)
  if (input.except.length > 0) {
    conditions.push(
      '+rowid NOT IN (SELECT id FROM chunks WHERE document_key IN (SELECT value FROM json_each(:except)))',
    )
  }
  const { expression, candidates, limit } = input
  return connection.all<Scored>(
    input.name,
    `SELECT rowid, -bm25(${index}, 2.0, 1.0) AS score FROM ${index} WHERE ${conditions.join(' AND ')}
     ORDER BY score DESC, rowid LIMIT :limit`,
    { ...input.only?.parameters, expression, candidates, limit, except: JSON.stringify(input.except) },
  )
}
