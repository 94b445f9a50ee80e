import { foldWord } from '../language/fold-word.ts'
import { monthNumbers } from './calendar-words.ts'
import type { FoundEntity } from './found-entity.ts'

type Parts = { year: string; month: string; day?: string | undefined }
type Notation = { pattern: RegExp; parts: (groups: readonly string[]) => Parts | null }

const word = String.raw`(\p{L}[\p{L}\p{M}]{2,14})\.?`
const ordinal = String.raw`(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?`
const link = String.raw`(?:,|\s(?:of|de|del|di|d'))?`
const free = String.raw`(?<![\p{L}\p{N}./-])`
const end = String.raw`(?![\p{N}-]|[./]\p{N}|\p{L})`

const notations: readonly Notation[] = [
  { pattern: new RegExp(`${free}(\\d{4})-(\\d{2})-(\\d{2})(?![\\p{N}-])`, 'gu'), parts: yearFirst },
  { pattern: new RegExp(`${free}(\\d{4})[/.](\\d{1,2})[/.](\\d{1,2})${end}`, 'gu'), parts: yearFirst },
  { pattern: /(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?/gu, parts: yearFirst },
  // Between dots the day comes first everywhere.
  {
    pattern: new RegExp(`${free}(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4})${end}`, 'gu'),
    parts: ([day = '', month = '', year = '']) => ({ day, month, year }),
  },
  {
    pattern: new RegExp(`${free}(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4})${end}`, 'gu'),
    parts: ([first = '', , second = '', year = '']) => whicheverFits(first, second, year),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}./-])${ordinal}\s?${link}\s?[-\s]?${word}${link}[-\s]\s?(\d{4})${end}`,
      'gu',
    ),
    parts: ([day = '', name = '', year = '']) => named(name, { day, year }),
  },
  {
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])${word}\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})${end}`, 'gu'),
    parts: ([name = '', day = '', year = '']) => named(name, { day, year }),
  },
  {
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])${word}${link}\s(\d{4})${end}`, 'gu'),
    parts: ([name = '', year = '']) => named(name, { year }),
  },
]

/**
 * Days and months of years, in words and in numbers; `folded` is `2024-03-09` or `2024-03`. A day and a month that can't
 * be told apart (`03/04/2024`) are none, and a year alone says too little to lead from one document to another.
 */
export function findDates(text: string): FoundEntity[] {
  const plain = withPlainDigits(text)
  if (!/\d{4}/u.test(plain)) return []
  return notations.flatMap(({ pattern, parts }) =>
    [...plain.matchAll(pattern)].flatMap((match): FoundEntity[] => {
      const found = parts(match.slice(1))
      const folded = found === null ? null : normalise(found)
      return folded === null ? [] : [{ kind: 'date', folded, start: match.index, end: match.index + match[0].length }]
    }),
  )
}

function yearFirst([year = '', month = '', day]: readonly string[]): Parts {
  return { year, month, day }
}

function named(name: string, rest: Pick<Parts, 'year' | 'day'>): Parts | null {
  const month = monthNumbers.get(foldWord(name))
  return month === undefined ? null : { ...rest, month: String(month) }
}

function whicheverFits(first: string, second: string, year: string): Parts | null {
  if (Number(first) > 12) return { day: first, month: second, year }
  if (Number(second) > 12) return { day: second, month: first, year }
  return first === second ? { day: first, month: second, year } : null
}

function normalise({ year, month, day }: Parts): string | null {
  const [y, m, d] = [Number(year), Number(month), day === undefined ? null : Number(day)]
  if (y < 1000 || y > 2200 || m < 1 || m > 12) return null
  const padded = (number: number) => String(number).padStart(2, '0')
  if (d === null) return `${y}-${padded(m)}`
  const daysInMonth = new Date(Date.UTC(y, m, 0)).getUTCDate()
  return d < 1 || d > daysInMonth ? null : `${y}-${padded(m)}-${padded(d)}`
}

/** Arabic, Persian and full-width digits as those of ASCII; every one is one code unit, so positions stay. */
function withPlainDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/gu, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= 0xff10 ? 0xff10 : code >= 0x06f0 ? 0x06f0 : 0x0660))
  })
}
