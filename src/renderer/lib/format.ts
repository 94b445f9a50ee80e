/** Numbers, dates and money in the language of the page, all through Intl. */

const nanoDollarsPerDollar = 1_000_000_000
const nanoDollarsPerCent = 10_000_000

const cached = <Options extends object, Format>(make: (language: string, options: Options) => Format) => {
  const formats = new Map<string, Format>()
  return (language: string, options: Options): Format => {
    const key = `${language} ${JSON.stringify(options)}`
    const known = formats.get(key)
    if (known !== undefined) return known
    const made = make(language, options)
    formats.set(key, made)
    return made
  }
}

const numberFormat = cached(
  (language: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
)
const dateFormat = cached(
  (language: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
)
const listFormat = cached((language: string, options: Intl.ListFormatOptions) => new Intl.ListFormat(language, options))
const relativeFormat = cached(
  (language: string, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(language, options),
)
const languageNames = cached(
  (language: string, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(language, options),
)

export function formatCount(language: string, count: number): string {
  return numberFormat(language, {}).format(count)
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Bytes in decimal units, as file managers show them: `1.2 MB`. */
export function formatBytes(language: string, bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** step
  return numberFormat(language, {
    style: 'unit',
    unit: byteUnits[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    minimumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
    maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
  }).format(value)
}

/** A count in few characters: `128K`. */
export function formatCompact(language: string, count: number): string {
  return numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}

/** A large count in words: `494 million`. */
export function formatLarge(language: string, count: number): string {
  return numberFormat(language, { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 3 }).format(
    count,
  )
}

/** Integer nano-dollars as money; below a dollar, fractions of a cent are shown where there are any, to two digits that say something. */
export function formatMoney(language: string, nanoDollars: number): string {
  const dollars = nanoDollars / nanoDollarsPerDollar
  const small = Math.abs(dollars)
  const isWholeCents = small >= 1 || nanoDollars % nanoDollarsPerCent === 0
  const digits = isWholeCents ? 2 : Math.max(4, 1 - Math.floor(Math.log10(small)))
  return numberFormat(language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(dollars)
}

/** A length of time in its largest fitting unit: `42 sec`, `3 min`, `2 hr`. */
export function formatSeconds(language: string, seconds: number): string {
  const [value, unit] =
    seconds < 60 ? [seconds, 'second'] : seconds < 5_400 ? [seconds / 60, 'minute'] : [seconds / 3_600, 'hour']
  const rounded = Math.max(1, Math.round(value))
  return numberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(rounded)
}

export function formatMilliseconds(language: string, milliseconds: number): string {
  if (milliseconds >= 1_000) {
    return numberFormat(language, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(
      milliseconds / 1_000,
    )
  }
  return numberFormat(language, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 }).format(
    Math.max(1, milliseconds),
  )
}

export function formatDate(language: string, timestamp: number): string {
  return dateFormat(language, { dateStyle: 'medium' }).format(timestamp)
}

export function formatDateTime(language: string, timestamp: number): string {
  return dateFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(timestamp)
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** `5 min. ago` within the hour, the clock within the day, the weekday within the week, otherwise the date. */
export function formatWhen(language: string, timestamp: number, now: number): string {
  const age = now - timestamp
  if (age < minute) return relativeFormat(language, { numeric: 'auto' }).format(0, 'second')
  if (age < hour) {
    return relativeFormat(language, { numeric: 'auto', style: 'narrow' }).format(-Math.floor(age / minute), 'minute')
  }
  if (age < day) return dateFormat(language, { timeStyle: 'short' }).format(timestamp)
  if (age < 6 * day) return dateFormat(language, { weekday: 'short' }).format(timestamp)
  return dateFormat(language, { dateStyle: 'medium' }).format(timestamp)
}

/** Rising numbers as runs: `1–3, 7`. */
export function formatRanges(language: string, ranges: readonly { from: number; to: number }[]): string {
  const number = (value: number) => formatCount(language, value)
  return ranges.map(({ from, to }) => (from === to ? number(from) : `${number(from)}–${number(to)}`)).join(', ')
}

export function formatList(language: string, items: readonly string[]): string {
  return listFormat(language, { type: 'conjunction', style: 'long' }).format(items)
}

/** A score to three digits that say something: `12.4`, `0.0312`. */
export function formatScore(language: string, score: number): string {
  return numberFormat(language, { maximumSignificantDigits: 3 }).format(score)
}

/** A language by its ISO 639 code, in words: `German`. */
export function formatLanguage(language: string, code: string): string {
  return languageNames(language, { type: 'language' }).of(code) ?? code
}
