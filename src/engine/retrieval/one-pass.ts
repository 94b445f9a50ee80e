import type { RetrievalNotice } from '../../contract/retrieval-settings.ts'
import { parseQuery } from '../../domain/query-terms.ts'
import type { Wording } from '../../domain/wordings.ts'
import type { ChunkHit } from '../store/repositories/search-chunks.ts'
import type { RetrievalRooms, Scope } from './requests.ts'
import type { ResolvedScope } from './resolve-scope.ts'
import { type DenseFindings, type ServedLibrary, searchVectors } from './stages/dense.ts'
import { type KeywordFindings, searchKeywords } from './stages/keyword.ts'
import type { Stages } from './stages/stages.ts'

/** What every search of one question shares. */
export type PassPlace = {
  rooms: RetrievalRooms & { stages: Stages }
  scope: ResolvedScope
  /** Libraries with vectors; none when only words are looked for. */
  served: readonly ServedLibrary[]
  filter: Scope['filter']
  /** Passages that each list gives. */
  limit: number
  group: 'none' | 'document'
  signal: AbortSignal | undefined
}

/** What one search, by words and by vectors, has found. */
export type PassFindings = {
  /** Of the question itself, with what its other writings of identifiers add. */
  keyword: KeywordFindings
  /** What the parts of a question that asks several things find, each for itself. */
  parts: ChunkHit[][]
  /** Null when nothing is searched by vectors. */
  dense: DenseFindings | null
  notices: RetrievalNotice[]
}

/** Looks for a question in its wordings, by words and by vectors at the same time. */
export async function searchOnce(place: PassPlace, wordings: readonly Wording[]): Promise<PassFindings> {
  const [keyword, parts, dense] = await Promise.all([
    searchWritings(place, wordings),
    Promise.all(
      wordings.flatMap(({ kind, text }) =>
        kind === 'part' ? [askKeywords(place, text).then(({ hits }) => hits)] : [],
      ),
    ),
    place.served.length === 0 ? null : askVectors(place, wordings),
  ])
  return { keyword, parts, dense, notices: dense?.notices ?? [] }
}

/** A passage counts by the writing that fits it best; the scores are of one scale, since all other words are the same. */
async function searchWritings(place: PassPlace, wordings: readonly Wording[]): Promise<KeywordFindings> {
  const [question, ...others] = wordings.filter(({ kind }) => kind === 'question' || kind === 'identifiers')
  const terms = (text: string) =>
    parseQuery(text, place.scope.languages.all)
      .map((term) => `${term.kind} ${term.stems.join(' ')}`)
      .join('\n')
  const asked = terms(question?.text ?? '')
  const different = others.filter(({ text }) => terms(text) !== asked)
  const [first, ...rest] = await Promise.all(
    [question?.text ?? '', ...different.map(({ text }) => text)].map((text) => askKeywords(place, text)),
  )
  if (first === undefined) throw new Error('a question has a wording')
  if (rest.length === 0) return first
  const best = new Map<number, ChunkHit>()
  for (const hit of [first, ...rest].flatMap(({ hits }) => hits)) {
    if (hit.score > (best.get(hit.chunkId)?.score ?? Number.NEGATIVE_INFINITY)) best.set(hit.chunkId, hit)
  }
  return {
    ...first,
    hits: [...best.values()].sort((a, b) => b.score - a.score || a.chunkId - b.chunkId).slice(0, place.limit),
    exact: new Map([...rest, first].flatMap(({ exact }) => [...exact])),
  }
}

function askKeywords(place: PassPlace, query: string): Promise<KeywordFindings> {
  const { rooms, scope, filter, limit, group, signal } = place
  const { libraryIds, isEverything, languages, settings } = scope
  const { broad } = settings
  return searchKeywords(rooms, { query, libraryIds, isEverything, languages, filter, limit, group, broad, signal })
}

function askVectors(place: PassPlace, wordings: readonly Wording[]): Promise<DenseFindings> {
  const { rooms, served, filter, limit, group, signal } = place
  return searchVectors(rooms, served, { wordings: wordings.map(({ text }) => text), filter, limit, group, signal })
}
