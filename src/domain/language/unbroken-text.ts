import type { Span } from '../../contract/common.ts'

/** Letters of scripts that are written without spaces between words, and Korean, whose words carry their particles. */
const letter =
  '\\p{Script=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const anywhere = new RegExp(`[${letter}]`, 'u')
const runs = new RegExp(`(?:[${letter}][\\p{M}\\u200c\\u200d]*)+|[^${letter}]+`, 'gu')
/** A letter with the marks on it: half of a Thai syllable would be found in half of all syllables. */
const unitPattern = /\P{M}[\p{M}\u200c\u200d]*/gu

/** Whether a text has letters of a script without spaces. */
export function hasUnbroken(text: string): boolean {
  return anywhere.test(text)
}

/** The parts of a word that changes between scripts with and without spaces (`iPhone手机`), in order. */
export function splitAtScripts(word: string): (Span & { unbroken: boolean })[] {
  return [...word.matchAll(runs)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    unbroken: anywhere.test(match[0]),
  }))
}

/**
 * Overlapping pairs of letters, one at each letter, and the last letter alone: any word inside is a row of pairs, and each
 * letter is the beginning of exactly one of them.
 */
export function pairsOf(run: string): Span[] {
  const units = [...run.matchAll(unitPattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
  return units.map(({ start, end }, place) => ({ start, end: units[place + 1]?.end ?? end }))
}

/** The pairs that stand for a word in the middle of a text: without the last letter alone, unless it is the only one. */
export function pairsWithin(word: string): string[] {
  const pairs = pairsOf(word).map(({ start, end }) => word.slice(start, end))
  return pairs.length > 1 ? pairs.slice(0, -1) : pairs
}

/** Whether this is one letter of a script without spaces: it is found as the beginning of a pair. */
export function isOneLetter(text: string): boolean {
  return hasUnbroken(text) && pairsOf(text).length === 1
}
