import {
  type BroadCandidate,
  chooseFeedback,
  type ExpansionWord,
  type StemmerOf,
  scoreBroadly,
} from '../../../domain/broaden.ts'
import { undetermined } from '../../../domain/language/detect-language.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import type { ReadConnection } from '../connection.ts'
import { stemmersOf } from '../stems/stemmers.ts'
import { findLibraryKey } from './libraries.ts'
import { type KeywordInput, type KeywordResult, searchLibrary } from './search.ts'
import { findChunks } from './search-chunks.ts'
import { findExact } from './search-exact.ts'
import { countHolders } from './term-counts.ts'

/** Chunks that are put in a new order; what the query's own words rank below is not looked at. */
const candidatesReRanked = 1_000

export const broadSearchReads = {
  /**
   * As `search.keyword`, with the words that the best chunks share looked for beside the query. `expansion`: those words,
   * the most likely first.
   */
  'search.broad': (connection: ReadConnection, input: KeywordInput): KeywordResult & { expansion: string[] } => {
    const { key, id } = findLibraryKey(connection, input.library)
    const { chunks, holders, forms } = countHolders(connection, key, input.terms)
    if (!holders.some((count) => count > 0))
      return { libraryId: id, hits: [], chunks, holders, dropped: [], exact: [], expansion: [] }
    const limit = Math.max(input.limit, candidatesReRanked)
    const { scored, dropped } = searchLibrary(connection, { ...input, limit, key, chunks, holders, forms })
    const candidates: BroadCandidate[] = findTexts(connection, scored)
    const words = chooseFeedback(candidates, stemmerOf)
    const wordTerms = words.map(toTerm)
    const counted = countHolders(connection, key, wordTerms)
    const terms = holders.filter((count) => count > 0).length
    const ranked = scoreBroadly({ candidates, words, holders: counted.holders, chunks, terms, stemmerOf })
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, input.limit)
      .map(({ id: rowid, score }) => ({ rowid, score }))
    const exact = findExact(connection, { libraryKey: key, terms: input.terms, holders, chunks, scored: ranked })
    const expansion = words.map(({ word }) => word)
    return { libraryId: id, hits: findChunks(connection, ranked), chunks, holders, dropped, exact, expansion }
  },
}

const stemmerOf: StemmerOf = (language) => stemmersOf(language).compare

function toTerm({ word, stem, languages }: ExpansionWord): QueryTerm {
  const named = languages.map((language) => (language === undetermined ? 'en' : language))
  return { kind: 'word', text: word, stems: [stem], languages: named }
}

/** What the index holds of each chunk but for the file's path: title, headings and text. In the order given. */
function findTexts(connection: ReadConnection, scored: readonly { rowid: number; score: number }[]): BroadCandidate[] {
  const scores = new Map(scored.map(({ rowid, score }) => [rowid, score]))
  return connection
    .all<{ id: number; text: string; language: string }>(
      'search.texts',
      `SELECT c.id, d.title || char(10) || c.text AS text, c.language FROM json_each(?) AS hit JOIN chunks c ON c.id = hit.value
         JOIN documents d ON d.key = c.document_key ORDER BY hit.key`,
      [JSON.stringify(scored.map(({ rowid }) => rowid))],
    )
    .map((row) => ({ ...row, score: scores.get(row.id) ?? 0 }))
}
