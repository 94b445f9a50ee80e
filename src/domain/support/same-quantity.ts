import type { Quantity } from './quantities.ts'
import { areComparable } from './units-of-measure.ts'

/** Whether a number of a claim says what a number of a source says. */
export function isSameQuantity(claim: Quantity, source: Quantity): boolean {
  if (claim.kind === 'month' || source.kind === 'month') {
    return claim.kind === source.kind && claim.values.some((value) => source.values.includes(value))
  }
  if (claim.kind === 'clock' || source.kind === 'clock') return isSameTime(claim, source)
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

/** `8` may be an hour of the day where the other says that it is one. */
function isSameTime(one: Quantity, other: Quantity): boolean {
  if (one.kind === other.kind) return one.values.some((value) => other.values.includes(value))
  const [clock, bare] = one.kind === 'clock' ? [one, other] : [other, one]
  const hours = clock.values.flatMap((value) => [value / 60, (value / 60) % 12])
  return bare.kind === 'number' && bare.unit === null && bare.values.some((value) => hours.includes(value))
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
  const within = one.isRough ? roughly : 0.03
  return days(one).some((value) => days(other).some((known) => Math.abs(value - known) <= known * within))
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
