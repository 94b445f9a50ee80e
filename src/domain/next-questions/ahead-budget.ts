import type { AheadSpending } from '../../contract/ahead.ts'
import type { Settings } from '../../contract/settings.ts'

/** What an answer is expected to take, before it is begun. */
export type AheadEstimate = {
  /** Seconds of computing; 0 when it can't be told. */
  seconds: number
  /** Tokens that a model which costs money reads and writes. */
  tokens: number
  nanoDollars: number
}

const nanoDollarsOfCent = 10_000_000

type Limits = Settings['ahead']

/** Whether one more answer stays within what an hour and a day may take, each of which is looked at on its own. */
export function isWithinBudget(
  limits: Limits,
  spent: { hour: AheadSpending; day: AheadSpending },
  next: AheadEstimate,
): boolean {
  return (
    fits(spent.hour, next, {
      answers: limits.hourlyAnswers,
      seconds: limits.hourlySeconds,
      tokens: limits.hourlyTokens,
      cents: limits.hourlyCents,
    }) &&
    fits(spent.day, next, {
      answers: limits.dailyAnswers,
      seconds: limits.dailySeconds,
      tokens: limits.dailyTokens,
      cents: limits.dailyCents,
    })
  )
}

type Limit = { answers: number; seconds: number; tokens: number; cents: number }

/** A limit that is reached lets nothing begin, also of what takes no time that could be told. */
function fits(spent: AheadSpending, next: AheadEstimate, limit: Limit): boolean {
  return (
    spent.answers < limit.answers &&
    spent.seconds < limit.seconds &&
    spent.seconds + next.seconds <= limit.seconds &&
    spent.tokens + next.tokens <= limit.tokens &&
    spent.nanoDollars + next.nanoDollars <= limit.cents * nanoDollarsOfCent
  )
}
