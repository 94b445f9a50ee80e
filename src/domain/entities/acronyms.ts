import { foldWord } from '../words.ts'
import { joiners, particles } from './name-words.ts'

/** An acronym with what the text says that it stands for. */
export type Definition = { short: string; long: string }

const word = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}’'-]{0,40}`
const acronym = String.raw`[\p{Lu}][\p{Lu}\p{N}&/-]{1,9}s?`
const longThenShort = new RegExp(String.raw`((?:${word}[ \n]){1,9}${word})[ \n]?\([“"']?(${acronym})[”"']?[),;]`, 'gu')
const shortThenLong = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${acronym})[ \n]?\((${word}(?:[ \n]${word}){1,9})\)`,
  'gu',
)

/** `World Health Organization (WHO)`, `WHO (World Health Organization)`: definitions that the letters bear out. */
export function findDefinitions(text: string): Definition[] {
  const before = [...text.matchAll(longThenShort)].map(([, long = '', short = '']) => ({ short, long, isAtEnd: true }))
  const after = [...text.matchAll(shortThenLong)].map(([, short = '', long = '']) => ({ short, long, isAtEnd: false }))
  return [...before, ...after].flatMap(({ short, long, isAtEnd }) => {
    const words = long.split(/\s+/u)
    const most = isAtEnd ? words.length : 1
    for (let from = words.length - 2; from >= words.length - most; from -= 1) {
      const meant = isAtEnd ? words.slice(Math.max(0, from)) : words
      if (spells(meant, short)) return [{ short: short.replace(/s$/u, ''), long: meant.join(' ') }]
    }
    return !isAtEnd && spells(words, short) ? [{ short: short.replace(/s$/u, ''), long }] : []
  })
}

/** Whether the first letters of the words are the acronym's, small words left out or not; a name has capitals. */
function spells(words: readonly string[], short: string): boolean {
  if (!/^[\p{Lu}\p{N}]/u.test(words[0] ?? '')) return false
  const wanted = foldWord(short.replace(/s$/u, '').replace(/[^\p{L}\p{N}]/gu, ''))
  const parts = words.flatMap((each) => each.split('-'))
  const letters = (of: readonly string[]) => of.map((each) => [...foldWord(each)][0] ?? '').join('')
  const isSmall = (each: string) =>
    joiners.has(foldWord(each)) || particles.has(foldWord(each)) || foldWord(each) === 'in'
  const large = parts.filter((each) => !isSmall(each))
  return (
    wanted.length >= 2 && [letters(parts), letters(large), letters(words.filter((w) => !isSmall(w)))].includes(wanted)
  )
}
