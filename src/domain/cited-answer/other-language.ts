import type { Doubt } from '../../contract/answers.ts'
import { detectLanguage, undetermined } from '../language/detect-language.ts'
import type { Sources } from '../support/support-check.ts'
import { readClaims } from './claims.ts'

/** Signs behind a number that make it larger, where they are written without a space. */
const magnitudes: Readonly<Record<string, number>> = {
  百: 100,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  만: 1e4,
  亿: 1e8,
  億: 1e8,
  억: 1e8,
}
const number = /\p{Nd}+(?:[.,٫٬'’\u00a0\u202f]\p{Nd}+)*[百千万萬만亿億억]?/gu

/**
 * Whether an answer is in a language that none of its sources is in: their words can't be compared then. False where the
 * language of either can't be told.
 */
export function isOtherLanguage(markdown: string, sources: readonly string[]): boolean {
  const prose = readClaims(markdown)
    .map(({ text }) => text)
    .join(' ')
  const own = detectLanguage(prose)
  const theirs = new Set(sources.map(detectLanguage))
  theirs.delete(undetermined)
  return own !== undetermined && theirs.size > 0 && !theirs.has(own)
}

/** The numbers of a sentence in another language that its sources do not have, in any notation. */
export function doubtForeignNumbers(sentence: string, sources: Sources): Doubt[] {
  const known = new Set([
    ...sources.texts.flatMap((text) => [...text.matchAll(number)].flatMap(([written]) => readingsOf(written))),
    ...sources.sentences.flatMap(({ quantities }) => quantities.flatMap(({ values }) => values)),
  ])
  return [...sentence.matchAll(number)].flatMap(([written]): Doubt[] =>
    readingsOf(written).some((value) => value === 0 || known.has(value)) ? [] : [{ kind: 'number', text: written }],
  )
}

/** What a number may be: a sign within it groups digits, or begins the part behind the point. */
function readingsOf(written: string): number[] {
  const scale = magnitudes[written.at(-1) ?? ''] ?? 1
  const digits = [...written].map((sign) => (/\p{Nd}/u.test(sign) ? digitOf(sign) : /[\p{L}]/u.test(sign) ? '' : '.'))
  const parts = digits.join('').split('.')
  const whole = Number(parts.join(''))
  const withPoint = Number(`${parts.slice(0, -1).join('')}.${parts.at(-1)}`)
  return (parts.length === 1 ? [whole] : [whole, withPoint]).map((value) => value * scale)
}

/** Digits of every script stand in rows of ten. */
function digitOf(sign: string): string {
  let zero = sign.codePointAt(0) ?? 0
  const code = zero
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(code - zero)
}
