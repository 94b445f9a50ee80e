import type { Doubt } from '../../contract/chat.ts'
import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { findNegations, lifting, type Negation } from './negations.ts'
import { type Side, sidesOf } from './opposites.ts'
import { mayMeanSame, type SourceSentence, type Sources } from './sources.ts'

type Place = { alignment: Alignment; sources: Sources }

/** Where a claim denies what its sources say, or says what they deny, or turns a direction round. */
export function doubtPolarity(claim: ClaimTokens, place: Place): Doubt[] {
  const [first, ...others] = place.alignment.chosen.flatMap((at) => place.sources.sentences[at] ?? [])
  if (first === undefined) return []
  return [...doubtNegations(claim, { first, others }), ...doubtOpposites(claim, [first, ...others])]
}

type Chosen = { first: SourceSentence; others: readonly SourceSentence[] }

function doubtNegations(claim: ClaimTokens, { first, others }: Chosen): Doubt[] {
  const own = findNegations(claim.tokens)
  const doubts = own
    .filter(({ isPlain }) => isPlain)
    .filter((negation) => ![first, ...others].some((source) => isDenied(negation, claim.tokens, source)))
    .filter((negation) => !isOppositeDenied(negation, claim.tokens, [first, ...others]))
    .map(({ place, scope }): Doubt => ({ kind: 'negation', text: textOf(claim.tokens, [place, ...scope]) }))
  const dropped = findNegations(first.tokens)
    .filter(({ isPlain, isLifted }) => isPlain && (!isLifted || claim.tokens.some(({ text }) => lifting.test(text))))
    .filter((negation) => isAffirmed(negation, first, { claim, own }))
    .map((negation): Doubt => ({ kind: 'negation', text: affirmedWords(negation, first, claim.tokens) }))
  return [...doubts, ...dropped, ...doubtAffixes(claim, { first, own })]
}

/** `unpaid` of what is paid, and `paid` of what is unpaid. */
function doubtAffixes(
  claim: ClaimTokens,
  { first, own }: { first: SourceSentence; own: readonly Negation[] },
): Doubt[] {
  if (own.some(({ isPlain }) => isPlain) || findNegations(first.tokens).some(({ isPlain }) => isPlain)) return []
  return claim.tokens.flatMap((token): Doubt[] => {
    if (!token.isContent || first.tokens.some((other) => other.isContent && mayMeanSame(token, other))) return []
    const isTurned = first.tokens.some((other) => isStripped(token, other))
    return isTurned ? [{ kind: 'negation', text: token.text }] : []
  })
}

/** Whether a sentence denies what a negation of a claim denies: some word of what is denied is the same. */
function isDenied({ place, scope }: Negation, tokens: readonly ClaimToken[], source: SourceSentence): boolean {
  const all = findNegations(source.tokens)
  // `unused` of what was not taken: a verb that carries others says nothing else.
  if (all.some(({ isAffix }) => isAffix) && isOfCarrier(place, tokens)) return true
  const theirs = all.filter(({ isAffix }) => !isAffix)
  if (theirs.length === 0) return false
  const denied = scope.flatMap((place) => tokens[place] ?? [])
  const known = denied.filter((token) => source.tokens.some((other) => other.isContent && mayMeanSame(token, other)))
  // What is denied has other words there: any denial of theirs may be it.
  if (known.length === 0) return true
  return theirs.some((negation) =>
    around(negation, source.tokens).some((other) =>
      known.some((token) => mayMeanSame(token, other) || isStripped(token, other)),
    ),
  )
}

function isOfCarrier(place: number, tokens: readonly ClaimToken[]): boolean {
  const next = tokens.slice(place + 1).find(({ text }) => !/^(?:been|be|being|have|has|had|to|yet)$/iu.test(text))
  return next !== undefined && /^(?:taken|used|made|done|given|kept|had)$/iu.test(next.text)
}

/** What a negation turns round, and what stands right before it: `drag was not found`, `was found to be negligible`. */
function around({ place, scope }: Negation, tokens: readonly ClaimToken[]): ClaimToken[] {
  if (onward.test(tokens[place]?.text ?? '')) return scope.flatMap((at) => tokens[at] ?? [])
  const clause = tokens[place]?.clause
  const earlier = tokens
    .slice(0, place)
    .filter((token) => token.isContent && token.clause === clause)
    .slice(-4)
  return [...earlier, ...scope.flatMap((at) => tokens[at] ?? []), ...(tokens[place] ? [tokens[place]] : [])]
}

/** These say nothing of what stands before them. */
const onward = /^(?:without|except|unlike|instead)$/iu

/** `possible` in `impossible`. */
function isStripped(one: ClaimToken, other: ClaimToken): boolean {
  const [short, long] = one.text.length < other.text.length ? [one, other] : [other, one]
  const bare = short.text.toLowerCase()
  return (
    bare.length > 3 &&
    bare.length < long.text.length &&
    affixed.test(long.text) &&
    long.text.toLowerCase().endsWith(bare)
  )
}

const affixed = /^(?:un|non-?|im|ir|il|dis)\p{L}|^in\p{L}+(?:[aei]ble|[ae]nt|ive|ate|al|act|ect|[ei]te|ous)$/iu

/** `did not rise` of what fell; `not possible` of what is impossible. */
function isOppositeDenied(
  { scope }: Negation,
  tokens: readonly ClaimToken[],
  sources: readonly SourceSentence[],
): boolean {
  return scope.some((place) => {
    const token = tokens[place]
    if (token === undefined) return false
    return sources.some(({ tokens: theirs }) =>
      theirs.some((other) => isStripped(token, other) || areOpposite(sidesOf(token.stem), sidesOf(other.stem))),
    )
  })
}

function areOpposite(one: readonly Side[], other: readonly Side[]): boolean {
  return one.some(({ pair, side }) => other.some((theirs) => theirs.pair === pair && theirs.side !== side))
}

/** Whether a claim says what a source denies: most words of what is denied stand in it, and nothing there denies. */
function isAffirmed(
  negation: Negation,
  source: SourceSentence,
  { claim, own }: { claim: ClaimTokens; own: readonly Negation[] },
): boolean {
  const denied = negation.scope.flatMap((place) => source.tokens[place] ?? [])
  if (denied.length === 0) return false
  const matched = claim.tokens.flatMap((token, place) =>
    token.isContent && denied.some((other) => mayMeanSame(token, other)) ? [place] : [],
  )
  const found = denied.filter((other) => claim.tokens.some((token) => token.isContent && mayMeanSame(token, other)))
  if (found.length * 2 <= denied.length && !(found.length > 0 && found[0] === denied[0])) return false
  if (own.some(({ isAffix }) => !isAffix)) return false
  // `not rise` may be said as `fall`.
  return (
    !matched.some(() =>
      claim.tokens.some((token) => denied.some((other) => areOpposite(sidesOf(token.stem), sidesOf(other.stem)))),
    ) && !claim.tokens.some((token) => denied.some((other) => isStripped(token, other) && token.text !== other.text))
  )
}

function affirmedWords({ scope }: Negation, source: SourceSentence, tokens: readonly ClaimToken[]): string {
  const denied = scope.flatMap((place) => source.tokens[place] ?? [])
  const places = tokens.flatMap((token, place) => (denied.some((other) => mayMeanSame(token, other)) ? [place] : []))
  return textOf(tokens, places)
}

/** Words of a claim that turn a direction round: the sources say its opposite of the same things, and not itself. */
function doubtOpposites(claim: ClaimTokens, chosen: readonly SourceSentence[]): Doubt[] {
  const negations = findNegations(claim.tokens)
  return claim.tokens.flatMap((token, place): Doubt[] => {
    const sides = sidesAt(claim.tokens, place)
    if (sides.length === 0) return []
    const isDeniedHere = negations.some(({ isPlain, scope }) => isPlain && scope.includes(place))
    const best = chosen
      .flatMap((source) => compareSides({ sides, place, claim, source, isDeniedHere }) ?? [])
      .sort((one, other) => other.anchors - one.anchors || one.distance - other.distance)[0]
    return best !== undefined && !best.agrees ? [{ kind: 'contradiction', text: token.text }] : []
  })
}

/** `no longer` and `any more` compare nothing; `on` and `off` are opposites of what is switched. */
function sidesAt(tokens: readonly ClaimToken[], place: number): readonly Side[] {
  const [before, token] = [tokens[place - 1]?.text ?? '', tokens[place]]
  if (token === undefined || (/^(?:no|any)$/iu.test(before) && /^(?:more|longer|less)$/iu.test(token.text))) return []
  // The end of March ends nothing.
  if (/^of$/iu.test(tokens[place + 1]?.text ?? '') && /^(?:end|start|beginning)$/iu.test(token.text)) return []
  const isSwitch = /^(?:on|off)$/iu.test(token.text)
  if (token.stem === 'on' && !isSwitch) return []
  if (isSwitch && !/^(?:turn|switch|is$|are$|was$|were$|be$)/iu.test(before)) return []
  return sidesOf(token.stem)
}

type Compared = {
  sides: readonly Side[]
  place: number
  claim: ClaimTokens
  source: SourceSentence
  isDeniedHere: boolean
}

type Comparison = { agrees: boolean; anchors: number; distance: number }

/**
 * How the nearest word of the same pair stands in a sentence, judged by what stands beside both; null when the sentence
 * has none, or none beside the same things.
 */
function compareSides({ sides, place, claim, source, isDeniedHere }: Compared): Comparison | null {
  const theirs = source.tokens.flatMap((_token, at) =>
    sidesAt(source.tokens, at).flatMap((side) => {
      const mine = sides.find(({ pair }) => pair === side.pair)
      return mine === undefined ? [] : [{ at, isSame: mine.side === side.side, isRelation: side.isRelation }]
    }),
  )
  if (theirs.length === 0 || sharedPart(claim, source) < leastShared) return null
  const negations = findNegations(source.tokens)
  const [left, right] = [
    anchor(claim.tokens, place, { step: -1, source }),
    anchor(claim.tokens, place, { step: 1, source }),
  ]
  const anchors = [...left.slice(0, 1), ...right.slice(0, 1)]
  if (anchors.length === 0) return null
  const scored = theirs.map((each) => ({
    ...each,
    distance: anchors.reduce(
      (sum, places) => sum + Math.min(...places.map((other) => distanceIn(source, other, each.at))),
      0,
    ),
  }))
  const nearest = Math.min(...scored.map(({ distance }) => distance))
  const close = scored.filter(({ distance }) => distance <= nearest)
  if (nearest > mostDistance * anchors.length) return null
  const isDeniedThere = (at: number) => negations.some(({ isPlain, scope }) => isPlain && scope.includes(at))
  const isTurned = (at: number, isRelation: boolean) => isRelation && isReversed(left, right, at)
  const agrees = close.some(({ at, isSame, isRelation }) => {
    // `not permitted without prior consent` does not turn `prior` round.
    const denials = isRelation ? [isTurned(at, isRelation)] : [isDeniedHere, isDeniedThere(at)]
    const flips = denials.filter(Boolean).length
    return flips % 2 === 0 ? isSame : !isSame
  })
  return { agrees, anchors: anchors.length, distance: nearest }
}

/** Part of a claim's words that a sentence has to share to speak of the same. */
const leastShared = 0.5

function sharedPart(claim: ClaimTokens, source: SourceSentence): number {
  const content = claim.tokens.filter(({ isContent, stem }) => isContent && sidesOf(stem).length === 0)
  const shared = content.filter((token) => source.tokens.some((other) => other.isContent && mayMeanSame(token, other)))
  return content.length === 0 ? 1 : shared.length / content.length
}

/** What another clause says is said of something else. */
const otherClause = 4

function distanceIn({ tokens }: SourceSentence, one: number, other: number): number {
  return Math.abs(one - other) + (tokens[one]?.clause === tokens[other]?.clause ? 0 : otherClause)
}

/** Words between a direction and what it is said of, at most. */
const mostDistance = 6

/** Places in the source of the nearest word of the claim, before or after, that stands in both. */
function anchor(
  tokens: readonly ClaimToken[],
  from: number,
  { step, source }: { step: 1 | -1; source: SourceSentence },
): number[][] {
  for (let at = from + step; at >= 0 && at < tokens.length && Math.abs(at - from) <= mostDistance; at += step) {
    const token = tokens[at]
    if (token === undefined || !token.isContent || sidesOf(token.stem).length > 0) continue
    const places = source.tokens.flatMap((other, place) =>
      other.isContent && mayMeanSame(token, other) ? [place] : [],
    )
    if (places.length > 0) return [places]
  }
  return []
}

/** Whether what stands before a relation in the claim stands after it in the source. */
function isReversed(left: readonly number[][], right: readonly number[][], at: number): boolean {
  const [before = [], after = []] = [left[0], right[0]]
  if (before.length === 0 || after.length === 0) return false
  return before.every((place) => place > at) && after.every((place) => place < at)
}

function textOf(tokens: readonly ClaimToken[], places: readonly number[]): string {
  return places.flatMap((place) => tokens[place]?.text ?? []).join(' ')
}
