import type { Doubt } from '../../contract/answers.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import type { SourceSentence } from './sources.ts'
import { isKnownWord } from './synonyms.ts'

/** Words between a name and the verb that it goes with. */
const reach = 4

/** Who does what to whom, where a claim says it of others than its sources do, with the same verb. */
export function doubtRoles(claim: ClaimTokens, evidence: readonly SourceSentence[]): Doubt[] {
  return claim.tokens.flatMap((verb, place): Doubt[] => {
    if (!verb.isContent || isNameLike(verb)) return []
    const before = nearestName(claim.tokens, place, -1)
    if (before === null || before.isPassive) return []
    const after = nearestName(claim.tokens, place, 1)
    for (const { tokens } of evidence) {
      for (const [at, other] of tokens.entries()) {
        if (!isSameVerb(verb, other)) continue
        const [theirBefore, theirAfter] = [nearestName(tokens, at, -1), nearestName(tokens, at, 1)]
        if (theirBefore === null || theirBefore.isPassive || theirAfter?.isPassive || after?.isPassive) continue
        const isTurned = after !== null && isSame(before, theirAfter) && isSame(after, theirBefore)
        const isOfAnother =
          sharesObject(claim.tokens.slice(place + 1), tokens.slice(at + 1), other.clause) &&
          !isSame(before, theirBefore) &&
          theirBefore.clause === other.clause &&
          tokens.some(({ stem, clause }) => before.stems.includes(stem) && clause !== other.clause) &&
          !claim.tokens.some(({ stem }) => theirBefore.stems.includes(stem))
        if (isTurned || isOfAnother) return [{ kind: 'name', text: before.text }]
      }
    }
    return []
  })
}

function sharesObject(mine: readonly ClaimToken[], theirs: readonly ClaimToken[], clause: number): boolean {
  const objects = theirs.filter((token) => token.isContent && token.clause === clause)
  return mine.some((token) => token.isContent && objects.some(({ stem }) => stem === token.stem))
}

type Role = { stems: readonly string[]; text: string; clause: number; isPassive: boolean }

/** The name that a verb goes with on one side; passive when `by` or a form of `be` stands between them. */
function nearestName(tokens: readonly ClaimToken[], place: number, step: 1 | -1): Role | null {
  let isPassive = false
  for (let moved = 1; moved <= reach; moved++) {
    const at = place + moved * step
    const token = tokens[at]
    if (token === undefined) return null
    if (/^(?:by|was|were|been|being|is|are|be)$/iu.test(token.text)) isPassive = true
    if (isNameLike(token)) {
      let last = at
      while (isNameLike(tokens[last + step])) last += step
      const own = tokens.slice(Math.min(at, last), Math.max(at, last) + 1)
      return { stems: own.map(({ stem }) => stem), text: token.text, clause: token.clause, isPassive }
    }
    if (token.isContent && step < 0) return null
  }
  return null
}

/** A name, or a sentence's first word that no dictionary knows. */
function isNameLike(token: ClaimToken | undefined): boolean {
  if (token === undefined) return false
  return token.isName || (token.isContent && /^\p{Lu}\p{L}+$/u.test(token.text) && !isKnownWord(token.stem))
}

function isSameVerb(one: ClaimToken, other: ClaimToken): boolean {
  return other.isContent && !isNameLike(other) && one.stem === other.stem
}

function isSame(one: Role, other: Role | null): boolean {
  return other !== null && one.stems.some((stem) => other.stems.includes(stem))
}
