import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import type { Sources } from './sources.ts'

/** Words in a row of a claim that no chosen sentence has, and how a sentence goes on where they stand. */
export type Slot = {
  /** Places of the words among the claim's, small words between them left out. */
  places: number[]
  /** How much of what stands before and after them stands in the same order in a sentence; 1 for a word that says something. */
  before: number
  after: number
  /** What that sentence has in their stead and the claim leaves out. */
  instead: ClaimToken[]
  /** Whether other chosen sentences have the words. */
  elsewhere: 'none' | 'some' | 'all'
}

const smallWord = 0.5
const mostContext = 4
/** Words of a sentence between those that stand on both sides, beyond as many as the claim has there. */
const mostMore = 3

/**
 * The runs of words of a claim that a chosen sentence lacks, each beside the place where that sentence is most like what is
 * around them.
 */
export function findSlots(
  claim: ClaimTokens,
  { alignment, sources }: { alignment: Alignment; sources: Sources },
): Slot[] {
  return alignment.chosen.flatMap((sentence) => {
    const tokens = sources.sentences[sentence]?.tokens ?? []
    const own = alignment.matches.map((matches) => matches.filter((match) => match.sentence === sentence))
    const taken = new Set(own.flatMap((matches) => matches.map(({ place }) => place)))
    const isLacked = (place: number) => alignment.findings[place] === 'missing' || own[place]?.length === 0
    return runsOf(claim.tokens, isLacked).map((places) => {
      const slots = slotsIn(places, claim.tokens, { tokens, taken })
      const missing = places.filter((place) => alignment.findings[place] === 'missing').length
      const elsewhere = missing === places.length ? 'none' : missing > 0 ? 'some' : 'all'
      return { ...slots.reduce(nearer, { places, before: 0, after: 0, instead: [] }), elsewhere }
    })
  })
}

function nearer(one: Place, other: Place): Place {
  return other.before + other.after > one.before + one.after ? other : one
}

function runsOf(tokens: readonly ClaimToken[], isLacked: (place: number) => boolean): number[][] {
  const runs: number[][] = []
  let open: number[] = []
  for (const [place, { isContent }] of tokens.entries()) {
    if (!isContent) continue
    if (isLacked(place)) open.push(place)
    else if (open.length > 0) {
      runs.push(open)
      open = []
    }
  }
  return open.length > 0 ? [...runs, open] : runs
}

type Place = Omit<Slot, 'elsewhere'>

type Chosen = { tokens: readonly ClaimToken[]; taken: ReadonlySet<number> }

/** Each place where a sentence has what stands before the words, or after them, or both. */
function slotsIn(places: number[], claim: readonly ClaimToken[], { tokens, taken }: Chosen): Place[] {
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  const width = last - first + 1
  const befores = tokens.map((_token, at) => common(claim, tokens, { from: first - 1, at, step: -1 }))
  const afters = tokens.map((_token, at) => common(claim, tokens, { from: last + 1, at, step: 1 }))
  const free = (from: number, to: number) =>
    tokens
      .slice(Math.max(from, 0), to)
      .filter((token, place) => token.isSpoken && !taken.has(Math.max(from, 0) + place))
  const found: Place[] = []
  const add = (before: number, after: number, at: [number, number]) =>
    found.push({ places, before, after, instead: free(...at) })
  for (const [left, before] of befores.entries()) {
    if (before === 0) continue
    add(before, 0, [left + 1, left + 1 + width + mostMore])
    for (let right = left + 1; right <= left + 1 + width + mostMore && right < tokens.length; right++) {
      const after = afters[right] ?? 0
      if (after > 0) add(before, after, [left + 1, right])
    }
  }
  for (const [right, after] of afters.entries()) if (after > 0) add(0, after, [right - width - mostMore, right])
  return found
}

export type Walk = { from: number; at: number; step: 1 | -1 }

/** Words that a sentence may have or not without being another one. */
const skipped = /^(?:an?|the|is|are|was|were|be|been|being|has|have|had|do|does|did|will|would|its|their|his|her)$/iu

/** What a claim and a sentence have in common in a row. */
export function common(claim: readonly ClaimToken[], tokens: readonly ClaimToken[], { from, at, step }: Walk): number {
  let [mine, theirs, sum] = [from, at, 0]
  const isSkipped = (token: ClaimToken | undefined) => token !== undefined && skipped.test(token.text)
  for (let moved = 0; moved < mostContext; moved++) {
    while (isSkipped(claim[mine])) mine += step
    while (moved > 0 && isSkipped(tokens[theirs])) theirs += step
    const [one, other] = [claim[mine], tokens[theirs]]
    if (one === undefined || other === undefined || one.stem !== other.stem) return sum
    sum += one.isContent || /\p{N}/u.test(one.text) ? 1 : smallWord
    mine += step
    theirs += step
  }
  return sum
}
