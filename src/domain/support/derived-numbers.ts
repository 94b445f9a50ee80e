import type { Quantity } from './quantities.ts'
import type { SourceSentence } from './sources.ts'

/** Things that a reader counts at a glance. */
const mostCounted = 6

/**
 * Whether a number that a sentence does not have follows from those that it has: the time between two times of day, days
 * or years, or how many things it lists.
 */
export function isDerived(quantity: Quantity, { text, quantities }: SourceSentence, sentence: string): boolean {
  if (summed.test(sentence) && isSum(quantity, quantities)) return true
  return isTimeBetween(quantity, quantities) || isCountOfList(quantity, text)
}

const summed = /\b(?:total|altogether|overall|combined|together|sum|all)\b/iu

function isSum({ values, unit }: Quantity, theirs: readonly Quantity[]): boolean {
  const parts = theirs.filter(
    (each) => each.kind === 'number' && each.unit?.dimension === unit?.dimension && each.unit?.factor === unit?.factor,
  )
  const [first, ...rest] = parts
  if (first === undefined || rest.length === 0) return false
  const sum = parts.reduce((total, each) => total + (each.values[0] ?? 0), 0)
  const pairs = parts.flatMap((one, at) =>
    parts.slice(at + 1).map((other) => (one.values[0] ?? 0) + (other.values[0] ?? 0)),
  )
  return values.some((value) => value === sum || pairs.includes(value))
}

function isTimeBetween({ kind, unit, values }: Quantity, theirs: readonly Quantity[]): boolean {
  if (kind !== 'number' || unit === null || !(unit.dimension === 'time' || unit.dimension === 'calendar')) return false
  const between = (of: readonly Quantity[]) =>
    of.flatMap((one, place) =>
      of.slice(place + 1).flatMap((other) => one.values.flatMap((a) => other.values.map((b) => Math.abs(b - a)))),
    )
  if (unit.dimension === 'calendar') {
    const years = theirs.filter(
      (each) => each.unit === null && each.values.every((value) => value >= 1_000 && value <= 2_100),
    )
    return values.some((value) => between(years).includes((value * unit.factor) / 12))
  }
  const minutes = between(theirs.filter((each) => each.kind === 'clock'))
  const isDate = theirs.some((each) => each.kind === 'month')
  const days = between(
    theirs.filter((each) => each.kind === 'number' && each.unit === null && each.values.every((v) => v <= 31)),
  )
  return values.some((value) => {
    const seconds = value * unit.factor
    // `an hour and 45 minutes` is two numbers.
    const isOfDay = minutes.some((each) => each * 60 === seconds || (seconds < 3_600 && (each % 60) * 60 === seconds))
    return isOfDay || (isDate && days.some((each) => each * 86_400 === seconds || (each + 1) * 86_400 === seconds))
  })
}

function isCountOfList({ kind, unit, values }: Quantity, text: string): boolean {
  if (kind === 'month' || kind === 'clock' || unit !== null) return false
  return values.some((value) => value >= 2 && value <= mostCounted && countsOfNames(text).includes(value))
}

const name = String.raw`(?:\p{Lu}[\p{L}.]*)(?:\s\p{Lu}[\p{L}.]*){0,3}`
const listOfNames = new RegExp(String.raw`(?:${name},\s)*${name},?\s(?:and|or)\s${name}`, 'gu')

function countsOfNames(text: string): number[] {
  return [...text.matchAll(listOfNames)].map(({ 0: list }) => (list.match(/,\s(?!and|or)/gu)?.length ?? 0) + 2)
}
