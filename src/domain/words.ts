import { porterStem } from './porter-stem.ts'

/** A word of a text: the stem by which it is compared, and where it stands (UTF-16 code units, half-open). */
export type Word = { stem: string; start: number; end: number }

/** A run of characters that the index's tokeniser takes as one word (SQLite FTS5's unicode61: letters, numbers, private use). */
const wordPattern = /[\p{L}\p{N}\p{Co}](?:[\p{L}\p{N}\p{Co}]|[\u0300-\u036f])*/gu
const latinWithMarks = /(\p{Script=Latin})[\u0300-\u036f]+/gu

/** Porter takes one of two equal consonants off before an ending, but not where there is no ending to take off. */
const doubledEnd = /([bcdfghjkmnpqrtvwx])\1$/u

/** Longer words are indexed as they are (FTS5 stems at most 64 bytes). */
const longestStemmed = 64

/** Lower case, without the marks on Latin letters: the form in which the index compares words before it stems them. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replace(latinWithMarks, '$1').normalize('NFC').toLowerCase()
}

/** Texts repeat their words; a stem costs many times as much as a look-up. */
const knownStems = new Map<string, string>()
const mostKnownStems = 20_000

/**
 * The stem under which the keyword index holds a word (Porter, as FTS5's `porter unicode61 remove_diacritics 2`). For
 * English the two agree word for word; for scripts with combining marks they may not, so this may weigh and highlight
 * words but never decides what a search finds.
 */
export function stemWord(word: string): string {
  const known = knownStems.get(word)
  if (known !== undefined) return known
  const folded = foldWord(word)
  const stem = folded.length > longestStemmed ? folded : porterStem(folded)
  if (knownStems.size >= mostKnownStems) knownStems.clear()
  knownStems.set(word, stem)
  return stem
}

/** The words of a text as they are written, in order. */
export function splitWords(text: string): string[] {
  return text.match(wordPattern) ?? []
}

/**
 * The form in which texts are compared with a question. Porter stems `add` to `add` but `adding` to `ad`; here both are
 * `ad`.
 */
export function comparableStem(word: string): string {
  return stemWord(word).replace(doubledEnd, '$1')
}

/**
 * Another inflection that the index stems otherwise, for the few words of which there is one (`add`, `err`); null for all
 * others.
 */
export function otherInflection(word: string): string | null {
  const inflected = `${foldWord(word)}ing`
  return doubledEnd.test(foldWord(word)) && stemWord(inflected) !== stemWord(word) ? inflected : null
}

/** The words of a text with their comparable stems and places, in order. */
export function findWords(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    stem: comparableStem(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }))
}
