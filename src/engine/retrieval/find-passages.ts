import type { Scored } from '../../domain/fusion.ts'
import { keepPlaces } from '../../domain/keep-places.ts'
import { rewriteQuestion } from '../../domain/rewrite-question.ts'
import { wordingsOf } from '../../domain/wordings.ts'
import { splitWords } from '../../domain/words.ts'
import { chooseMode } from './choose-mode.ts'
import type { FindInput, Findings, RankLists } from './findings.ts'
import { noteLists } from './note-lists.ts'
import { type PassPlace, searchOnce } from './one-pass.ts'
import { choosePassages, loadHits } from './ranked-passages.ts'
import type { RetrievalRooms } from './requests.ts'
import { resolveScope } from './resolve-scope.ts'
import { searchFurther } from './stages/further.ts'
import { fuse } from './stages/fusion.ts'
import { searchGraph } from './stages/graph.ts'
import type { KeywordFindings } from './stages/keyword.ts'
import { openReranker, rerank } from './stages/rerank.ts'

/** A query of fewer words has nothing that a second search could follow. */
const leastWordsOfQuestion = 4

/** Every step from the question to a ranking of passages; each is a file of its own. */
export async function findPassages(rooms: RetrievalRooms, input: FindInput): Promise<Findings> {
  const { stages, filter, signal, group } = input
  const scope = await stages.run('libraries', () => resolveScope(rooms, input))
  const { settings, libraryIds } = scope
  const understood = await stages.run('rewrite', () => rewriteQuestion(input.query, input.earlier ?? []))
  const { question } = understood
  const wordings = wordingsOf(question, settings.queries)
  const { mode, served, notices } = await chooseMode(rooms, scope)
  const localOnly = scope.localOnlyIds.length > 0
  const reranker = settings.rerank ? await openReranker(rooms, { localOnly, libraryIds, signal }) : null
  if (reranker?.notice) notices.push(reranker.notice)

  const isQuestion = wordings.length > 1 || splitWords(question).length >= leastWordsOfQuestion
  const isOneList = mode === 'keyword' && !reranker?.model && !isQuestion
  const wanted = input.limit ?? settings.candidates
  const limit = isOneList ? wanted : Math.max(wanted, settings.candidates)
  const place: PassPlace = { rooms: { ...rooms, stages }, scope, served, filter, limit, group, signal }
  const first = await searchOnce(place, wordings)
  const passes = await searchFurther(place, question, first)
  notices.push(...passes.flatMap((pass) => pass.notices))

  const byContent = await stages.run('fusion', () => fuse({ mode, settings, passes, graph: [] }))
  const graph = await searchGraph(place, question, byContent)
  const fused =
    graph.length === 0 ? byContent : await stages.run('fusion', () => fuse({ mode, settings, passes, graph }))
  const hits = await loadHits(place, { fused, passes })
  const pool = fused.slice(0, settings.rerankCandidates).flatMap(({ id }) => hits.get(id) ?? [])
  const reranking = await rerank(place.rooms, reranker?.model ?? null, { question, candidates: pool, signal })
  if (reranking.notice !== null) notices.push(reranking.notice)

  const lists: RankLists = {
    keyword: toScored(first.keyword.hits),
    dense: toScored(first.dense?.hits ?? []),
    graph,
    fused,
    reranked: reranking.ranked === null ? null : keepNames(reranking.ranked, fused, first.keyword),
  }
  noteLists(stages, { isRewritten: understood.isRewritten, settings, lists, passes, mode })
  return {
    passages: choosePassages(lists, hits, { limit: input.limit ?? Number.POSITIVE_INFINITY, group }),
    mode,
    notices: [...new Set(notices)],
    settings,
    libraryIds,
    ...understood,
    wordings,
    keyword: first.keyword,
    lists,
    served,
  }
}

/** What holds a name of the question exactly stays where its words and vectors have put it, or comes before. */
function keepNames(reranked: Scored[], fused: readonly Scored[], { exact }: KeywordFindings): Scored[] {
  const places = fused.flatMap(({ id }, place): [number, number][] =>
    exact.get(id) === 'name' ? [[id, place + 1]] : [],
  )
  return keepPlaces(reranked, new Map(places))
}

function toScored(hits: readonly { chunkId: number; score: number }[]): Scored[] {
  return hits.map(({ chunkId, score }) => ({ id: chunkId, score }))
}
