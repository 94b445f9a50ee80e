import type { Doubt } from '../../contract/answers.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { isDenied, isStripped } from './denials.ts'
import { findNegations, lifting, type Negation } from './negations.ts'
import { areOpposite, sidesOf } from './opposites.ts'
import { mayMeanSame, type SourceSentence } from './sources.ts'

/** Where a claim denies what its evidence says, or says what its best evidence denies. */
export function doubtNegations(claim: ClaimTokens, evidence: readonly SourceSentence[]): Doubt[] {
  const [first, ...others] = evidence
  if (first === undefined) return []
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
  return [...doubts, ...dropped, ...doubtRefusals(claim, { first, own }), ...doubtAffixes(claim, { first, own })]
}

/** `refused to pay` of what was paid: all that is denied is said, and nothing there denies. */
function doubtRefusals(
  claim: ClaimTokens,
  { first, own }: { first: SourceSentence; own: readonly Negation[] },
): Doubt[] {
  if (findNegations(first.tokens).length > 0) return []
  const isSaid = (token: ClaimToken) => first.tokens.some((other) => other.isContent && mayMeanSame(token, other))
  return own.flatMap(({ place, scope }): Doubt[] => {
    const token = claim.tokens[place]
    if (token === undefined || !refusing.test(token.text) || isSaid(token)) return []
    const denied = scope.flatMap((at) => claim.tokens[at] ?? [])
    const isTurned = denied.length > 0 && denied.every(isSaid)
    return isTurned ? [{ kind: 'negation', text: textOf(claim.tokens, [place, ...scope]) }] : []
  })
}

const refusing = /^(?:refus|fail(?!ure)|declin|neglect|unable|prevent)\p{L}*$/iu

/** `unpaid` of what is paid, and `paid` of what is unpaid. */
function doubtAffixes(
  claim: ClaimTokens,
  { first, own }: { first: SourceSentence; own: readonly Negation[] },
): Doubt[] {
  if (own.some(({ isPlain }) => isPlain) || findNegations(first.tokens).some(({ isPlain }) => isPlain)) return []
  return claim.tokens.flatMap((token): Doubt[] => {
    if (!token.isContent || first.tokens.some((other) => other.isContent && other.stem === token.stem)) return []
    const isTurned = first.tokens.some((other) => isStripped(token, other))
    return isTurned ? [{ kind: 'negation', text: token.text }] : []
  })
}

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
  if (tellsWhy(negation, source, claim)) return false
  const found = denied.filter((other) => claim.tokens.some((token) => token.isContent && mayMeanSame(token, other)))
  if (found.length * 2 <= denied.length && !(found.length > 0 && found[0] === denied[0])) return false
  if (own.some(({ isAffix, isSoft }) => !isAffix && !isSoft)) return false
  // `not rise` may be said as `fall`.
  return (
    !matched.some(() =>
      claim.tokens.some((token) => denied.some((other) => areOpposite(sidesOf(token.stem), sidesOf(other.stem)))),
    ) && !claim.tokens.some((token) => denied.some((other) => isStripped(token, other) && token.text !== other.text))
  )
}

/** `cutting it hot spoils it` of what must not be cut hot, or else it is spoilt. */
function tellsWhy({ place }: Negation, { text: sentence, tokens }: SourceSentence, claim: ClaimTokens): boolean {
  const after = tokens.findIndex(
    ({ text, start }, at) =>
      at > place &&
      (/^(?:otherwise|because|since)$/iu.test(text) ||
        (/^(?:or|as)$/iu.test(text) && sentence.slice(tokens[at - 1]?.end, start).includes(','))),
  )
  const reasons = after < 0 ? [] : tokens.slice(after).filter(({ isContent }) => isContent)
  return reasons.some((reason) => claim.tokens.some((token) => token.isContent && token.stem === reason.stem))
}

function affirmedWords({ scope }: Negation, source: SourceSentence, tokens: readonly ClaimToken[]): string {
  const denied = scope.flatMap((place) => source.tokens[place] ?? [])
  const places = tokens.flatMap((token, place) => (denied.some((other) => mayMeanSame(token, other)) ? [place] : []))
  return textOf(tokens, places)
}

function textOf(tokens: readonly ClaimToken[], places: readonly number[]): string {
  return places.flatMap((place) => tokens[place]?.text ?? []).join(' ')
}
