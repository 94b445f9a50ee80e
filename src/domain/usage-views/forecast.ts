/** A day that is over. `weekday`: 0 is Monday. */
export type DaySpent = { weekday: number; nanoDollars: number }

/** A day of the month that is still to come, or the rest of today: `part` is how much of it, up to 1. */
export type DayAhead = { weekday: number; part: number }

export type Forecast = { spent: number; expected: number; low: number; high: number }

/** Weeks of each weekday that are needed before weekdays are told apart. */
const weeksToTell = 2

/** 80 of 100 months end between low and high, if days spread as a normal distribution does (its 90th percentile). */
const spread = 1.2816

/**
 * What a month will have cost by its end if it goes on as the days before: each day to come is expected to cost what its
 * weekday did on average, or what a day did while there are less than two weeks to learn from. The range widens with how
 * much the days differ, and with how few they are: one day alone says nothing of that, and is given its own amount as the
 * spread. Null without a whole day to learn from.
 *
 * Source of the range: the variance of a sum of `m` new values and of a mean of `n` old ones, s²·(m + m²/n).
 */
export function forecastMonth(spent: number, days: readonly DaySpent[], ahead: readonly DayAhead[]): Forecast | null {
  if (days.length === 0) return null
  const mean = meanOf(days)
  const isTold = [0, 1, 2, 3, 4, 5, 6].every((weekday) => ofWeekday(days, weekday).length >= weeksToTell)
  const usual = [0, 1, 2, 3, 4, 5, 6].map((weekday) => (isTold ? meanOf(ofWeekday(days, weekday)) : mean))
  const usualOf = (weekday: number) => usual[weekday] ?? mean
  const rest = ahead.reduce((sum, { weekday, part }) => sum + usualOf(weekday) * part, 0)
  const squares = days.reduce((sum, { weekday, nanoDollars }) => sum + (nanoDollars - usualOf(weekday)) ** 2, 0)
  const deviation = days.length === 1 ? mean : Math.sqrt(squares / (days.length - 1))
  const length = ahead.reduce((sum, { part }) => sum + part, 0)
  const margin = spread * deviation * Math.sqrt(length + length ** 2 / days.length)
  return {
    spent,
    expected: Math.round(spent + rest),
    low: Math.round(Math.max(spent, spent + rest - margin)),
    high: Math.round(spent + rest + margin),
  }
}

const ofWeekday = (days: readonly DaySpent[], weekday: number) => days.filter((day) => day.weekday === weekday)

function meanOf(days: readonly DaySpent[]): number {
  return days.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0) / days.length
}
