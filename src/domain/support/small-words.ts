import type { Doubt } from '../../contract/answers.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import type { SourceSentence } from './sources.ts'

/** Small words of which one says the opposite of the other, each with what else says the same. */
const pairs = [
  [/^(?:for|favou?r\p{L}*|support\p{L}*)$/iu, /^(?:against|oppos\p{L}*)$/iu],
  [/^(?:with|includ\p{L}*)$/iu, /^(?:without|exclud\p{L}*)$/iu],
] as const

/** Words between a small word and what it goes with. */
const reach = 3

/** `for the plan` of what is against it: the sources say the one small word of what the claim says the other of. */
export function doubtSmallWords({ tokens }: ClaimTokens, sources: readonly SourceSentence[]): Doubt[] {
  return tokens.flatMap((token, place): Doubt[] => {
    if (!/^(?:for|against|with|without)$/iu.test(token.text)) return []
    const next = following(tokens, place)
    const sides = pairs.find((pair) => pair.some((side) => side.test(token.text)))
    if (next === undefined || sides === undefined) return []
    const [own, other] = sides[0].test(token.text) ? sides : [sides[1], sides[0]]
    if (tokens.some(({ text }) => other.test(text))) return []
    const said = sources.flatMap((source) =>
      source.tokens.flatMap(({ text }, at) => (following(source.tokens, at)?.stem === next.stem ? [text] : [])),
    )
    const isTurned = said.some((text) => other.test(text)) && !said.some((text) => own.test(text))
    return isTurned ? [{ kind: 'contradiction', text: `${token.text} ${next.text}` }] : []
  })
}

const asAs = /(?<!\b(?:not|twice|half|times|so|never)\s)\bas\s+(\p{L}+)\s+as\b/giu

/** `more often than` of what is `as often as`. */
export function doubtComparisons(sentence: string, sources: readonly SourceSentence[]): Doubt[] {
  if (!/\bthan\b/u.test(sentence)) return []
  const claimed = /\b(more|less)\s+(\p{L}+)\s+than\b|\b(\p{L}{3,}?)(?:i?er)\s+than\b/iu.exec(sentence)
  const word = (claimed?.[2] ?? claimed?.[3])?.toLowerCase()
  if (claimed === null || word === undefined) return []
  const isEqual = sources.some(({ text }) =>
    [...text.matchAll(asAs)].some(
      (match) => match[1]?.toLowerCase().startsWith(word) && !/^(?:well|soon|long|far|much|many)$/iu.test(match[1]),
    ),
  )
  return isEqual ? [{ kind: 'contradiction', text: claimed[0] }] : []
}

function following(tokens: readonly ClaimToken[], place: number): ClaimToken | undefined {
  return tokens.slice(place + 1, place + 1 + reach).find(({ isContent }) => isContent)
}
