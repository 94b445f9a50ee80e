import type { Doubt } from '../../contract/answers.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { findNegations } from './negations.ts'
import { type Side, sidesOf } from './opposites.ts'
import { mayMeanSame, type SourceSentence } from './sources.ts'

/** Words of a claim that turn a direction round: the sources say its opposite of the same things, and not itself. */
export function doubtOpposites(claim: ClaimTokens, chosen: readonly SourceSentence[]): Doubt[] {
  const negations = findNegations(claim.tokens)
  return claim.tokens.flatMap((token, place): Doubt[] => {
    const sides = sidesAt(claim.tokens, place)
    if (sides.length === 0) return []
    const isDeniedHere = negations.some(({ isPlain, scope }) => isPlain && scope.includes(place))
    const isHidden = !isDeniedHere && negations.some(({ isPlain, isAffix }) => !isPlain && !isAffix)
    const best = chosen
      .flatMap((source) => compareSides({ sides, place, claim, source, isDeniedHere, isHidden }) ?? [])
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
  /** Whether the claim may deny it in another way: `support was dropped`. */
  isHidden: boolean
}

type Comparison = { agrees: boolean; anchors: number; distance: number }

/**
 * How the nearest word of the same pair stands in a sentence, judged by what stands beside both; null when the sentence
 * has none, or none beside the same things.
 */
function compareSides({ sides, place, claim, source, isDeniedHere, isHidden }: Compared): Comparison | null {
  const theirs = source.tokens.flatMap((_token, at) =>
    sidesAt(source.tokens, at).flatMap((side) => {
      const mine = sides.find(({ pair }) => pair === side.pair)
      return mine === undefined ? [] : [{ at, isSame: mine.side === side.side, ...side }]
    }),
  )
  if (theirs.length === 0 || sharedPart(claim, source) < leastShared || areListed(theirs)) return null
  const negations = findNegations(source.tokens)
  const [left, right] = [
    anchor(claim.tokens, place, { step: -1, source }),
    anchor(claim.tokens, place, { step: 1, source }),
  ]
  const anchors = [...left.slice(0, 1), ...right.slice(0, 1)]
  if (anchors.length === 0) return null
  const distanceOf = (at: number) =>
    anchors.reduce((sum, places) => sum + Math.min(...places.map((other) => distanceIn(source, other, at))), 0)
  const scored = theirs.map((each) => ({ ...each, distance: distanceOf(each.at) }))
  const nearest = Math.min(...scored.map(({ distance }) => distance))
  const close = scored.filter(({ distance }) => distance <= nearest)
  if (nearest > mostDistance * anchors.length) return null
  const own = claim.tokens[place]
  const isSaidNearer = source.tokens.some(
    (other, at) =>
      own !== undefined &&
      other.isContent &&
      mayMeanSame(own, other) &&
      !theirs.some((each) => each.at === at) &&
      distanceOf(at) <= nearest,
  )
  if (isSaidNearer && close.every(({ isSame, isRelation }) => !isSame && !isRelation)) return null
  const areBothDenied =
    negations.some(({ isPlain }) => isPlain) && findNegations(claim.tokens).some(({ isPlain }) => isPlain)
  const isDeniedThere = (at: number) => negations.some(({ isPlain, scope }) => isPlain && scope.includes(at))
  const isExcepted = negations.some(
    ({ place: at, scope }) =>
      /^(?:except|excluding)$/iu.test(source.tokens[at]?.text ?? '') &&
      anchors.some((places) => places.some((p) => scope.includes(p))),
  )
  const isTurned = (at: number, isRelation: boolean) => isRelation && isReversed(left, right, at)
  const agrees = close.some(({ at, isSame, isRelation, isOfMany }) => {
    // What is not red may be green or blue.
    if (isSame && !isRelation && areBothDenied) return true
    if (isOfMany) return isSame || isDeniedHere || isDeniedThere(at)
    // `not permitted without prior consent` does not turn `prior` round.
    const denials = isRelation ? [isTurned(at, isRelation)] : [isDeniedHere, isDeniedThere(at), isExcepted]
    if (!isRelation && isHidden && isDeniedThere(at)) return true
    const flips = denials.filter(Boolean).length
    return flips % 2 === 0 ? isSame : !isSame
  })
  return { agrees, anchors: anchors.length, distance: nearest }
}

/** Words between two that are listed together: `sharp, blunt or flat`. */
const mostListed = 3

function areListed(theirs: readonly { at: number; isSame: boolean }[]): boolean {
  return theirs.some((one) =>
    theirs.some((other) => one.isSame && !other.isSame && Math.abs(one.at - other.at) <= mostListed),
  )
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
    const isNumber = /^\p{N}/u.test(token?.text ?? '')
    if (token === undefined || !(token.isContent || isNumber) || sidesOf(token.stem).length > 0) continue
    const places = source.tokens.flatMap((other, place) =>
      (other.isContent && mayMeanSame(token, other)) || (isNumber && other.text === token.text) ? [place] : [],
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
