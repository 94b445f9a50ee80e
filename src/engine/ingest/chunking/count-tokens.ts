import { clearMergeCache, countTokens as countEncoded } from 'gpt-tokenizer/encoding/cl100k_base'

/** The encoder's time grows with the square of a word's length, so long text is counted in windows. UTF-16 units. */
const window = 512

/** Documents may hold `<|endoftext|>` and the like as plain words. */
const asPlainText = { disallowedSpecial: new Set<string>() }

/**
 * The tokeniser remembers 100,000 words, and once it has to forget one for each new one it is a hundred times slower. A
 * count sees some hundred words, so it forgets all of them in time.
 */
const countsBetweenClearing = 1_000
let counts = 0

/** Tokens of cl100k_base, in one go: for text of a few thousand characters, since a word as long takes milliseconds. */
export function countTokens(text: string): number {
  if (++counts % countsBetweenClearing === 0) clearMergeCache()
  return countEncoded(text, asPlainText)
}

/** Tokens that were counted in parts, and how many of the cuts between the parts went through what cl100k takes as a word. */
export type TokenCount = { tokens: number; rough: number }

/**
 * The whole has at most so many tokens more than its two parts, when a word was cut. Mostly it has fewer; two more was the
 * most in two million cuts that were searched for the worst, in twelve scripts.
 */
const mostHidden = 2

/** Tokens of text of any length, in linear time, cut at white space where there is any. */
export function countInParts(text: string): TokenCount {
  let count: TokenCount = { tokens: 0, rough: 0 }
  for (let start = 0; start < text.length; ) {
    const end = cutBefore(text, start, Math.min(text.length, start + window))
    const part = { tokens: countTokens(text.slice(start, end)), rough: 0 }
    count = start === 0 ? part : joinCounts(count, part, isCleanCut(text, start))
    start = end
  }
  return count
}

export function joinCounts(first: TokenCount, second: TokenCount, clean: boolean): TokenCount {
  return { tokens: first.tokens + second.tokens, rough: first.rough + second.rough + (clean ? 0 : 1) }
}

/**
 * Whether the text has at most `maximum` tokens, and the best count of them that is known then. It is counted again in one
 * go when the cuts leave that open.
 */
export function fitCount(text: () => string, count: TokenCount, maximum: number): TokenCount | null {
  if (count.tokens > maximum) return null
  if (count.tokens + mostHidden * count.rough <= maximum) return count
  const tokens = countTokens(text())
  return tokens <= maximum ? { tokens, rough: 0 } : null
}

/**
 * Whether cl100k cuts here by itself, so that the parts have as many tokens as the whole: before white space, except that
 * line ends go with the signs before them; and after line ends, unless more of them follow.
 */
export function isCleanCut(text: string, index: number): boolean {
  if (text.charCodeAt(index - 1) === 0x0a) return beginsText(text, index)
  const after = text.charCodeAt(index)
  if (!isSpace(after) || isSpace(text.charCodeAt(index - 1))) return false
  const isLineEnd = after === 0x0a || after === 0x0d
  return !isLineEnd || /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, index - 2), index))
}

/** Whether the line from here on holds anything but white space. */
function beginsText(text: string, index: number): boolean {
  let at = index
  while (at < text.length && isSpace(text.charCodeAt(at))) {
    if (text.charCodeAt(at) === 0x0a || text.charCodeAt(at) === 0x0d) return false
    at++
  }
  return at < text.length && !/\s/.test(text.charAt(at))
}

/**
 * The best place to cut at or before `limit` and after the middle of the piece: before white space (cl100k's words begin
 * with their space), else anywhere that does not part a surrogate pair. Greater than `start` if `limit` is.
 */
export function cutBefore(text: string, start: number, limit: number): number {
  if (limit >= text.length) return text.length
  const middle = start + Math.ceil((limit - start) / 2)
  for (let index = limit; index > middle; index--) {
    if (isSpace(text.charCodeAt(index)) && !isSpace(text.charCodeAt(index - 1))) return index
  }
  const partsPair = isLowSurrogate(text.charCodeAt(limit)) && isHighSurrogate(text.charCodeAt(limit - 1))
  if (!partsPair) return limit
  return limit - 1 > start ? limit - 1 : limit + 1
}

export function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0 || unit === 0x3000
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
