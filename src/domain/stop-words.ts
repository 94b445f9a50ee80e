import { foldWord } from './language/fold-word.ts'
import { scriptOf } from './language/script.ts'
import { stopWordLists } from './language/stop-word-lists.ts'

const folded: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(stopWordLists).map(([language, list]) => [language, new Set(wordsOf(list).map(foldWord))]),
)

/** Those of other scripts than Latin: no word of a question is taken for one of another language's. */
const inOtherScripts: ReadonlySet<string> = new Set(
  [...folded.values()].flatMap((words) => [...words].filter((word) => scriptOf(word) !== 'latin')),
)

/** Languages that have a list, as ISO 639-1 codes. */
export const languagesWithStopWords: readonly string[] = Object.keys(stopWordLists)

/** A language's stop words as they are written. */
export function stopWordsOf(language: string): string[] {
  return wordsOf(stopWordLists[language] ?? '')
}

/** Whether a folded word is a stop word of a language; in any script but Latin the word itself tells its language. */
export function isStopWord(word: string, language = 'en'): boolean {
  return (folded.get(language)?.has(word) ?? false) || inOtherScripts.has(word)
}

function wordsOf(list: string): string[] {
  return list.trim().split(/\s+/)
}
