import { lightArabicStem } from './language/arabic.ts'
import { foldWord } from './language/fold-word.ts'
import { scriptOf } from './language/script.ts'
import { hasUnbroken, pairsOf, splitAtScripts } from './language/unbroken-text.ts'
import { porterStem } from './porter-stem.ts'

export { foldWord } from './language/fold-word.ts'

/** A word of a text: the stem by which it is compared, and where it stands (UTF-16 code units, half-open). */
export type Word = { stem: string; start: number; end: number }

/** Gives the form in which the words of a language are compared; the same for all inflections of a word. */
export type Stemmer = (word: string) => string

/** A run of letters, numbers and private characters with their marks, soft hyphens and joiners. */
const wordPattern = /[\p{L}\p{N}\p{Co}](?:[\u00ad\u200c\u200d]*[\p{L}\p{N}\p{Co}\p{M}])*/gu

/** Porter takes one of two equal consonants off before an ending, but not where there is no ending to take off. */
const doubledEnd = /([bcdfghjkmnpqrtvwx])\1$/u

/** Longer words are no words: they are compared as they are. */
const longestStemmed = 64

/** Texts repeat their words; a stem costs many times as much as a look-up. */
export function remembering(stem: Stemmer): Stemmer {
  const known = new Map<string, string>()
  const mostKnown = 20_000
  return (word) => {
    const found = known.get(word)
    if (found !== undefined) return found
    const made = stem(word)
    if (known.size >= mostKnown) known.clear()
    known.set(word, made)
    return made
  }
}

/** Whether a text has only characters of ASCII. */
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, control characters included
  return /^[\u0000-\u007f]*$/.test(text)
}

/** The stem of a word of which no language is known: Latin letters by Porter, Arabic ones by light10, others as they are. */
export const stemWord: Stemmer = remembering((word) => {
  const folded = foldWord(word)
  if (folded.length > longestStemmed) return folded
  const script = scriptOf(folded)
  if (script === 'arabic') return lightArabicStem(folded)
  return script === 'latin' ? porterStem(folded) : folded
})

/**
 * The words of a text as they are written, in order. Of scripts without spaces between words, each letter with the one
 * after it: what is a word there is asked of a query only.
 */
export function splitWords(text: string): string[] {
  // Most texts are, and this takes a quarter of the time.
  if (isAscii(text)) return text.match(/[A-Za-z0-9]+/g) ?? []
  const words = text.match(wordPattern) ?? []
  if (!hasUnbroken(text)) return words
  return words.flatMap((word) => placesWithin(word).map(({ start, end }) => word.slice(start, end)))
}

/**
 * The parts of what a query looks for as they stand in a row in the texts that hold it. The last one may be one letter of
 * a script without spaces: it is then the beginning of a part.
 */
export function splitQueried(text: string): string[] {
  if (!hasUnbroken(text)) return text.match(wordPattern) ?? []
  const places = [...text.matchAll(wordPattern)].flatMap((match) =>
    placesWithin(match[0]).map(({ start, end }) => ({ start: match.index + start, end: match.index + end })),
  )
  // In a text, another letter may follow the last one of this.
  if (places.length > 1 && places.at(-1)?.end === places.at(-2)?.end) places.pop()
  return places.map(({ start, end }) => text.slice(start, end))
}

function placesWithin(word: string): { start: number; end: number }[] {
  if (!hasUnbroken(word)) return [{ start: 0, end: word.length }]
  return splitAtScripts(word).flatMap(({ start, end, unbroken }) =>
    unbroken
      ? pairsOf(word.slice(start, end)).map((pair) => ({ start: start + pair.start, end: start + pair.end }))
      : [{ start, end }],
  )
}

/**
 * The form in which texts are compared with a question. Porter stems `add` to `add` but `adding` to `ad`; here both are
 * `ad`.
 */
export function comparableStem(word: string): string {
  return stemWord(word).replace(doubledEnd, '$1')
}

/**
 * Another inflection that the index stems otherwise, for the few English words of which there is one (`add`, `err`); null
 * for all others.
 */
export function otherInflection(word: string): string | null {
  const inflected = `${foldWord(word)}ing`
  return doubledEnd.test(foldWord(word)) && stemWord(inflected) !== stemWord(word) ? inflected : null
}

/** The words of a text with their comparable stems and places, in order. */
export function findWords(text: string, stem: Stemmer = comparableStem): Word[] {
  return [...text.matchAll(wordPattern)].flatMap((match) =>
    placesWithin(match[0]).map(({ start, end }) => ({
      stem: stem(match[0].slice(start, end)),
      start: match.index + start,
      end: match.index + end,
    })),
  )
}
