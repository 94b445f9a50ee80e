import { termWeight } from './search-plan.ts'

/** What one library answered to a query. `holders` has, for each term of the query, the chunks that hold it. */
export type LibraryHits<Hit extends { score: number }> = {
  hits: readonly Hit[]
  chunks: number
  holders: readonly number[]
}

/**
 * One ranking of several libraries' hits, each library's own order kept.
 *
 * BM25 weighs a word by its rarity in its own library, so that scores of different libraries have different scales: in a
 * library of one document every word is common and every score next to nothing. Hence each library's scores are
 * multiplied by the weight that the found terms have in all libraries together over the weight they have in this one.
 * Equal scores stay in the order of the libraries.
 */
export function mergeLibraries<Hit extends { score: number }>(libraries: readonly LibraryHits<Hit>[]): Hit[] {
  const answering = libraries.filter(({ hits }) => hits.length > 0)
  const [only] = answering
  if (only !== undefined && answering.length === 1) return [...only.hits]
  const chunks = libraries.reduce((total, library) => total + library.chunks, 0)
  const holdersOf = (term: number) => libraries.reduce((total, library) => total + (library.holders[term] ?? 0), 0)

  return answering
    .flatMap((library) => {
      const found = [...library.holders.keys()].filter((term) => (library.holders[term] ?? 0) > 0)
      const here = sum(found.map((term) => termWeight(library.holders[term] ?? 0, library.chunks)))
      const everywhere = sum(found.map((term) => termWeight(holdersOf(term), chunks)))
      const scale = here === 0 ? 1 : everywhere / here
      return library.hits.map((hit) => ({ ...hit, score: hit.score * scale }))
    })
    .sort((a, b) => b.score - a.score)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
