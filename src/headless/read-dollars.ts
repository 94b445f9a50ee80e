import { parseDollars } from '../contract/dollars.ts'
import { usageError } from './command.ts'

/** Dollars that a person typed, in nano-dollars. Throws `CommandError` (usage). */
export function readDollars(name: string, typed: string): number {
  const nanoDollars = parseDollars(typed)
  if (nanoDollars !== null) return nanoDollars
  throw usageError(`${name} takes dollars, such as 0.02, with at most nine digits behind the point, not "${typed}".`)
}

/** A day, or a day and a time, that a person typed, in ISO 8601; without a zone it is this machine's. Throws `CommandError` (usage). */
export function readMoment(name: string, typed: string): number {
  const isIso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(typed)
  // A day alone would be read as one of UTC.
  const at = isIso ? Date.parse(typed.length === 10 ? `${typed}T00:00` : typed) : Number.NaN
  const [year, month, day] = typed.slice(0, 10).split('-').map(Number)
  const isDay = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).toISOString().slice(0, 10) === typed.slice(0, 10)
  if (Number.isFinite(at) && at >= 0 && isDay) return at
  throw usageError(`${name} takes a day or time such as 2026-01-31 or 2026-01-31T18:00, not "${typed}".`)
}
