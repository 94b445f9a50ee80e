/** Writing systems that words are treated differently in; `other` for the rest, digits included. */
export type Script = (typeof scripts)[number][0] | 'other'

const scripts = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['tamil', /\p{Script=Tamil}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['han', /\p{Script=Han}/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['thai', /\p{Script=Thai}/u],
] as const

const plainLatin = /[A-Za-z]/

/** The script of a word: that of its first letter of which one is known here. */
export function scriptOf(word: string): Script {
  if (plainLatin.test(word)) return 'latin'
  for (const letter of word) {
    const found = scripts.find(([, pattern]) => pattern.test(letter))
    if (found !== undefined) return found[0]
  }
  return 'other'
}
