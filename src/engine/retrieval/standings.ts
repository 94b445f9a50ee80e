import type { Standing } from '../../contract/explain.ts'
import type { Scored } from '../../domain/fusion.ts'
import type { QueryTerm } from '../../domain/query-terms.ts'
import type { ReadResult } from '../store/operations.ts'
import type { ChunkStanding } from '../store/repositories/search-standings.ts'
import type { Findings } from './findings.ts'
import type { RetrievalRooms, Scope } from './requests.ts'
import { rankVectors } from './stages/dense.ts'
import type { Stages } from './stages/stages.ts'

/** Where the chunks of one document stand, in lists that are as long as it takes. */
export type Standings = ReadResult<'search.document'> & {
  /** The terms that were looked for. */
  terms: QueryTerm[]
  /** By chunk id. */
  keyword: Map<number, Standing>
  dense: Map<number, Standing>
}

const mostChunks = 50

/** A search for standings goes this many times as deep as the one before, until it has found every chunk. */
const growth = 10

/** Standings below what the lists gave to the fusion are found too, with the ranks that they have in the whole library. */
export async function findStandings(
  rooms: RetrievalRooms & { stages: Stages },
  input: { documentId: string; filter: Scope['filter']; signal: AbortSignal | undefined; findings: Findings },
): Promise<Standings> {
  const { findings, filter, signal, documentId } = input
  const left = new Set(findings.keyword.dropped)
  const terms = findings.keyword.terms.filter((_term, place) => !left.has(place))
  const dense = await rankByVectors(rooms, input)
  const listed = findings.passages.filter((passage) => passage.documentId === documentId)
  const nearest = [...dense].sort((a, b) => a[1].rank - b[1].rank).slice(0, mostChunks)
  const chunkIds = [
    ...listed.slice(0, mostChunks).map(({ chunkId }) => chunkId),
    ...nearest.map(([chunkId]) => chunkId),
  ]
  const seen = await rooms.store.read('search.document', { documentId, terms, filter, chunkIds }, signal)
  const { libraryId, trashedAt } = seen.document
  const isSearched = seen.passes && trashedAt === null && findings.libraryIds.includes(libraryId)
  if (!isSearched) return { ...seen, terms, keyword: new Map(), dense: new Map() }
  const keyword = await rankByWords(rooms, { ...input, terms, chunks: seen.chunks, libraryId })
  return { ...seen, terms, keyword, dense }
}

async function rankByWords(
  { store }: RetrievalRooms,
  input: {
    findings: Findings
    filter: Scope['filter']
    signal: AbortSignal | undefined
    terms: QueryTerm[]
    chunks: readonly ChunkStanding[]
    libraryId: string
  },
): Promise<Map<number, Standing>> {
  const { findings, filter, signal, terms, chunks } = input
  const standings = standingsIn(findings.lists.keyword)
  const scale = findings.keyword.scales.get(input.libraryId) ?? 1
  const below = chunks.filter(({ hit }) => hit.score > 0 && !standings.has(hit.chunkId))
  if (below.length === 0) return standings
  const scores = below.map(({ hit }) => hit.score * scale)
  const counts = await Promise.all(
    findings.libraryIds.map((library) => {
      const scaled = scores.map((score) => score / (findings.keyword.scales.get(library) ?? 1))
      return store.read('search.countAbove', { library, terms, filter, scores: scaled }, signal)
    }),
  )
  for (const [place, { hit }] of below.entries()) {
    const above = counts.reduce((sum, count) => sum + (count[place] ?? 0), 0)
    // With "search more broadly" the list has an order of its own: what is not in it comes after it.
    const rank = Math.max(above, findings.lists.keyword.length) + 1
    standings.set(hit.chunkId, { rank, score: scores[place] ?? 0 })
  }
  return standings
}

/** Of the document's chunks that have a vector. */
async function rankByVectors(
  rooms: RetrievalRooms & { stages: Stages },
  input: { documentId: string; filter: Scope['filter']; signal: AbortSignal | undefined; findings: Findings },
): Promise<Map<number, Standing>> {
  const { findings, filter, signal, documentId } = input
  const { served, wordings, settings } = findings
  const question = { wordings: wordings.map(({ text }) => text), group: 'none' as const, signal }
  const own = { ...filter, documentIds: [documentId] }
  const { ranked: near } = await rankVectors(rooms, served, { ...question, filter: own, limit: mostChunks })
  const wanted = new Set(near.map(({ id }) => id))
  for (let limit = settings.candidates; wanted.size > 0; limit *= growth) {
    const { ranked } = await rankVectors(rooms, served, { ...question, filter, limit })
    const found = [...standingsIn(ranked)].filter(([chunkId]) => wanted.has(chunkId))
    if (found.length === wanted.size || ranked.length < limit) return new Map(found)
  }
  return new Map()
}

export function standingsIn(ranked: readonly Scored[]): Map<number, Standing> {
  return new Map(ranked.map(({ id, score }, place) => [id, { rank: place + 1, score }]))
}
