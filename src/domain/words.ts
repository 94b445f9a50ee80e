import { stemmer } from 'stemmer'

/** A word of a text: what it is indexed as, and where it stands (UTF-16 code units, half-open). */
export type Word = { stem: string; start: number; end: number }

/** A run of characters that the index's tokeniser takes as one word (SQLite FTS5's unicode61: letters, numbers, private use). */
const wordPattern = /[\p{L}\p{N}\p{Co}](?:[\p{L}\p{N}\p{Co}]|[\u0300-\u036f])*/gu
const latinWithMarks = /(\p{Script=Latin})[\u0300-\u036f]+/gu

/** Longer words are indexed as they are (FTS5 stems at most 64 bytes). */
const longestStemmed = 64

/** Lower case, without the marks on Latin letters: the form in which the index compares words before it stems them. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replace(latinWithMarks, '$1').normalize('NFC').toLowerCase()
}

/**
 * The stem under which the keyword index holds a word (Porter, as FTS5's `porter unicode61 remove_diacritics 2`). For
 * English the two agree word for word; for scripts with combining marks they may not, so this may weigh and highlight
 * words but never decides what a search finds.
 */
export function stemWord(word: string): string {
  const folded = foldWord(word)
  return folded.length < 3 || folded.length > longestStemmed ? folded : stemmer(folded)
}

/** The words of a text as they are written, in order. */
export function splitWords(text: string): string[] {
  return text.match(wordPattern) ?? []
}

/** The words of a text with their stems and places, in order. */
export function findWords(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    stem: stemWord(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }))
}
