/** How well a ranking finds what people judged relevant, computed as the TREC tools do. Pure functions over identifiers. */

/** Grade of each judged document of one query; grades of zero and below mean "judged, and not relevant". */
export type Judgements = ReadonlyMap<string, number>

/** Each measure is 0 to 1, larger is better. */
export type RankingScores = {
  ndcgAt10: number
  recallAt10: number
  recallAt100: number
  /** 1 / rank of the first relevant document among the first ten, otherwise 0. */
  reciprocalRankAt10: number
}

/**
 * Normalised discounted cumulative gain over the first `depth` documents: the sum of grade / log2(rank + 1), divided by
 * that of the best possible ranking. Gains are the grades themselves, as in trec_eval and BEIR (Järvelin and Kekäläinen
 * 2002, equation 3, with the discount from rank 1). 0 when nothing is relevant.
 */
export function ndcg(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const gains = ranking.slice(0, depth).map((document) => grade(judgements, document))
  const best = [...judgements.values()].filter((value) => value > 0).sort((left, right) => right - left)
  const ideal = discountedGain(best.slice(0, depth))
  return ideal === 0 ? 0 : discountedGain(gains) / ideal
}

/** The part of all relevant documents that is among the first `depth`; 0 when nothing is relevant. */
export function recall(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const relevant = countRelevant(judgements)
  const found = ranking.slice(0, depth).filter((document) => grade(judgements, document) > 0).length
  return relevant === 0 ? 0 : found / relevant
}

export function reciprocalRank(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const index = ranking.slice(0, depth).findIndex((document) => grade(judgements, document) > 0)
  return index < 0 ? 0 : 1 / (index + 1)
}

export function countRelevant(judgements: Judgements): number {
  return [...judgements.values()].filter((value) => value > 0).length
}

/** Scores of one ranking, best first. A document that stands in it twice counts where it stands first. */
export function scoreRanking(ranking: readonly string[], judgements: Judgements): RankingScores {
  const distinct = [...new Set(ranking)]
  return {
    ndcgAt10: ndcg(distinct, judgements, 10),
    recallAt10: recall(distinct, judgements, 10),
    recallAt100: recall(distinct, judgements, 100),
    reciprocalRankAt10: reciprocalRank(distinct, judgements, 10),
  }
}

/** The mean over queries, each counting the same; all zero for no query. */
export function meanScores(scores: readonly RankingScores[]): RankingScores {
  const mean = (pick: (score: RankingScores) => number) =>
    scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + pick(score), 0) / scores.length
  return {
    ndcgAt10: mean((score) => score.ndcgAt10),
    recallAt10: mean((score) => score.recallAt10),
    recallAt100: mean((score) => score.recallAt100),
    reciprocalRankAt10: mean((score) => score.reciprocalRankAt10),
  }
}

function grade(judgements: Judgements, document: string): number {
  return Math.max(0, judgements.get(document) ?? 0)
}

function discountedGain(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)
}
