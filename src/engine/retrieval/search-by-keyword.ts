import type { Passage } from '../../contract/search.ts'
import { isFailure } from '../../domain/failure.ts'
import { mergeLibraries } from '../../domain/merge-libraries.ts'
import { looseWords, parseQuery, type QueryTerm } from '../../domain/query-terms.ts'
import type { KeywordResult } from '../store/repositories/search.ts'
import type { RetrievalRooms, SearchInput, SearchResult } from './requests.ts'
import { createStages, type Stages } from './stages.ts'

/** The best passages of some libraries for a query. A query without a letter or digit finds nothing. */
export async function searchByKeyword(rooms: RetrievalRooms, input: SearchInput): Promise<SearchResult> {
  const stages = createStages(rooms.telemetry)
  const { passages, terms, isDropped } = await findPassages(rooms, { ...input, stages })
  return {
    passages,
    mode: 'keyword',
    notices: [],
    terms: {
      used: terms.filter((_term, place) => !isDropped(place)).map(({ text }) => text),
      dropped: terms.filter((_term, place) => isDropped(place)).map(({ text }) => text),
    },
    timings: stages.timings(),
  }
}

/** Passages with what is known of the terms that found them. */
export type Findings = {
  passages: Passage[]
  terms: QueryTerm[]
  isDropped(place: number): boolean
  /** Chunks that were searched, and for each term the number of them that hold it. */
  chunks: number
  holders: number[]
}

export async function findPassages(
  { store }: RetrievalRooms,
  input: SearchInput & { stages: Stages },
): Promise<Findings> {
  const { stages, signal } = input
  const libraries = await stages.run('libraries', async () =>
    input.libraries === undefined ? await store.read('libraries.ids', null, signal) : [...new Set(input.libraries)],
  )
  async function askLibrary(library: string, terms: QueryTerm[]): Promise<KeywordResult[]> {
    const { filter, limit, group } = input
    try {
      return [await store.read('search.keyword', { library, terms, filter, limit, group }, signal)]
    } catch (error) {
      // Of all libraries, one that was deleted meanwhile is none; one that was asked for by name is missed.
      if (input.libraries === undefined && isFailure(error) && error.code === 'LIBRARY_NOT_FOUND') return []
      throw error
    }
  }
  const ask = (terms: QueryTerm[]) =>
    stages.run('keyword', async () => {
      const answers = await Promise.all(libraries.map((library) => askLibrary(library, terms)))
      return byLibrary(answers.flat())
    })

  let terms = parseQuery(input.query)
  let results = await ask(terms)
  const known = (place: number) => results.some(({ holders }) => (holders[place] ?? 0) > 0)
  const loosened = terms.flatMap((term, place) =>
    term.kind === 'identifier' && !known(place) ? looseWords(term) : [term],
  )
  if (loosened.length !== terms.length || loosened.some((term, place) => term !== terms[place])) {
    terms = loosened
    results = await ask(terms)
  }

  const passages = await stages.run('merge', () =>
    mergeLibraries(results)
      .slice(0, input.limit)
      .map((hit, place) => ({ ...hit, ranks: { keyword: place + 1, dense: null, reranked: null } })),
  )
  const searched = results.filter(({ chunks }) => chunks > 0)
  return {
    passages,
    terms,
    isDropped: (place) => searched.length > 0 && searched.every(({ dropped }) => dropped.includes(place)),
    chunks: searched.reduce((total, { chunks }) => total + chunks, 0),
    holders: terms.map((_term, place) => searched.reduce((total, { holders }) => total + (holders[place] ?? 0), 0)),
  }
}

/** A library that was named twice, by its id and by its name, answers once. */
function byLibrary(results: readonly KeywordResult[]): KeywordResult[] {
  return [...new Map(results.map((result) => [result.libraryId, result])).values()]
}
