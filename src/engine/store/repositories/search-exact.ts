import type { QueryTerm } from '../../../domain/query-terms.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { termExpression } from './term-counts.ts'

/** What a query names exactly: a phrase or an identifier, or a word that next to no chunk holds. */
export type ExactKind = 'name' | 'rare-word'

/** A word is rare that at most one chunk holds, or this share of them. */
const rareShare = 1 / 2_000

/** The hits that hold a name of the query, or one of its rare words; for one with both, the name counts. */
export function findExact(
  connection: ReadConnection,
  input: {
    libraryKey: number
    terms: readonly QueryTerm[]
    holders: readonly number[]
    chunks: number
    scored: readonly { rowid: number }[]
  },
): [chunkId: number, kind: ExactKind][] {
  const index = chunkIndexName(input.libraryKey)
  const rowids = JSON.stringify(input.scored.map(({ rowid }) => rowid))
  const kindOf = ({ kind }: QueryTerm, holders: number): ExactKind | null => {
    if (kind !== 'word') return 'name'
    return holders <= Math.max(1, input.chunks * rareShare) ? 'rare-word' : null
  }
  const found = new Map<number, ExactKind>()
  for (const [place, term] of input.terms.entries()) {
    const holders = input.holders[place] ?? 0
    const kind = holders > 0 ? kindOf(term, holders) : null
    if (kind === null) continue
    const rows = connection.all<{ rowid: number }>(
      'search.exact',
      `SELECT rowid FROM ${index} WHERE ${index} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`,
      [termExpression(connection, input.libraryKey, term), rowids],
    )
    for (const { rowid } of rows) if (kind === 'name' || !found.has(rowid)) found.set(rowid, kind)
  }
  return [...found]
}
