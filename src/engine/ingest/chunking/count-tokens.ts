import { clearMergeCache, countTokens as countEncoded } from 'gpt-tokenizer/encoding/cl100k_base'

/** The encoder's time grows with the square of a word's length, so text is counted in windows. UTF-16 units. */
const window = 512

/** Documents may hold `<|endoftext|>` and the like as plain words. */
const asPlainText = { disallowedSpecial: new Set<string>() }

/**
 * The tokeniser remembers 100,000 words, and once it has to forget one for each new one it is a hundred times slower. A
 * window has about a hundred words, so it forgets all of them in time.
 */
const windowsBetweenClearing = 1_000
let windows = 0

function countWindow(text: string): number {
  if (++windows % windowsBetweenClearing === 0) clearMergeCache()
  return countEncoded(text, asPlainText)
}

/**
 * Tokens of cl100k_base in text of any length, in linear time. Text longer than a window is cut at white space where there
 * is any, which changes the sum by less than one token a cut.
 */
export function countTokens(text: string): number {
  let tokens = 0
  for (let start = 0; start < text.length; ) {
    const end = cutBefore(text, start, Math.min(text.length, start + window))
    tokens += countWindow(text.slice(start, end))
    start = end
  }
  return tokens
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
