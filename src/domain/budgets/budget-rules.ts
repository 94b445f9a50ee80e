import type { BudgetScope } from '../../contract/usage.ts'
import { type Period, periodAt } from './calendar.ts'

export type BudgetPeriod = 'none' | 'day' | 'month'

/** What a budget stands at, in nano-dollars. */
export type BudgetStanding = {
  limit: number
  spent: number
  /** Set aside for calls that are under way. */
  reserved: number
  /** In this period a provider billed more than was set aside. */
  isOverbilled: boolean
}

/** All of time, for a budget that never starts anew: its limits are exact numbers. */
export const always: Period = { from: 0, to: 8_640_000_000_000_000 }

/** The periods of budgets at an instant, by the calendar of a time zone. */
export type CurrentPeriods = Record<BudgetPeriod, Period>

export function currentPeriods(at: number, timeZone: string): CurrentPeriods {
  return { none: always, day: periodAt(at, 'day', timeZone), month: periodAt(at, 'month', timeZone) }
}

/** Scopes that are about everything, and so have no subject. */
export const wholeScopes: readonly BudgetScope[] = ['day', 'month', 'organisation']

/**
 * How many times over what is under way at the same time must fit into what is left. Only then is a further call let in
 * beside others: a provider that bills up to so many times what was set aside can pass a limit by one call's excess only,
 * because calls that could pass it go one at a time.
 */
const roomForExcess = 4

/** What further calls may still take: nothing of a budget that an excess has stopped. */
export function leftOf({ limit, spent, reserved, isOverbilled }: BudgetStanding): number {
  return isOverbilled ? 0 : Math.max(0, limit - spent - reserved)
}

/**
 * Whether a call whose worst case is `needed` may begin. `wait`: not beside the calls that are under way, but perhaps
 * after them. What costs nothing may always begin.
 */
export function admit(standing: BudgetStanding, needed: number): 'yes' | 'wait' | 'no' {
  if (needed === 0) return 'yes'
  const { limit, spent, reserved, isOverbilled } = standing
  const left = limit - spent
  if (isOverbilled || needed > left) return 'no'
  if (reserved === 0) return 'yes'
  return (reserved + needed) * roomForExcess <= left ? 'yes' : 'wait'
}

export function stateOf({ limit, spent, isOverbilled }: BudgetStanding): 'within' | 'warning' | 'stopped' {
  if (isOverbilled || spent >= limit) return 'stopped'
  // 80 %, in whole numbers.
  return spent * 5 >= limit * 4 ? 'warning' : 'within'
}

/** What a call counts in. */
export type CallSubjects = {
  agent: string | null
  workflow: string | null
  libraryIds: readonly string[]
  conversationId: string | null
}

/** Whether a call counts in a budget. `subject`: empty for a scope that is about everything. */
export function countsIn({ scope, subject }: { scope: BudgetScope; subject: string }, call: CallSubjects): boolean {
  switch (scope) {
    case 'agent':
      return call.agent === subject
    case 'workflow':
      return call.workflow === subject
    case 'library':
      return call.libraryIds.includes(subject)
    case 'conversation':
      return call.conversationId === subject
    case 'day':
    case 'month':
    case 'organisation':
      return true
  }
}
