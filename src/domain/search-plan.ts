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

/** A pass over candidates must save this part of the work, since it is lost when it proves too little. */
const worthSaving = 0.3
/**
 * What the last of the wanted chunks scores at least, in parts of the sum of all terms' weights, as seen on generated and
 * real text: 0.8 to 1.8 for three terms, 0.4 to 0.7 for eight.
 */
const expectedScore = 0.6

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
 * hold are left out, whose weight FTS5 sets to a millionth; then, where it saves much, only chunks with one of the rarer
 * words are scored, and `bound` tells whether any other could have come among the best.
 *
 * `holders` has, for each term, the number of chunks that hold it; `forms`, where a term has several stems, the number for
 * each, since FTS5 weighs them apart and adds what a chunk has of them.
 */
export function planSearch(options: {
  holders: readonly number[]
  forms?: readonly (readonly number[])[]
  chunks: number
  limit: number
}): SearchPlan {
  const { chunks, limit } = options
  const holdersOf = (term: number) => options.holders[term] ?? 0
  const weightOfTerm = (term: number) => {
    const forms = options.forms?.[term] ?? [holdersOf(term)]
    return forms.reduce((total, holders) => total + termWeight(holders, chunks), 0)
  }
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
  const weights = passedOver.map(weightOfTerm)
  return {
    used: used.toSorted((a, b) => a - b),
    dropped: byRarity.filter((term) => !used.includes(term)).sort((a, b) => a - b),
    candidates,
    bound: saturation * weights.reduce((total, weight) => total + weight, 0),
    mayScoreAll: full <= tooDear,
  }

  /**
   * As few of the rarest terms as leave too little weight to the others for them to make a chunk one of the best; null
   * when scoring their chunks saves too little, or they have too few.
   */
  function chooseCandidates(): number[] | null {
    const held = (term: number) => holdersOf(term) > 0
    const weightOf = (terms: readonly number[]) =>
      terms.filter(held).reduce((total, term) => total + weightOfTerm(term), 0)
    const costOf = (terms: readonly number[]) => sum(used) * passingOver + price(terms, used.length) * candidate
    const enough = expectedScore * weightOf(used)
    let count = 1
    while (count < used.length && saturation * weightOf(used.slice(count)) > enough) count += 1
    // Beyond what is affordable, fewer must do, though chunks without them may then be missed.
    while (full > tooDear && count > 1 && costOf(used.slice(0, count)) > tooDear) count -= 1
    const chosen = used.slice(0, count)
    return count < used.length && sum(chosen) >= limit && costOf(chosen) <= full * (1 - worthSaving) ? chosen : null
  }
}
