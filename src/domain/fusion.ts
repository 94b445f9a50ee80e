/** An entry of a ranking; larger scores are better. */
export type Scored = { id: number; score: number }

/** One ranking that takes part in a fusion, best first. */
export type FusedList = {
  ranked: readonly Scored[]
  /** What the list counts; a function where it counts differently for some entries. */
  weight: number | ((id: number) => number)
  /**
   * What its scores are brought to 0 to 1 from: `zero` where a score of 0 says "nothing of it" (BM25), `lowest` where
   * only the differences within the list mean anything (cosines of most encoders lie close together).
   */
  floor: 'zero' | 'lowest'
}

/** The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): how slowly a rank's worth falls. */
const rankOffset = 60

/** Scores as parts of the best one's distance from the floor: the best has 1. */
export function normaliseScores(ranked: readonly Scored[], floor: FusedList['floor']): Scored[] {
  const scores = ranked.map(({ score }) => score)
  const best = Math.max(...scores)
  const lowest = floor === 'zero' ? Math.min(0, ...scores) : Math.min(...scores)
  const range = best - lowest
  return ranked.map(({ id, score }) => ({ id, score: range === 0 ? 1 : (score - lowest) / range }))
}

/** The weighted sum of normalised scores; a list that does not have an entry adds nothing to it. Best first. */
export function fuseByScore(lists: readonly FusedList[]): Scored[] {
  return sumUp(lists, (list) => normaliseScores(list.ranked, list.floor))
}

/** The weighted sum of 1 / (60 + rank). Best first. */
export function fuseByRank(lists: readonly FusedList[]): Scored[] {
  return sumUp(lists, ({ ranked }) => ranked.map(({ id }, place) => ({ id, score: 1 / (rankOffset + place + 1) })))
}

/** Equal sums stay in the order in which the lists name them first. */
function sumUp(lists: readonly FusedList[], worth: (list: FusedList) => Scored[]): Scored[] {
  const sums = new Map<number, number>()
  for (const list of lists) {
    for (const { id, score } of worth(list)) {
      const weight = typeof list.weight === 'number' ? list.weight : list.weight(id)
      sums.set(id, (sums.get(id) ?? 0) + weight * score)
    }
  }
  return [...sums].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score)
}
