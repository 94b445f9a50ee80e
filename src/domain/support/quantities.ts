import { findClockTimes } from './clock-times.ts'
import { findDates } from './dates-in-text.ts'
import { compoundUnitOf, type Unit, unitOf } from './units-of-measure.ts'
import { findWrittenNumbers } from './written-numbers.ts'

/**
 * A number of a text, whatever it is written as: `1,200`, `1.2 thousand`, `twelve hundred`; `5 %`, `five per cent`;
 * `half`; `twice`; a month of a date; a time of day in minutes.
 */
export type Quantity = {
  /** With its unit, half-open in UTF-16 code units. */
  start: number
  end: number
  kind: 'number' | 'month' | 'times' | 'occasions' | 'clock'
  /** More than one where the notation allows more than one reading. */
  values: number[]
  unit: Unit | null
  /** Said to be about so much, or more, or less. */
  isRough: boolean
  /** Of a number that may say nothing, as in `one of them`. */
  isWeak: boolean
}

const sign = String.raw`US\$|[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|NOK|SEK|DKK|JPY|INR)(?=\s?\d)`
const grouped = String.raw`\d{1,3}(?:[,.'’\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?: \d{3})+(?![\d])`
const plain = String.raw`\d+(?:[.,]\d+)?|\.\d+`
const power = String.raw`(?:\s*[x×*]\s*10\s*(?:\^|\*\*)?\s*([-−+]?\d+))?`
const magnitudeWord = String.raw`(?:(?:\s|-)*(hundred|thousand|million|billion|trillion|mn|bn|tn)\b|(k|K|M|B)(?![\p{L}\p{N}]))?`
const ordinalEnd = String.raw`(?:st|nd|rd|th)?`
const digits = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])(?<minus>[-−](?=[\d.]))?(?<currency>${sign})?\s?(?<number>${grouped}|${plain})${power}${magnitudeWord}${ordinalEnd}(?![\p{N}])`,
  'gu',
)

const magnitudes: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  mn: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
  b: 1e9,
  trillion: 1e12,
  tn: 1e12,
}

const fractions: readonly (readonly [RegExp, number])[] = [
  [/\bthree[\s-]quarters\b|¾/giu, 0.75],
  [/\btwo[\s-]thirds\b|⅔/giu, 2 / 3],
  [/\b(?:one|a)[\s-]third\b|⅓/giu, 1 / 3],
  [/\b(?:one|a)[\s-]quarter\b|¼/giu, 0.25],
  [/\b(?:one|a)[\s-]fifth\b/giu, 0.2],
  [/\b(?:one|a)[\s-]tenth\b/giu, 0.1],
  [/\b(?:(?:one|a)[\s-])?half\b(?!-)|½/giu, 0.5],
  ...(['two', 'three', 'four'] as const).map(
    (count, place) => [new RegExp(String.raw`\b${count}[\s-]fifths\b`, 'giu'), (place + 2) / 5] as const,
  ),
]

/** `half an hour`, `the first half year`, `a quarter of an hour`. */
const partOfOne =
  /\b(half|three[\s-]quarters|(?:a\s+)?quarter)\s+(?:of\s+)?an?\s+(\p{L}+)|\bhalf[\s-](year|hour|month|day|century|decade|million|billion)\b/giu

/** `an hour and a half`. */
const andPart = /\b(an?|\p{L}+|\d+)\s+(\p{L}+)\s+and\s+a\s+(half|quarter)\b/giu

/** `within an hour` beside `60 minutes`; nothing is doubted for it. `5 euros an hour` is none. */
const oneOf =
  /\b(?:in|within|for|after|about|around|roughly|nearly|almost|of|over|under|than|lasts?|lasted|takes?|took|every|needs?|least|most)\s+an?\s+((?:half\s+)?(?:minute|hour|day|week|fortnight|month|year|decade|century))\b/giu

const multiples: readonly (readonly [RegExp, number])[] = [
  [/\b(?:twice|doubl(?:e|ed|es|ing)|two-?fold)\b/giu, 2],
  [/\b(?:thrice|tripl(?:e|ed|es|ing)|trebled?|three-?fold)\b/giu, 3],
  [/\b(?:quadrupl(?:e|ed|es|ing)|four-?fold)\b/giu, 4],
  [/\b(?:ten-?fold)\b/giu, 10],
  [/\bhalv(?:e|ed|es|ing)\b/giu, 0.5],
]

const ordinals =
  'third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
    .split(' ')
    .map((name, place) => [name, place + 3] as const)
const ordinalPattern = new RegExp(String.raw`\b(?:${ordinals.map(([name]) => name).join('|')})\b`, 'giu')

const rough =
  /(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca\.?|over|under|above|below|more than|less than|fewer than|up to|at least|at most|close to|just|exceed(?:s|ed|ing)?|order of)|[~≈<>≤≥])\s*(?:a\s+|an\s+|the\s+)?[$€£¥]?$/iu

/** Every number of a text with its unit, in the order in which they stand. */
export function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = findDates(text).map((part) => ({ ...part, unit: null, isRough: false, isWeak: false }))
  const isFree = ({ start, end }: { start: number; end: number }) =>
    found.every((other) => end <= other.start || start >= other.end)
  const add = (quantity: Omit<Quantity, 'isRough' | 'isWeak'> & { isWeak?: boolean }) => {
    if (!isFree(quantity)) return
    found.push({
      isWeak: false,
      ...quantity,
      isRough: rough.test(text.slice(Math.max(0, quantity.start - 24), quantity.start)),
    })
  }
  for (const time of findClockTimes(text)) add({ ...time, kind: 'clock', unit: null })
  for (const match of text.matchAll(partOfOne)) {
    const [whole, part = '', other, name = other ?? ''] = match
    const scale = magnitudes[name.toLowerCase()]
    const unit = unitOf(name)
    if (unit === null && scale === undefined) continue
    const share = /^three/iu.test(part) ? 0.75 : /quarter/iu.test(part) ? 0.25 : 0.5
    const end = match.index + whole.length
    add({ start: match.index, end, kind: 'number', values: [share * (scale ?? 1)], unit })
  }
  for (const match of text.matchAll(
    /\b(First|Second)(?=\s+\p{Lu})|(?<=\p{Lu}\p{L}+\s)(?:I{1,3}|IV|VI{0,3}|IX|X)\b/gu,
  )) {
    const value = match[1] === undefined ? fromRoman(match[0]) : ['First', 'Second'].indexOf(match[1]) + 1
    add({
      start: match.index,
      end: match.index + match[0].length,
      kind: 'number',
      values: [value],
      unit: null,
      isWeak: value < 2,
    })
  }
  for (const match of text.matchAll(andPart)) {
    const [whole, count = '', name = '', part = ''] = match
    const full = /^\d/u.test(count) ? Number(count) : (findWrittenNumbers(count)[0]?.value ?? 1)
    const values = [full + (/half/iu.test(part) ? 0.5 : 0.25)]
    const unit = unitOf(name)
    if (unit !== null) add({ start: match.index, end: match.index + whole.length, kind: 'number', values, unit })
  }
  for (const [pattern, value] of fractions) {
    for (const {
      0: { length },
      index,
    } of text.matchAll(pattern)) {
      add({ start: index, end: index + length, kind: 'number', values: [value * 100], unit: unitOf('%') })
    }
  }
  for (const [pattern, value] of multiples) {
    for (const {
      0: { length },
      index,
    } of text.matchAll(pattern)) {
      add({ start: index, end: index + length, kind: 'times', values: [value], unit: null })
    }
  }
  for (const match of text.matchAll(digits)) add(readDigits(text, match))
  for (const { start, end, value } of findWrittenNumbers(text)) {
    const unit = unitAfter(text, end)
    add({
      start,
      end: unit.end,
      kind: kindOf(text, { start, end }),
      values: [value],
      unit: unit.unit,
      isWeak: value < 2 && unit.unit === null,
    })
  }
  for (const { 0: name, index } of text.matchAll(/\bsecond(?=\s+(?:\p{L}+est|most|half|time)\b)/gu)) {
    add({ start: index, end: index + name.length, kind: 'number', values: [2], unit: null })
  }
  for (const { 0: name, index } of text.matchAll(ordinalPattern)) {
    const value = ordinals.find(([known]) => known === name.toLowerCase())?.[1] ?? 0
    add({ start: index, end: index + name.length, kind: 'number', values: [value], unit: null })
  }
  for (const match of text.matchAll(oneOf)) {
    const unit = unitOf(match[1] ?? '')
    const start = match.index + match[0].length - (match[1] ?? '').length
    add({ start, end: match.index + match[0].length, kind: 'number', values: [1], unit, isWeak: true })
  }
  return found.sort((one, other) => one.start - other.start)
}

const romans = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X']

function fromRoman(text: string): number {
  return romans.indexOf(text) + 1
}

/** `3-fold` and `a factor of 3` multiply; `3 times` may, or count occasions. */
function kindOf(text: string, { start, end }: { start: number; end: number }): Quantity['kind'] {
  if (/^\s+times\b/iu.test(text.slice(end, end + 8))) return 'occasions'
  const isFactor =
    /^-?\s?fold\b/iu.test(text.slice(end, end + 8)) ||
    /factor of\s*$/iu.test(text.slice(Math.max(0, start - 12), start))
  return isFactor ? 'times' : 'number'
}

function readDigits(text: string, match: RegExpExecArray): Omit<Quantity, 'isRough' | 'isWeak'> {
  const { minus, currency, number = '' } = match.groups ?? {}
  const [, , , , exponent, word, letter] = match
  const scale =
    10 ** Number((exponent ?? '0').replace('−', '-')) * (magnitudes[(word ?? letter ?? '').toLowerCase()] ?? 1)
  const values = readings(number).map((value) => value * scale * (minus === undefined ? 1 : -1))
  const end = match.index + match[0].length
  if (currency !== undefined) return { start: match.index, end, kind: 'number', values, unit: unitOf(currency) }
  // The 1990s are no seconds.
  const after = /^\d{4}$/u.test(number) && text[end] === 's' ? { unit: null, end: end + 1 } : unitAfter(text, end)
  // `5 million year on year` counts no years.
  if (
    values.every((value) => value > 1) &&
    /^\s(?:second|minute|hour|day|week|month|year)$/iu.test(text.slice(end, after.end))
  ) {
    return { start: match.index + whitespaceOf(match[0]), end, kind: 'number', values, unit: null }
  }
  const start = match.index + whitespaceOf(match[0])
  return { start, end: after.end, kind: kindOf(text, { start, end }), values, unit: after.unit }
}

function whitespaceOf(text: string): number {
  return text.length - text.trimStart().length
}

/** `1.234` and `1,234` may be more than a thousand or a little more than one. */
function readings(number: string): number[] {
  const bare = number.replace(/['’\s\u00a0\u202f]/gu, '')
  const marks = bare.replace(/\d/gu, '')
  const asThousands = Number(bare.replace(/[.,]/gu, ''))
  if (marks === '') return [asThousands]
  if (marks.length > 1) {
    const last = marks.at(-1) ?? ''
    if (marks.indexOf(last) === marks.length - 1) {
      const whole = bare.slice(0, bare.lastIndexOf(last)).replace(/[.,]/gu, '')
      return [Number(`${whole}.${bare.slice(bare.lastIndexOf(last) + 1)}`)]
    }
    return [asThousands]
  }
  const asDecimal = Number(bare.replace(',', '.'))
  return /^\d{1,3}[.,]\d{3}$/u.test(bare) ? [asThousands, asDecimal] : [asDecimal]
}

const afterNumber = /^(?:\s|-)?(per\s?cent|percentage points?|%|°\s?[CF]?|[\p{L}µμ]+|[€£¥₹$])/u

const compoundAfter =
  /^(?:\s|-)?((?:square|sq\.?|cubic)\s+\p{L}+|\p{L}+\s*\/\s*\p{L}+|\p{L}+\s(?:per|an?)\s\p{L}+|k?m[²³23](?![\p{L}\p{N}]))/iu

function unitAfter(text: string, end: number): { unit: Unit | null; end: number } {
  const compound = compoundAfter.exec(text.slice(end, end + 40))
  const compoundUnit = compoundUnitOf((compound?.[1] ?? '').trim())
  if (compound !== null && compoundUnit !== null) return { unit: compoundUnit, end: end + compound[0].length }
  const match = afterNumber.exec(text.slice(end, end + 24))
  if (match === null) return { unit: null, end }
  const name = (match[1] ?? '')
    .toLowerCase()
    .replace(/^per\s?cent$|^percentage points?$/u, '%')
    .replace(/\s/gu, '')
  const unit = unitOf(name)
  return unit === null ? { unit: null, end } : { unit, end: end + match[0].length }
}
