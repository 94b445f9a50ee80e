/** Words in a row that have to be the same for text to count as repeated: turns of phrase are shorter. */
const shingleWords = 8

/** Words of a request that are looked at; the rest is taken to be like them. Keeps this within a few milliseconds. */
const mostWords = 12_000

/** A word, or one character of a script that does not part them. */
const units = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu

/** FNV-1a of a word, 32 bits. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193)
  return hash
}

function readWords(texts: readonly string[]): number[] {
  const words: number[] = []
  for (const text of texts) {
    for (const [word] of text.matchAll(units)) {
      if (words.length === mostWords) return words
      words.push(hashWord(word.toLowerCase()))
    }
  }
  return words
}

/** One number for the words from `start`; two stretches of other words share one in four thousand million. */
function hashShingle(words: readonly number[], start: number): number {
  let hash = 0
  for (let index = start; index < start + shingleWords; index++)
    hash = Math.imul(hash, 0x9e3779b1) + (words[index] ?? 0)
  return hash | 0
}

/**
 * How much of some texts, as the part of their words from 0 to 1, repeats what stands earlier in them word for word: eight
 * words or more at a stretch, whatever their case and punctuation. Texts are in the order of the request.
 */
export function redundantPart(texts: readonly string[]): number {
  const words = readWords(texts)
  const seen = new Map<number, number>()
  let repeated = 0
  // Words before this place are counted already.
  let counted = 0
  for (let start = 0; start + shingleWords <= words.length; start++) {
    const shingle = hashShingle(words, start)
    const first = seen.get(shingle)
    if (first === undefined) seen.set(shingle, start)
    // A text that repeats itself without end would otherwise be its own earlier text.
    if (first === undefined || first + shingleWords > start) continue
    const end = start + shingleWords
    repeated += end - Math.max(start, counted)
    counted = end
  }
  return words.length === 0 ? 0 : repeated / words.length
}
