import { foldArabic } from './arabic.ts'

const plain = /^[A-Za-z0-9]*$/
const word = /^[\p{L}\p{N}\p{Co}\p{M}]*$/u
/** Marks that people leave out: on Latin and Greek letters all, on Cyrillic ones the accents and the dots of ё. */
const marks = /([\p{Script=Latin}\p{Script=Greek}\p{N}])\p{M}+/gu
const cyrillicMarks = /(\p{Script=Cyrillic})[\u0300\u0301]+|([ЕеЁё])\u0308/gu
const hebrewPoints = /[\u0591-\u05c7]/gu
/** Soft hyphens, and the joiners by which Persian and Indian words are shaped. */
const unseen = /[\u00ad\u200c\u200d]/gu
const wholeLetters = /[ßæœøłđðþıς]/gu
const asPlain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}

/**
 * The form in which words are compared before they are stemmed: lower case, without marks that people leave out, in one
 * way of writing each letter (full width, ligatures, the Arabic alefs).
 */
export function foldWord(written: string): string {
  if (plain.test(written)) return written.toLowerCase()
  const bare = written
    .replace(unseen, '')
    .normalize('NFD')
    .replace(marks, '$1')
    .replace(cyrillicMarks, '$1$2')
    .replace(hebrewPoints, '')
  const compatible = bare.normalize('NFKC')
  // What stands for several characters may stand for signs too, as ½ does.
  const folded = (word.test(compatible) ? compatible : bare.normalize('NFC')).toLowerCase()
  return foldArabic(folded.replace(marks, '$1').replace(wholeLetters, (letter) => asPlain[letter] ?? letter))
}
