/** Words in a row that have to be the same for text to count as repeated: turns of phrase are shorter. */
const shingleWords = 8

/** Words of a request that are looked at; the rest is taken to be like them. Keeps this within some milliseconds. */
const mostWords = 40_000

/** A word, or one character of a script that does not part them. */
const units = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu

/**
 * How much of some texts, as the part of their words from 0 to 1, repeats what stands earlier in them word for word: eight
 * words or more at a stretch, whatever their case and punctuation. Texts are in the order of the request.
 */
export function redundantPart(texts: readonly string[]): number {
  const words: string[] = []
  for (const text of texts) {
    for (const [word] of text.toLowerCase().matchAll(units)) {
      if (words.length === mostWords) break
      words.push(word)
    }
  }
  const seen = new Map<string, number>()
  let repeated = 0
  // Words before this place are counted already.
  let counted = 0
  for (let start = 0; start + shingleWords <= words.length; start++) {
    const shingle = words.slice(start, start + shingleWords).join(' ')
    const first = seen.get(shingle)
    // A text that repeats itself without end would otherwise be its own earlier text.
    if (first === undefined || first + shingleWords > start) {
      if (first === undefined) seen.set(shingle, start)
      continue
    }
    const end = start + shingleWords
    repeated += end - Math.max(start, counted)
    counted = end
  }
  return words.length === 0 ? 0 : repeated / words.length
}
