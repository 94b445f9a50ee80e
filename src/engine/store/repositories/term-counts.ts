import type { QueryTerm } from '../../../domain/query-terms.ts'
import { otherInflection, splitWords, stemWord } from '../../../domain/words.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName, chunkVocabularyName, countChunks } from './chunk-index.ts'

/**
 * What was counted in the state of the database that `version` names. SQLite changes the version with each commit of
 * another connection, so that no count outlives what it counted. Each store thread has its own connection and cache.
 */
type Counts = { version: number; byKey: Map<string, number> }

const caches = new WeakMap<ReadConnection, Counts>()
const mostCounts = 20_000

function countsOf(connection: ReadConnection): Map<string, number> {
  const version =
    connection.get<{ data_version: number }>('termCounts.version', 'PRAGMA data_version')?.data_version ?? 0
  const known = caches.get(connection)
  if (known !== undefined && known.version === version && known.byKey.size < mostCounts) return known.byKey
  const byKey = new Map<string, number>()
  caches.set(connection, { version, byKey })
  return byKey
}

/** The FTS5 expression of a term: its words in a row, in quotation marks, so that nothing in it is syntax. */
export function termExpression(term: QueryTerm): string {
  const words = splitWords(term.text).join(' ')
  const other = term.kind === 'word' ? otherInflection(words) : null
  return other === null ? `"${words}"` : `("${words}" OR "${other}")`
}

/** Chunks of a library, and for each term how many of them hold it. */
export function countHolders(
  connection: ReadConnection,
  libraryKey: number,
  terms: readonly QueryTerm[],
): { chunks: number; holders: number[] } {
  const counts = countsOf(connection)
  const remember = (key: string, count: () => number): number => {
    const known = counts.get(`${libraryKey} ${key}`)
    if (known !== undefined) return known
    const counted = count()
    counts.set(`${libraryKey} ${key}`, counted)
    return counted
  }
  return {
    chunks: remember('', () => countChunks(connection, libraryKey)),
    holders: terms.map((term) => remember(termExpression(term), () => countTerm(connection, libraryKey, term))),
  }
}

function countTerm(connection: ReadConnection, libraryKey: number, term: QueryTerm): number {
  if (term.kind === 'word' && otherInflection(term.text) === null) {
    const row = connection.get<{ doc: number }>(
      'termCounts.word',
      `SELECT doc FROM ${chunkVocabularyName(libraryKey)} WHERE term = ?`,
      [stemWord(term.text)],
    )
    // Without a row the word is either in no chunk or of a script that is stemmed otherwise here: the index knows.
    if (row !== undefined) return row.doc
  }
  const index = chunkIndexName(libraryKey)
  const row = connection.get<{ total: number }>(
    'termCounts.expression',
    `SELECT count(*) AS total FROM ${index} WHERE ${index} MATCH ?`,
    [termExpression(term)],
  )
  return row?.total ?? 0
}
