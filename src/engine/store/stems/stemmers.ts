import { scriptOf } from '../../../domain/language/script.ts'
import {
  comparableStem,
  foldWord,
  otherInflection,
  remembering,
  type Stemmer,
  splitQueried,
  splitWords,
  stemWord,
} from '../../../domain/words.ts'
import { lightStem } from './light-endings.ts'
import { snowball, usualLanguage } from './snowball.ts'

/** How the words of a language's texts are stemmed. */
type Stemmers = {
  /** As the keyword index holds them. */
  index: Stemmer
  /** As texts are compared with a question: also joins the few English inflections that the index keeps apart. */
  compare: Stemmer
}

const made = new Map<string, Stemmers>()

/** Snowball's stems of words without vowels, or of codes, may be empty or endless work. */
const longestStemmed = 64

/**
 * The stemmers for texts of a language, by its ISO 639-1 code. A word in another script than the language's is stemmed by
 * the usual language of its own script: English names stay English in a Russian text.
 */
export function stemmersOf(language: string): Stemmers {
  const known = made.get(language)
  if (known !== undefined) return known
  const index = remembering((word) => stemIn(word, language))
  const compare: Stemmer = (word) => (isEnglish(word, language) ? comparableStem(word) : index(word))
  const stemmers = { index, compare }
  made.set(language, stemmers)
  return stemmers
}

function isEnglish(word: string, language: string): boolean {
  return scriptOf(word) === 'latin' && snowball.get(language)?.script !== 'latin' && lightStem('', language) === null
}

function stemIn(word: string, language: string): string {
  if (isEnglish(word, language)) return stemWord(word)
  const lower = word
    .replace(/[\u00ad\u200c\u200d]/gu, '')
    .normalize('NFC')
    .toLowerCase()
  if (lower.length > longestStemmed) return stemWord(word)
  const script = scriptOf(lower)
  if (script === 'arabic') return stemWord(language === 'fa' ? lower.replace(/ه[ا]ی+$/u, '') : word)
  const own = snowball.get(language)
  const { stem } = (own?.script === script ? own : snowball.get(usualLanguage[script] ?? '')) ?? {}
  const stemmed = stem?.(lower) ?? (script === 'latin' ? lightStem(lower, language) : null) ?? lower
  return foldWord(stemmed === '' ? lower : stemmed)
}

/** A text as the index takes it: the stems of its words in order, between spaces. */
export function stemText(text: string, language: string): string {
  const { index } = stemmersOf(language)
  return splitWords(text).map(index).join(' ')
}

/**
 * What texts of the given languages may hold for some words in a row: their stems in each of the languages, and for a
 * single word also those of its writing without marks and of its other inflection. Each once, in the order of the languages.
 */
export function stemsIn(text: string, languages: readonly string[]): string[] {
  const words = splitQueried(text)
  const [only] = words.length === 1 ? words : []
  const inAll = languages.flatMap((language) => {
    const { index } = stemmersOf(language)
    const row = words.map(index).join(' ')
    if (only === undefined) return [row]
    const other = isEnglish(only, language) ? otherInflection(only) : null
    return [row, index(foldWord(only)), ...(other === null ? [] : [index(other)])]
  })
  return [...new Set(inAll)]
}
