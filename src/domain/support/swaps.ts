import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { common } from './slots.ts'
import type { Sources } from './sources.ts'

/** What has to be the same around each of two words that are swapped. */
const leastAlike = 1.5

/** Two words of a claim of which each stands where a chosen sentence has the other. */
export function findSwaps(
  claim: ClaimTokens,
  { alignment, sources }: { alignment: Alignment; sources: Sources },
): [ClaimToken, ClaimToken][] {
  const content = claim.tokens.flatMap((token, place) => (token.isContent ? [{ token, place }] : []))
  return alignment.chosen.flatMap((sentence) => {
    const tokens = sources.sentences[sentence]?.tokens ?? []
    const places = ({ stem }: ClaimToken) => tokens.flatMap((other, at) => (other.stem === stem ? [at] : []))
    const alike = (place: number, at: number) =>
      common(claim.tokens, tokens, { from: place - 1, at: at - 1, step: -1 }) +
      common(claim.tokens, tokens, { from: place + 1, at: at + 1, step: 1 })
    return content.flatMap((one, number) =>
      content.slice(number + 1).flatMap((other): [ClaimToken, ClaimToken][] => {
        const [ones, others] = [places(one.token), places(other.token)]
        if (ones.length !== 1 || others.length !== 1 || one.token.isName !== other.token.isName) return []
        const [mine = 0, theirs = 0] = [ones[0], others[0]]
        const isSwapped = alike(one.place, theirs) >= leastAlike && alike(other.place, mine) >= leastAlike
        const isInPlace = alike(one.place, mine) >= leastAlike || alike(other.place, theirs) >= leastAlike
        return isSwapped && !isInPlace ? [[one.token, other.token]] : []
      }),
    )
  })
}
