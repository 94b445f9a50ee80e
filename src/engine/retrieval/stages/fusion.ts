import type { RetrievalSettings } from '../../../contract/retrieval-settings.ts'
import { type FusedList, fuseByRank, fuseByScore, type Scored } from '../../../domain/fusion.ts'
import { keepPlaces } from '../../../domain/keep-places.ts'
import type { ChunkHit } from '../../store/repositories/search-chunks.ts'
import type { PassFindings } from '../one-pass.ts'

/** What the parts of a question and a second search count beside the question itself, and what the graph counts. */
const weights = { further: 0.5, graph: 0.3 }

/** A passage with a rare word of the question may come two places later than by its words alone. */
const rareWordGivesWay = 2

export type FusionInput = {
  mode: 'hybrid' | 'dense' | 'keyword'
  settings: RetrievalSettings
  /** The question itself, then what was looked for after it. */
  passes: readonly [PassFindings, ...PassFindings[]]
  graph: readonly Scored[]
}

/**
 * One ranking of all lists. What a library without vectors gives counts by its words alone. A passage that holds a name of
 * the question exactly, an identifier or a quoted phrase, comes no later than among the words' passages, whatever the
 * vectors say; one with a rare word hardly later. With one list only, its scores stay as they are.
 */
export function fuse(input: FusionInput): Scored[] {
  const { passes, graph, settings } = input
  const [first, ...further] = passes
  const isPlain = input.mode === 'keyword' && further.length === 0 && first.parts.length === 0 && graph.length === 0
  if (isPlain) return toScored(first.keyword.hits)

  const lists = [
    ...listsOf(first, 1, input),
    ...first.parts.map((hits) => keywordList(hits, weights.further, { ...input, dense: first.dense })),
    ...further.flatMap((pass) => listsOf(pass, weights.further, input)),
    { ranked: graph, weight: weights.graph, floor: 'zero' as const },
  ].filter(({ ranked }) => ranked.length > 0)
  const fused = settings.fusion === 'weighted' ? fuseByScore(lists) : fuseByRank(lists)
  return input.mode === 'dense' ? fused : keepPlaces(fused, latestPlaces(first, fused))
}

function listsOf(pass: PassFindings, weight: number, input: FusionInput): FusedList[] {
  const byWords = keywordList(pass.keyword.hits, weight, { ...input, dense: pass.dense })
  if (pass.dense === null) return [byWords]
  const { settings, mode } = input
  const counts = mode === 'dense' || settings.fusion === 'reciprocal-rank' ? 1 : settings.denseWeight
  return [byWords, { ranked: toScored(pass.dense.hits), weight: weight * counts, floor: 'lowest' }]
}

function keywordList(
  hits: readonly ChunkHit[],
  weight: number,
  { mode, settings, dense }: FusionInput & { dense: PassFindings['dense'] },
): FusedList {
  const hasVectors = (hit: ChunkHit) => dense?.libraryIds.has(hit.libraryId) ?? false
  const counting = mode === 'dense' ? hits.filter((hit) => !hasVectors(hit)) : hits
  const beside = new Set(counting.filter(hasVectors).map(({ chunkId }) => chunkId))
  const share = settings.fusion === 'reciprocal-rank' ? 1 : 1 - settings.denseWeight
  return { ranked: toScored(counting), weight: (id) => weight * (beside.has(id) ? share : 1), floor: 'zero' }
}

function latestPlaces({ keyword }: PassFindings, fused: readonly Scored[]): Map<number, number> {
  const present = new Set(fused.map(({ id }) => id))
  return new Map(
    keyword.hits.flatMap(({ chunkId }, place): [number, number][] => {
      const kind = keyword.exact.get(chunkId)
      if (kind === undefined || !present.has(chunkId)) return []
      return [[chunkId, place + 1 + (kind === 'name' ? 0 : rareWordGivesWay)]]
    }),
  )
}

function toScored(hits: readonly ChunkHit[]): Scored[] {
  return hits.map(({ chunkId, score }) => ({ id: chunkId, score }))
}
