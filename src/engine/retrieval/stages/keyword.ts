import type { SearchFilter } from '../../../contract/search.ts'
import { isFailure } from '../../../domain/failure.ts'
import { narrowLanguages, type TextLanguages } from '../../../domain/language/query-languages.ts'
import { mergeLibraries } from '../../../domain/merge-libraries.ts'
import { looseWords, parseQuery, type QueryTerm } from '../../../domain/query-terms.ts'
import type { KeywordResult } from '../../store/repositories/search.ts'
import type { ChunkHit } from '../../store/repositories/search-chunks.ts'
import type { ExactKind } from '../../store/repositories/search-exact.ts'
import type { Store } from '../../store/store.ts'
import type { Stages } from './stages.ts'

/** Passages that hold words of a query, with what is known of the words. */
export type KeywordFindings = {
  /** Of all libraries, best first. */
  hits: ChunkHit[]
  terms: QueryTerm[]
  /** Languages of the texts that were searched. */
  languages: readonly string[]
  /** Places of the terms that were left out in every library. */
  dropped: number[]
  /** Chunks that were searched, and for each term the number of them that hold it. */
  chunks: number
  holders: number[]
  /** Hits that hold what the query names exactly. */
  exact: Map<number, ExactKind>
  /** What each library's scores were multiplied with to be comparable with the others'. */
  scales: Map<string, number>
}

export type KeywordQuestion = {
  query: string
  libraryIds: readonly string[]
  /** All libraries are searched: one that was deleted meanwhile is none. */
  isEverything: boolean
  /** Of the texts that are searched. */
  languages: TextLanguages
  filter: SearchFilter | undefined
  limit: number
  group: 'none' | 'document'
  /** Looks for words too that the best passages share. */
  broad: boolean
  signal: AbortSignal | undefined
}

/** The best passages by BM25. A query without a letter or digit finds nothing. */
export async function searchKeywords(
  { store, stages }: { store: Store; stages: Stages },
  question: KeywordQuestion,
): Promise<KeywordFindings> {
  const stage = question.broad ? 'broad' : 'keyword'
  const ask = (terms: QueryTerm[]) =>
    stages.run(stage, async () => {
      const answers = await Promise.all(
        question.libraryIds.map((library) => askLibrary(store, library, { terms, question })),
      )
      return answers.flat()
    })
  const { query, languages } = question
  let terms = narrowLanguages(parseQuery(query, languages.all), query, languages)
  let results = await ask(terms)
  const known = (place: number) => results.some(({ holders }) => (holders[place] ?? 0) > 0)
  const loosened = terms.flatMap((term, place) => (known(place) ? [term] : loosen(term, languages)))
  if (loosened.length !== terms.length || loosened.some((term, place) => term !== terms[place])) {
    terms = loosened
    results = await ask(terms)
  }
  return stages.run('merge', () => merge(results, { terms, languages: languages.all }))
}

/** What may be found of a term that is nowhere: the words of an identifier, or a word as any language inflects it. */
function loosen(term: QueryTerm, { all }: TextLanguages): QueryTerm[] {
  if (term.kind === 'identifier') return looseWords(term, all)
  const { languages, ...anywhere } = term
  return [languages === undefined ? term : anywhere]
}

async function askLibrary(
  store: Store,
  library: string,
  { terms, question }: { terms: QueryTerm[]; question: KeywordQuestion },
): Promise<KeywordResult[]> {
  const { filter, limit, group, signal, broad } = question
  try {
    return [
      await store.read(broad ? 'search.broad' : 'search.keyword', { library, terms, filter, limit, group }, signal),
    ]
  } catch (error) {
    if (question.isEverything && isFailure(error) && error.code === 'LIBRARY_NOT_FOUND') return []
    throw error
  }
}

function merge(
  results: readonly KeywordResult[],
  { terms, languages }: Pick<KeywordFindings, 'terms' | 'languages'>,
): KeywordFindings {
  const searched = results.filter(({ chunks }) => chunks > 0)
  const hits = mergeLibraries(results)
  const merged = new Map(hits.map(({ chunkId, score }) => [chunkId, score]))
  const scales = results.flatMap(({ libraryId, hits: [best] }): [string, number][] =>
    best === undefined || best.score === 0 ? [] : [[libraryId, (merged.get(best.chunkId) ?? best.score) / best.score]],
  )
  const isDropped = (place: number) => searched.length > 0 && searched.every(({ dropped }) => dropped.includes(place))
  return {
    hits,
    terms,
    languages,
    dropped: [...terms.keys()].filter(isDropped),
    chunks: searched.reduce((total, { chunks }) => total + chunks, 0),
    holders: terms.map((_term, place) => searched.reduce((total, { holders }) => total + (holders[place] ?? 0), 0)),
    exact: new Map(results.flatMap(({ exact }) => exact)),
    scales: new Map(scales),
  }
}
