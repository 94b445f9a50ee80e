import type { ClaimToken } from './claim-tokens.ts'
import { findNegations, type Negation } from './negations.ts'
import { mayMeanSame, type SourceSentence } from './sources.ts'

/** Whether a sentence denies what a negation of a claim denies: some word of what is denied is the same. */
export function isDenied({ place, scope }: Negation, tokens: readonly ClaimToken[], source: SourceSentence): boolean {
  const all = findNegations(source.tokens).filter(
    ({ isSoft }) => !isSoft || tokens.some(({ text }) => excepting.test(text)),
  )
  if (isOutdone(place, tokens, source)) return true
  // `unused` of what was not taken: a verb that carries others says nothing else.
  if (all.some(({ isAffix }) => isAffix) && isOfCarrier(place, tokens)) return true
  const theirs = all.filter(({ isAffix }) => !isAffix)
  if (theirs.length === 0) return false
  const denied = scope.flatMap((place) => tokens[place] ?? [])
  const known = denied.filter((token) => source.tokens.some((other) => other.isContent && mayMeanSame(token, other)))
  // What is denied has other words there: any denial of theirs may be it.
  if (known.length === 0) return true
  if (known.some(isPrice) && source.tokens.some(({ text }) => /^(?:free|gratis|waived)$/iu.test(text))) return true
  const before = tokens.slice(0, place).filter(({ isContent, clause }) => isContent && clause === tokens[place]?.clause)
  return theirs.some(
    (negation) =>
      around(negation, source.tokens).some((other) =>
        known.some((token) => mayMeanSame(token, other) || isStripped(token, other)),
      ) ||
      // `not by the update` of an update that was not the cause.
      (negation.isPlain &&
        negation.scope.slice(0, 2).some((at) => {
          const other = source.tokens[at]
          return other !== undefined && before.some((token) => mayMeanSame(token, other))
        })),
  )
}

function isPrice({ text }: ClaimToken): boolean {
  return /^(?:fees?|charg\p{L}+|costs?|pay|paid|payable|prices?)$/iu.test(text)
}

/** What lets a denial say the same as `only`, `rather` and their kind. */
const excepting =
  /^(?:except|other|else|outside|before|after|unless|until|than|more|beyond|otherwise|instead|rather|but|any|all|yet|only)$/iu

/** `no bridge is taller` of the tallest; `never before` of what is done for the first time. */
function isOutdone(place: number, tokens: readonly ClaimToken[], source: SourceSentence): boolean {
  const after = tokens.slice(place + 1).map(({ text }) => text)
  const has = (pattern: RegExp) => source.tokens.some(({ text }) => pattern.test(text))
  if (after.some((text) => /^(?:before|previously|earlier)$/iu.test(text)) && has(/^first$/iu)) return true
  return (
    after.some((text) => /^(?:\p{L}{2,}er|more|better|worse)$/iu.test(text)) &&
    has(/^(?:\p{L}{2,}est|most|best|worst)$/iu)
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
export function isStripped(one: ClaimToken, other: ClaimToken): boolean {
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
