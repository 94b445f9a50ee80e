import type { Doubt } from '../../contract/answers.ts'
import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { areOfOneKind } from './kinds.ts'
import { isLightWord } from './light-words.ts'
import { areOpposite, type Side, sidesOf } from './opposites.ts'
import { findSlots, type Slot } from './slots.ts'
import type { Sources } from './sources.ts'
import { findSwaps } from './swaps.ts'
import { isVerb } from './synonyms.ts'

/**
 * How much of what is around words has to be the same for them to be put in others' stead: `some` and `all` of them stand in
 * another sentence, `between` is one word for one, `verb` of verbs, which are reworded the most.
 */
const least = { before: 1, opposite: 1, ofOneKind: 1, between: 1.5, other: 2.5, verb: 3, some: 2.5, all: 3 }

/**
 * Words of a claim that stand where its sources have others, with the same words around them. A wording of one's own
 * seldom leaves so much as it was.
 */
export function doubtSubstitutions(claim: ClaimTokens, at: { alignment: Alignment; sources: Sources }): Doubt[] {
  const swapped = findSwaps(claim, at).map(
    ([one, other]): Doubt => ({ kind: 'contradiction', text: `${one.text} ${other.text}` }),
  )
  const substituted = findSlots(claim, at).flatMap((slot): Doubt[] => {
    const own = slot.places.flatMap((place) => claim.tokens[place] ?? [])
    const kind = own.every(({ isName }) => isName) ? null : judge(slot, own)
    return kind === null ? [] : [{ kind, text: own.map(({ text }) => text).join(' ') }]
  })
  return [...swapped, ...substituted]
}

/** What is in doubt about words that stand in others' stead, if anything. */
function judge(
  { before, after, instead, elsewhere }: Slot,
  own: readonly ClaimToken[],
): 'contradiction' | 'claim' | null {
  const around = before + after
  const isAny = (test: (one: ClaimToken, other: ClaimToken) => boolean) =>
    own.some((one) => instead.some((other) => test(one, other)))
  if (around >= least.opposite && isAny((one, other) => areOpposite(absolute(one), absolute(other)))) {
    return 'contradiction'
  }
  const isKindred = isAny((one, other) => areOfOneKind(one.stem, other.stem))
  if (elsewhere === 'none' && around >= least.ofOneKind && isKindred) return 'claim'
  if (own.every(({ stem }) => isLightWord(stem)) || !instead.some(({ isContent }) => isContent)) return null
  const isOneForOne = own.length === 1 && instead.length === 1 && before > 0 && after > 0
  const needed =
    elsewhere !== 'none'
      ? least[elsewhere]
      : own.every(({ stem, text }) => isVerb(stem, text))
        ? least.verb
        : isOneForOne
          ? least.between
          : least.other
  const isBeside = before >= least.before || (elsewhere === 'none' && isOneForOne)
  return isBeside && around >= needed ? 'claim' : null
}

/** The sides of a word without those that only order two things, which may stand in another order here. */
function absolute({ stem }: ClaimToken): Side[] {
  return sidesOf(stem).filter(({ isRelation }) => !isRelation)
}
