import type { Budget, BudgetScope } from '../../contract/usage.ts'
import { currentPeriods, wholeScopes } from '../../domain/budgets/budget-rules.ts'
import type { Clock } from '../../domain/clock.ts'
import { Failure } from '../../domain/failure.ts'
import type { Store } from '../store/store.ts'
import { machineTimeZone } from './machine-time-zone.ts'

export type BudgetToSet = {
  scope: BudgetScope
  subject?: string | undefined
  period?: Budget['period'] | undefined
  limitNanoDollars: number
}

export type Budgets = {
  list(): Promise<Budget[]>
  /**
   * Makes a budget, or changes the one of the same scope and subject. A library may be named.
   *
   * @throws Failure BUDGET_INVALID, LIBRARY_NOT_FOUND, CONVERSATION_NOT_FOUND
   */
  set(budget: BudgetToSet): Promise<Budget>
  /** @throws Failure BUDGET_NOT_FOUND */
  remove(budgetId: string): Promise<void>
}

export function createBudgets(rooms: {
  store: Store
  clock: Pick<Clock, 'now'>
  /** Of the calendar that periods go by; without it, the machine's. */
  timeZone?: () => string
}): Budgets {
  const { store, clock, timeZone = machineTimeZone } = rooms
  const periods = () => currentPeriods(clock.now(), timeZone())

  async function subjectOf({ scope, subject }: BudgetToSet): Promise<string> {
    if (wholeScopes.includes(scope)) {
      if (subject !== undefined) throw invalid(`a budget of a ${scope} is about everything`)
      return ''
    }
    if (subject === undefined) throw invalid(`a budget of a ${scope} needs to say which`)
    if (scope === 'library') return (await store.read('libraries.get', { library: subject })).id
    if (scope === 'conversation') {
      return (await store.read('conversations.get', { conversationId: subject })).conversation.id
    }
    return subject
  }

  return {
    list: () => store.read('budgets.list', { periods: periods() }),
    async set(budget) {
      const { scope, limitNanoDollars: limit } = budget
      const own = scope === 'day' || scope === 'month' ? scope : null
      const period = budget.period ?? own ?? 'none'
      if (own !== null && period !== own) throw invalid(`a budget of a ${own} starts anew each ${own}`)
      const subject = await subjectOf(budget)
      return store.write('budgets.set', { scope, subject, period, limit, periods: periods(), now: clock.now() })
    },
    async remove(budgetId) {
      await store.write('budgets.remove', { budgetId })
    },
  }
}

function invalid(reason: string): Failure<'BUDGET_INVALID'> {
  return new Failure('BUDGET_INVALID', { reason })
}
