import type { Scored } from '../../domain/fusion.ts'
import type { ChunkHit } from '../store/repositories/search-chunks.ts'
import type { FoundPassage, RankLists } from './findings.ts'
import type { PassFindings, PassPlace } from './one-pass.ts'

/** The chunks of a ranking: those of the lists, and those that only the graph names. What is gone meanwhile is missing. */
export async function loadHits(
  place: PassPlace,
  { fused, passes }: { fused: readonly Scored[]; passes: readonly PassFindings[] },
): Promise<Map<number, ChunkHit>> {
  const lists = passes.flatMap(({ keyword, parts, dense }) => [keyword.hits, ...parts, dense?.hits ?? []])
  const known = new Map(lists.flat().map((hit) => [hit.chunkId, hit]))
  const chunkIds = fused.flatMap(({ id }) => (known.has(id) ? [] : [id]))
  if (chunkIds.length === 0) return known
  for (const hit of await place.rooms.store.read('search.chunks', { chunkIds }, place.signal))
    known.set(hit.chunkId, hit)
  return known
}

/**
 * The final ranking with what its passages need to be shown: the reranked ones first, then the rest as it was fused, each
 * with its rank in every list. Of one document only its best when `group` says so.
 */
export function choosePassages(
  lists: RankLists,
  hits: ReadonlyMap<number, ChunkHit>,
  { limit, group }: { limit: number; group: 'none' | 'document' },
): FoundPassage[] {
  const ranks = {
    keyword: ranksOf(lists.keyword),
    dense: ranksOf(lists.dense),
    reranked: ranksOf(lists.reranked ?? []),
  }
  const documents = new Set<string>()
  const passages: FoundPassage[] = []
  for (const { id, score } of finalRanking(lists)) {
    const hit = hits.get(id)
    if (hit === undefined || (group === 'document' && documents.has(hit.documentId))) continue
    if (passages.length === limit) break
    documents.add(hit.documentId)
    const ranked = {
      keyword: ranks.keyword.get(id) ?? null,
      dense: ranks.dense.get(id) ?? null,
      reranked: ranks.reranked.get(id) ?? null,
    }
    passages.push({ ...hit, score, ranks: ranked })
  }
  return passages
}

/**
 * What the reranking model has read comes first, and what follows it scores less: fused scores, which have another
 * measure, are brought below the last of it.
 */
export function finalRanking({ fused, reranked }: RankLists): Scored[] {
  if (reranked === null) return [...fused]
  const read = new Set(reranked.map(({ id }) => id))
  const lowest = reranked.at(-1)?.score ?? 0
  const rest = fused.filter(({ id }) => !read.has(id))
  return [...reranked, ...rest.map(({ id }, place) => ({ id, score: lowest - (place + 1) / rest.length }))]
}

export function ranksOf(ranked: readonly Scored[]): Map<number, number> {
  return new Map(ranked.map(({ id }, place) => [id, place + 1]))
}
