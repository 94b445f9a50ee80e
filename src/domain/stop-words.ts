import { foldWord } from './language/fold-word.ts'
import { scriptOf } from './language/script.ts'
import { stopWordLists } from './language/stop-word-lists.ts'

/** Folded, made when a language is first asked for: most threads meet one or two. */
const folded = new Map<string, ReadonlySet<string>>()
const beyondAscii = /[^\p{ASCII}]/u
let inOtherScripts: ReadonlySet<string> | null = null

/** Languages that have a list, as ISO 639-1 codes. */
export const languagesWithStopWords: readonly string[] = Object.keys(stopWordLists)

/** A language's stop words as they are written. */
export function stopWordsOf(language: string): string[] {
  return wordsOf(stopWordLists[language] ?? '')
}

/**
 * Whether a folded word is a stop word of a language, of one without a list an English one; in any script but Latin the word
 * itself tells its language.
 */
export function isStopWord(word: string, language = 'en'): boolean {
  return (
    foldedOf(language in stopWordLists ? language : 'en').has(word) ||
    (beyondAscii.test(word) && wordsOfOtherScripts().has(word))
  )
}

function foldedOf(language: string): ReadonlySet<string> {
  const known = folded.get(language)
  if (known !== undefined) return known
  const words = new Set(stopWordsOf(language).map(foldWord))
  folded.set(language, words)
  return words
}

/** No word of a question is taken for one of another language's in Latin letters. */
function wordsOfOtherScripts(): ReadonlySet<string> {
  inOtherScripts ??= new Set(
    languagesWithStopWords.flatMap((language) => [...foldedOf(language)].filter((word) => scriptOf(word) !== 'latin')),
  )
  return inOtherScripts
}

function wordsOf(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '')
}
