import { findDates } from './dates-in-text.ts'
import { areComparable, type Unit, unitOf } from './units-of-measure.ts'
import { findWrittenNumbers } from './written-numbers.ts'

/**
 * A number of a text, whatever it is written as: `1,200`, `1.2 thousand`, `twelve hundred`; `5 %`, `five per cent`;
 * `half`; `twice`; a month of a date.
 */
export type Quantity = {
  /** With its unit, half-open in UTF-16 code units. */
  start: number
  end: number
  kind: 'number' | 'month' | 'times' | 'occasions'
  /** More than one where the notation allows more than one reading. */
  values: number[]
  unit: Unit | null
  /** Said to be about so much, or more, or less. */
  isRough: boolean
  /** Of a number that may say nothing, as in `one of them`. */
  isWeak: boolean
}

const sign = String.raw`[$€£¥₹]|US\$`
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
]

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
  for (const match of text.matchAll(/\bhalf\s+an?\s+(\p{L}+)/giu)) {
    const name = match[1] ?? ''
    const scale = magnitudes[name.toLowerCase()]
    const unit = unitOf(name)
    if (unit === null && scale === undefined) continue
    add({ start: match.index, end: match.index + match[0].length, kind: 'number', values: [0.5 * (scale ?? 1)], unit })
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
  for (const { 0: name, index } of text.matchAll(ordinalPattern)) {
    const value = ordinals.find(([known]) => known === name.toLowerCase())?.[1] ?? 0
    add({ start: index, end: index + name.length, kind: 'number', values: [value], unit: null })
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
  const start = match.index + match[0].length - match[0].trimStart().length
  return { start, end: after.end, kind: kindOf(text, { start, end }), values, unit: after.unit }
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

function unitAfter(text: string, end: number): { unit: Unit | null; end: number } {
  const match = afterNumber.exec(text.slice(end, end + 24))
  if (match === null) return { unit: null, end }
  const name = (match[1] ?? '')
    .toLowerCase()
    .replace(/^per\s?cent$|^percentage points?$/u, '%')
    .replace(/\s/gu, '')
  const unit = unitOf(name)
  return unit === null ? { unit: null, end } : { unit, end: end + match[0].length }
}

/** Whether a number of a claim says what a number of a source says. */
export function isSameQuantity(claim: Quantity, source: Quantity): boolean {
  if (claim.kind === 'month' || source.kind === 'month') {
    return claim.kind === source.kind && claim.values.some((value) => source.values.includes(value))
  }
  const isEither = claim.kind === 'occasions' || source.kind === 'occasions'
  if (!isEither && claim.kind !== source.kind) return false
  if (claim.unit !== null && source.unit !== null && !areComparable(claim.unit, source.unit)) {
    return isFractionOf(claim, source) || isFractionOf(source, claim) || isCalendar(claim, source)
  }
  const [one, other] = claim.unit !== null && source.unit !== null ? [claim.unit.factor, source.unit.factor] : [1, 1]
  return (
    claim.values.some((value) =>
      source.values.some((known) =>
        isSameValue({ value: value * one, isRough: claim.isRough, isConverted: one !== other }, known * other),
      ),
    ) ||
    isFractionOf(claim, source) ||
    isFractionOf(source, claim)
  )
}

/** `half` of a count is a plain 0.5 too. */
function isFractionOf(percent: Quantity, plainNumber: Quantity): boolean {
  return (
    percent.unit?.dimension === 'percent' &&
    plainNumber.unit === null &&
    percent.values.some((value) =>
      plainNumber.values.some((known) => isSameValue({ value: value / 100, isRough: false, isConverted: true }, known)),
    )
  )
}

/** Weeks and days beside months and years, as `18 months` and `78 weeks`, within what months differ by. */
function isCalendar(one: Quantity, other: Quantity): boolean {
  const days = ({ unit, values }: Quantity) => {
    if (unit?.dimension === 'calendar') return values.map((value) => value * unit.factor * 30.44)
    return unit?.dimension === 'time' ? values.map((value) => (value * unit.factor) / 86_400) : []
  }
  return days(one).some((value) => days(other).some((known) => Math.abs(value - known) <= known * 0.03))
}

const roughly = 0.12

/** Of its size; a value in another unit is rounded. */
const conversion = 0.005

type Claimed = { value: number; isRough: boolean; isConverted: boolean }

function isSameValue({ value, isRough, isConverted }: Claimed, known: number): boolean {
  const difference = Math.abs(value - known)
  if (difference <= Math.abs(known) * (isConverted ? conversion : 1e-9)) return true
  if (isRough && difference <= Math.abs(known) * roughly && precisionOf(value) < precisionOf(known)) return true
  return !Number.isInteger(known) && precisionOf(value) >= 2 && roundTo(known, value) === value
}

/** Digits that say something: 2 of 1,200. */
function precisionOf(value: number): number {
  const digitsOnly = Math.abs(value)
    .toPrecision(12)
    .replace(/e.*$/u, '')
    .replace('.', '')
    .replace(/^0+|0+$/gu, '')
  return Math.max(digitsOnly.length, 1)
}

/** A number with as many decimals as another one has. */
function roundTo(known: number, value: number): number {
  const decimals = (String(value).split('.')[1] ?? '').length
  return Number(known.toFixed(Math.min(decimals, 12)))
}
