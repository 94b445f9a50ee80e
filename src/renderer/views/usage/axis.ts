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

/** Values of an axis from nothing to at least `most`, a round step apart, no more than six. */
export function ticksOf(most: number): number[] {
  if (most <= 0) return [0, 1]
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10
  const step = Math.max(1, Math.round(factor * power))
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step)
}

/** Values at an axis, short, all with as many digits: `$0.00`, `$0.05`; `0`, `12K`. */
export function writeTick(
  language: string,
  value: number,
  { measure, step }: { measure: Measure; step: number },
): string {
  if (measure === 'tokens') return new Intl.NumberFormat(language, { notation: 'compact' }).format(value)
  const isLarge = step >= 1e12
  const digits = isLarge || step >= 1e9 ? 0 : Math.max(2, 9 - Math.floor(Math.log10(step)))
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(isLarge ? { notation: 'compact' as const } : {}),
  }).format(value / 1e9)
}
