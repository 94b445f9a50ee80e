import { v7 as newId } from 'uuid'
import type { Budget } from '../../../contract/usage.ts'
import { type CurrentPeriods, stateOf } from '../../../domain/budgets/budget-rules.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import {
  listBudgetRows,
  listHeld,
  type StandingBudget,
  type StoredBudget,
  standOf,
  sumSpent,
} from './budget-standing.ts'

/** The name of what a budget is about; null once that is gone. */
function titleOf(connection: ReadConnection, { scope, subject }: StoredBudget): string | null {
  if (scope === 'agent' || scope === 'workflow') return subject
  if (scope !== 'library' && scope !== 'conversation') return null
  const sql =
    scope === 'library'
      ? 'SELECT name AS title FROM libraries WHERE id = ? AND erasing = 0'
      : 'SELECT title FROM conversations WHERE id = ?'
  return connection.get<{ title: string }>(`budgets.title.${scope}`, sql, [subject])?.title ?? null
}

function show(connection: ReadConnection, budget: StandingBudget): Budget {
  const { id, scope, subject, period, standing, current } = budget
  return {
    ...{ id, scope, period },
    subject: subject === '' ? null : subject,
    title: titleOf(connection, budget),
    limitNanoDollars: standing.limit,
    spentNanoDollars: standing.spent,
    reservedNanoDollars: standing.reserved,
    state: stateOf(standing),
    isOverbilled: standing.isOverbilled,
    renewsAt: period === 'none' ? null : current.to,
  }
}

function listBudgets(connection: ReadConnection, periods: CurrentPeriods): Budget[] {
  const now = { periods, held: listHeld(connection) }
  return listBudgetRows(connection).map((row) => show(connection, standOf(connection, row, now)))
}

export const budgetReads = {
  'budgets.list': (connection: ReadConnection, input: { periods: CurrentPeriods }): Budget[] =>
    listBudgets(connection, input.periods),

  /** Budgets whose kept sum is not what the ledger says. There is never one. */
  'budgets.drifted': (connection: ReadConnection, _input: null): { id: string; kept: number; ledger: number }[] =>
    listBudgetRows(connection)
      .map((row) => ({ id: row.id, kept: row.spent, ledger: sumSpent(connection, row, row) }))
      .filter(({ kept, ledger }) => kept !== ledger),
}

export const budgetWrites = {
  /**
   * Makes a budget, or changes the one of the same scope and subject. What was spent before in its period counts. A limit
   * that rises lets a budget go on that an excess had stopped.
   */
  'budgets.set': (
    connection: WriteConnection,
    input: Omit<StoredBudget, 'id'> & { periods: CurrentPeriods; now: number },
  ): Budget => {
    const { scope, subject, period, limit, periods, now } = input
    const before = listBudgetRows(connection).find((row) => row.scope === scope && row.subject === subject)
    const id = before?.id ?? newId()
    const { from, to } = periods[period]
    const spent = sumSpent(connection, { id, scope, subject, period, limit }, { from, to })
    const overbilledAt = before === undefined || limit > before.limit ? null : before.overbilledAt
    connection.run(
      'budgets.set',
      `INSERT INTO budgets (id, scope, subject, period, limit_nano_dollars, set_at, period_from, period_to,
         spent_nano_dollars, overbilled_at)
       VALUES (:id, :scope, :subject, :period, :limit, :now, :from, :to, :spent, :overbilledAt)
       ON CONFLICT (id) DO UPDATE SET period = :period, limit_nano_dollars = :limit, set_at = :now, period_from = :from,
         period_to = :to, spent_nano_dollars = :spent, overbilled_at = :overbilledAt`,
      { id, scope, subject, period, limit, now, from, to, spent, overbilledAt },
    )
    const set = listBudgets(connection, periods).find((budget) => budget.id === id)
    if (set === undefined) throw new Failure('BUDGET_NOT_FOUND', { budgetId: id })
    return set
  },

  /** @throws Failure BUDGET_NOT_FOUND */
  'budgets.remove': (connection: WriteConnection, { budgetId }: { budgetId: string }): null => {
    const { changes } = connection.run('budgets.remove', 'DELETE FROM budgets WHERE id = ?', [budgetId])
    if (changes === 0) throw new Failure('BUDGET_NOT_FOUND', { budgetId })
    return null
  },
}
