import type { UsageStep } from '../../../contract/usage.ts'

/** Stretches of time that the page can look at, each with the steps that it is drawn in. */
export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Period = (typeof periods)[number]

export type Stretch = { from: number; to: number; step: (typeof UsageStep.options)[number] }

const steps = {
  day: { days: 1, step: 'hour' },
  week: { days: 7, step: 'day' },
  month: { days: 30, step: 'day' },
  quarter: { days: 91, step: 'week' },
  year: { days: 365, step: 'month' },
} as const satisfies Record<Period, { days: number; step: Stretch['step'] }>

/** The stretch that ends with the day, or for a single day with the hour, in which `now` lies, by the machine's calendar. */
export function stretchOf(period: Period, now: number): Stretch {
  const { days, step } = steps[period]
  const end = new Date(now)
  if (period === 'day') end.setHours(end.getHours() + 1, 0, 0, 0)
  else end.setHours(24, 0, 0, 0)
  const start = new Date(end)
  start.setDate(start.getDate() - days)
  return { from: start.getTime(), to: end.getTime(), step }
}

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
