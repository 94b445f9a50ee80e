import type { RankingScores } from '../../contract/evaluation.ts'

/** How well a ranking finds what people judged relevant, computed as the TREC tools do. Pure functions over identifiers. */

/** Grade of each judged document of one query; grades of zero and below mean "judged, and not relevant". */
export type Judgements = ReadonlyMap<string, number>

/**
 * What a document of this grade is worth: its grade, or 1 for any that is relevant, so that sets with different scales can
 * be compared. Grades as gains are only for sets whose larger grades are the better ones: Cranfield's are not.
 */
export type Gain = 'binary' | 'graded'

/**
 * Normalised discounted cumulative gain over the first ten documents: the sum of gain / log2(rank + 1), divided by that
 * of the best possible ranking; 0 when nothing is relevant. Järvelin and Kekäläinen (2002), with the discount from rank
 * 1 as trec_eval has it.
 */
export function ndcgAt10(ranking: readonly string[], judgements: Judgements, gain: Gain): number {
  const worth = (grade: number) => (grade <= 0 ? 0 : gain === 'binary' ? 1 : grade)
  const gains = ranking.slice(0, 10).map((document) => worth(judgements.get(document) ?? 0))
  const best = [...judgements.values()].map(worth).sort((left, right) => right - left)
  const ideal = discountedGain(best.slice(0, 10))
  return ideal === 0 ? 0 : discountedGain(gains) / ideal
}

/** The part of all relevant documents that is among the first `depth`; 0 when nothing is relevant. */
export function recall(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const relevant = countRelevant(judgements)
  const found = ranking.slice(0, depth).filter((document) => isRelevant(judgements, document)).length
  return relevant === 0 ? 0 : found / relevant
}

export function reciprocalRank(ranking: readonly string[], judgements: Judgements, depth: number): number {
  const index = ranking.slice(0, depth).findIndex((document) => isRelevant(judgements, document))
  return index < 0 ? 0 : 1 / (index + 1)
}

export function countRelevant(judgements: Judgements): number {
  return [...judgements.values()].filter((value) => value > 0).length
}

/** Scores of one ranking, best first. A document that stands in it twice counts where it stands first. */
export function scoreRanking(ranking: readonly string[], judgements: Judgements): RankingScores {
  const distinct = [...new Set(ranking)]
  return {
    ndcgAt10: ndcgAt10(distinct, judgements, 'binary'),
    gradedNdcgAt10: ndcgAt10(distinct, judgements, 'graded'),
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
    gradedNdcgAt10: mean((score) => score.gradedNdcgAt10),
    recallAt10: mean((score) => score.recallAt10),
    recallAt100: mean((score) => score.recallAt100),
    reciprocalRankAt10: mean((score) => score.reciprocalRankAt10),
  }
}

function isRelevant(judgements: Judgements, document: string): boolean {
  return (judgements.get(document) ?? 0) > 0
}

function discountedGain(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)
}
