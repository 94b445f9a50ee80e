/** What a number format makes of a number, as far as reading needs to know. */
export type NumberKind = 'number' | 'date' | 'time' | 'date-time' | 'duration' | 'percent'

/** Formats that every workbook has without declaring them (ISO/IEC 29500-1, 18.8.30), some only in Asian editions. */
const builtIn: readonly { from: number; to: number; kind: NumberKind }[] = [
  { from: 9, to: 10, kind: 'percent' },
  { from: 14, to: 17, kind: 'date' },
  { from: 18, to: 21, kind: 'time' },
  { from: 22, to: 22, kind: 'date-time' },
  { from: 27, to: 31, kind: 'date' },
  { from: 32, to: 35, kind: 'time' },
  { from: 36, to: 36, kind: 'date' },
  { from: 45, to: 45, kind: 'time' },
  { from: 46, to: 46, kind: 'duration' },
  { from: 47, to: 47, kind: 'time' },
  { from: 50, to: 58, kind: 'date' },
]

export function builtInKind(id: number): NumberKind {
  return builtIn.find(({ from, to }) => id >= from && id <= to)?.kind ?? 'number'
}

/** The kind of a format code such as `yyyy-mm-dd` or `0.0%`, by its first section. */
export function kindOfFormat(code: string): NumberKind {
  // Words in quotes, escaped and padding characters are not the format; colours, currencies and conditions neither.
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '')
  if (/\[[hms]+\]/i.test(bare)) return 'duration'
  const first = bare.replace(/\[[^\]]*\]/g, '').split(';')[0] ?? ''
  if (/general|standard/i.test(first)) return 'number'
  const hasDate = /[dy]|m{3,}|[eg](?![+-])/i.test(first)
  const hasTime = /[hs]|am\/pm|a\/p/i.test(first)
  if (hasDate) return hasTime ? 'date-time' : 'date'
  if (hasTime) return 'time'
  if (/^[^0#?]*m+[^0#?]*$/i.test(first)) return 'date'
  return first.includes('%') ? 'percent' : 'number'
}

const dayMs = 86_400_000
const unixEpoch = 25_569
const daysTo1904 = 1_462
/** The day after 9999-12-31, the last that spreadsheets know. */
const lastDay = 2_958_466

/**
 * A stored number as a person would write it: dates and times by ISO 8601, parts of a hundred with their sign. Days are
 * counted from 1900, with the 29 February of that year that never was, or from 1904.
 */
export function showNumber(value: number, kind: NumberKind, { from1904 }: { from1904: boolean }): string {
  if (kind === 'number') return plain(value)
  if (kind === 'percent') return `${plain(value * 100)}%`
  if (kind === 'duration') return showDuration(value)
  const days = from1904 ? value + daysTo1904 : value
  if (days < 0 || days >= lastDay) return plain(value)
  const corrected = !from1904 && days < 60 ? days + 1 : days
  const iso = new Date(Math.round((corrected - unixEpoch) * 86_400) * 1_000).toISOString()
  const [date = '', time = ''] = iso.slice(0, 19).split('T')
  if (kind === 'time' && days < 1) return withoutSeconds(time)
  const isMidnight = Math.round((days % 1) * dayMs) === 0
  return kind === 'date' || isMidnight ? date : `${date} ${withoutSeconds(time)}`
}

function withoutSeconds(time: string): string {
  return time.endsWith(':00') ? time.slice(0, 5) : time
}

function showDuration(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${days < 0 ? '-' : ''}${parts.map((part) => String(part).padStart(2, '0')).join(':')}`
}

/** Fifteen digits, as many as spreadsheets keep: 0.1 + 0.2 is 0.3. */
function plain(value: number): string {
  return String(Number(value.toPrecision(15)))
}
