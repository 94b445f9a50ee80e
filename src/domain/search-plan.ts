/** FTS5's bm25: how often a term occurs saturates at `k1 + 1` times its weight; a weight is never below the floor. */
const saturation = 2.2
const lowestWeight = 1e-6

/** Terms that one search looks for at most; of a longer query (a pasted page, say) the rarest. */
const mostTerms = 256

/**
 * Costs in scored rows, measured on 100,000 chunks of 150 words: scoring a row costs about 0.45 µs, with each term a
 * little more; passing one over costs an eighth of that; making it a candidate, half as much again.
 */
const cheapEnough = 30_000
const tooDear = 400_000
const passingOver = 0.13
const candidate = 1.5
const termsThatDouble = 64

/** How a search of one library is done. Numbers are places in the list of terms. */
export type SearchPlan = {
  used: number[]
  /** Left out, because nearly every chunk holds them or the query has too many terms. */
  dropped: number[]
  /**
   * When scoring every match would take too long: the rarest terms. Chunks that hold one of them are scored, exactly and
   * with all used terms; the rest is passed over. Null scores every match.
   */
  candidates: number[] | null
  /** No chunk that is passed over scores higher than this. */
  bound: number
  /** Whether scoring every match is affordable when the candidates turn out not to be enough. */
  mayScoreAll: boolean
}

/** FTS5's weight of a term that `holders` of `chunks` chunks hold (inverse document frequency). */
export function termWeight(holders: number, chunks: number): number {
  return Math.max(Math.log((chunks - holders + 0.5) / (holders + 0.5)), lowestWeight)
}

/**
 * Keeps the ranking and bounds the time. Leaving words out changes rankings (Cranfield loses 0.005 of nDCG@10 when words
 * above a share of 0.3 go), so a small library drops nothing. On a large one, words that more than half of the chunks
 * hold are left out, whose weight FTS5 sets to a millionth; then, where it saves half of the work, only chunks with one
 * of the rarer words are scored, and `bound` tells whether any other could have come among the best.
 *
 * `holders` has, for each term, the number of chunks that hold it.
 */
export function planSearch(options: { holders: readonly number[]; chunks: number; limit: number }): SearchPlan {
  const { chunks, limit } = options
  const holdersOf = (term: number) => options.holders[term] ?? 0
  const sum = (terms: readonly number[]) => terms.reduce((total, term) => total + holdersOf(term), 0)
  const price = (terms: readonly number[], all: number) => Math.min(sum(terms), chunks) * (1 + all / termsThatDouble)

  const byRarity = [...options.holders.keys()].sort((a, b) => holdersOf(a) - holdersOf(b) || a - b)
  const kept = byRarity.slice(0, mostTerms)
  const telling = kept.filter((term) => holdersOf(term) * 2 <= chunks)
  const isLarge = price(kept, kept.length) > cheapEnough
  const used = isLarge && sum(telling) > 0 ? telling : kept

  const full = price(used, used.length)
  const candidates = full > cheapEnough ? chooseCandidates() : null
  const passedOver = candidates === null ? [] : used.slice(candidates.length)
  const weights = passedOver.map((term) => termWeight(holdersOf(term), chunks))
  return {
    used: used.toSorted((a, b) => a - b),
    dropped: byRarity.filter((term) => !used.includes(term)).sort((a, b) => a - b),
    candidates,
    bound: saturation * weights.reduce((total, weight) => total + weight, 0),
    mayScoreAll: full <= tooDear,
  }

  /** As many of the rarest terms as cost at most half of scoring everything; null when that would leave too few chunks. */
  function chooseCandidates(): number[] | null {
    const afford = (count: number) =>
      sum(used) * passingOver + price(used.slice(0, count), used.length) * candidate <= full / 2
    let count = used.length - 1
    while (count > 0 && !afford(count)) count -= 1
    if (full > tooDear) count = Math.max(count, 1)
    const chosen = used.slice(0, count)
    return sum(chosen) >= limit ? chosen : null
  }
}
