import type { FoundEntity } from './found-entity.ts'

/** A way of writing identifiers, and the form by which two of them are the same; null for what turns out to be none. */
type Notation = { pattern: RegExp; fold: (match: RegExpMatchArray) => string | null }

const lower = (match: RegExpMatchArray): string => match[0].toLowerCase()
const squeezed = (written: string): string => written.toLowerCase().replace(/[\s-]+/gu, ' ')

/** The telling ones first: what an earlier one takes, no later one sees. */
const notations: readonly Notation[] = [
  {
    pattern: /\bISBN(?:-1[03])?:?\s{0,3}(\d(?:[\s-]?\d){8,11}[\s-]?[\dXx])(?!\d)/giu,
    fold: ([, digits = '']) => foldIsbn(digits),
  },
  { pattern: /\bISSN:?\s{0,3}(\d{4}-?\d{3}[\dXx])\b/giu, fold: ([, digits = '']) => foldIssn(digits) },
  {
    pattern: /(?<![\p{L}\p{N}.])10\.\d{4,9}\/[^\s"<>|]{2,200}/giu,
    fold: ([whole]) => `doi ${whole.toLowerCase()}`,
  },
  { pattern: /\barxiv:\s?(\d{4}\.\d{4,5})(?:v\d+)?\b/giu, fold: ([, number]) => `arxiv ${number}` },
  { pattern: /\bRFC[\s-]?(\d{1,5})\b/gu, fold: ([, number]) => `rfc ${Number(number)}` },
  { pattern: /\bCVE-\d{4}-\d{4,7}\b/giu, fold: lower },
  {
    pattern:
      /\b(?:(?:ISO|IEC)(?:\/(?:IEC|IEEE|TS|TR|PAS)){0,2}|IEEE|DIN(?:\s(?:EN|ISO|VDE)){0,2}|EN(?:\sISO)?|ANSI|ASTM|NIST\sSP|FIPS|BS)[\s-]{1,2}[A-Z]?\d{1,6}(?:[.-]\d{1,4}){0,3}(?::\d{4})?\b/gu,
    fold: ([whole]) => squeezed(whole.replace(/:\d{4}$/u, '')),
  },
  {
    pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu,
    fold: lower,
  },
  { pattern: /\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b/gu, fold: ([whole]) => foldIban(whole) },
  // Issue keys (`PROJ-142`), part and order numbers (`XK-4420-B`, `2024/INV-0031`), and codes without a sign (`EN50128A`).
  {
    pattern: /(?<![\p{L}\p{N}_./-])[A-Z0-9]{1,16}(?:[-/_.][A-Z0-9]{1,16}){1,6}(?![\p{L}\p{N}_-])/gu,
    fold: ([whole]) => (isCode(whole) ? whole.toLowerCase() : null),
  },
  {
    pattern: /(?<![\p{L}\p{N}_./-])[A-Z]{2,6}\d{3,10}[A-Z0-9]{0,6}(?![\p{L}\p{N}_-])/gu,
    fold: lower,
  },
]

/** Codes by which things are named: books, articles, standards, issues, parts, accounts. Those with a check digit are checked. */
export function findIdentifiers(text: string): FoundEntity[] {
  return notations.flatMap(({ pattern, fold }) =>
    [...text.matchAll(pattern)].flatMap((match): FoundEntity[] => {
      const folded = fold(match)
      if (folded === null) return []
      const trimmed = match[0].replace(/[.,;:)\]]+$/u, '')
      const gone = match[0].length - trimmed.length
      return [
        {
          kind: 'identifier',
          folded: gone === 0 ? folded : folded.slice(0, folded.length - gone),
          start: match.index,
          end: match.index + trimmed.length,
        },
      ]
    }),
  )
}

/** Letters and digits both; no number with signs, no size (`4K-8K`), no version alone. */
function isCode(written: string): boolean {
  return written.length >= 4 && /[A-Z]{2,}|[A-Z].*\d{2,}|\d{2,}.*[A-Z]/u.test(written) && /\d/u.test(written)
}

function digitsOf(written: string): number[] {
  return [...written.toUpperCase()].flatMap((sign) => (sign === 'X' ? [10] : /\d/u.test(sign) ? [Number(sign)] : []))
}

/** Both lengths as the longer one. */
function foldIsbn(written: string): string | null {
  const digits = digitsOf(written)
  if (digits.length === 10) {
    const isRight = digits.reduce((sum, digit, place) => sum + digit * (10 - place), 0) % 11 === 0
    return isRight ? `isbn ${withCheck([9, 7, 8, ...digits.slice(0, 9)])}` : null
  }
  const isRight = digits.length === 13 && withCheck(digits.slice(0, 12)) === digits.join('')
  return isRight ? `isbn ${digits.join('')}` : null
}

function withCheck(digits: readonly number[]): string {
  const sum = digits.reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0)
  return `${digits.join('')}${(10 - (sum % 10)) % 10}`
}

function foldIssn(written: string): string | null {
  const digits = digitsOf(written)
  const sum = digits.reduce((total, digit, place) => total + digit * (8 - place), 0)
  return digits.length === 8 && sum % 11 === 0 ? `issn ${written.replace('-', '').toLowerCase()}` : null
}

function foldIban(written: string): string | null {
  const bare = written.replace(/\s/gu, '')
  if (bare.length < 15 || bare.length > 34) return null
  const moved = bare.slice(4) + bare.slice(0, 4)
  const numeric = moved.replace(/[A-Z]/gu, (letter) => String(letter.charCodeAt(0) - 55))
  const rest = [...numeric].reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0)
  return rest === 1 ? `iban ${bare.toLowerCase()}` : null
}
