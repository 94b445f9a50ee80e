import type { Measure } from './series.ts'
import type { Stretch } from './usage-period.ts'

/** How a step of time is written beside others of its kind, such as `14:00`, `21 Nov` or `Nov 2026`. */
export function writeStep(language: string, from: number, step: Stretch['step']): string {
  const options = {
    hour: { hour: '2-digit', minute: '2-digit' },
    day: { day: 'numeric', month: 'short' },
    week: { day: 'numeric', month: 'short' },
    month: { month: 'short', year: 'numeric' },
  } as const satisfies Record<Stretch['step'], Intl.DateTimeFormatOptions>
  return new Intl.DateTimeFormat(language, options[step]).format(from)
}

/** A value at an axis, short: `$0.05`, `12K`. */
export function writeValue(language: string, value: number, measure: Measure): string {
  if (measure === 'tokens') return new Intl.NumberFormat(language, { notation: 'compact' }).format(value)
  const dollars = value / 1e9
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumSignificantDigits: 2,
    ...(dollars >= 1_000 ? { notation: 'compact' as const } : {}),
  }).format(dollars)
}
