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
    const alike = (place: number, at: number) =>
      common(claim.tokens, tokens, { from: place - 1, at: at - 1, step: -1 }) +
      common(claim.tokens, tokens, { from: place + 1, at: at + 1, step: 1 })
    // Looked up once a word, not once a pair.
    const once = content.flatMap(({ token, place }) => {
      const [at, more] = tokens.flatMap((other, index) => (other.stem === token.stem ? [index] : []))
      return at === undefined || more !== undefined ? [] : [{ token, place, at }]
    })
    return once.flatMap((one, number) =>
      once.slice(number + 1).flatMap((other): [ClaimToken, ClaimToken][] => {
        if (one.token.isName !== other.token.isName) return []
        const isSwapped = alike(one.place, other.at) >= leastAlike && alike(other.place, one.at) >= leastAlike
        const isInPlace = alike(one.place, one.at) >= leastAlike || alike(other.place, other.at) >= leastAlike
        return isSwapped && !isInPlace ? [[one.token, other.token]] : []
      }),
    )
  })
}
