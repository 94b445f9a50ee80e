import { BudgetScope } from '../../../contract/usage.ts'
import {
  type BudgetPeriod,
  type BudgetStanding,
  type CallSubjects,
  type CurrentPeriods,
  countsIn,
} from '../../../domain/budgets/budget-rules.ts'
import type { Period } from '../../../domain/budgets/calendar.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

export type StoredBudget = {
  id: string
  scope: BudgetScope
  /** Empty for a scope that is about everything. */
  subject: string
  period: BudgetPeriod
  limit: number
}

type BudgetRow = StoredBudget & { from: number; to: number; spent: number; overbilledAt: number | null }

/** A budget in its current period. */
export type StandingBudget = StoredBudget & { standing: BudgetStanding; current: Period }

/** A call that is under way. */
type HeldCall = CallSubjects & { at: number; nanoDollars: number }

const columns = `SELECT id, scope, subject, period, limit_nano_dollars AS "limit", period_from AS "from", period_to AS "to",
  spent_nano_dollars AS spent, overbilled_at AS overbilledAt FROM budgets`

export function listBudgetRows(connection: ReadConnection): BudgetRow[] {
  return connection
    .all<BudgetRow>('budgets.list', `${columns} ORDER BY scope, subject`)
    .map((row) => ({ ...row, scope: BudgetScope.parse(row.scope) }))
}

export function listHeld(connection: ReadConnection): HeldCall[] {
  return connection
    .all<{ at: number; nanoDollars: number; call: string }>(
      'reservations.list',
      'SELECT at, nano_dollars AS nanoDollars, call FROM reservations',
    )
    .map(({ at, nanoDollars, call }) => ({ ...(JSON.parse(call) as CallSubjects), at, nanoDollars }))
}

const isWithin = ({ from, to }: Period, at: number | null): boolean => at !== null && at >= from && at < to

/** What the ledger says was spent of a budget in a period. */
export function sumSpent(connection: ReadConnection, { scope, subject }: StoredBudget, period: Period): number {
  const [table, condition] = {
    agent: ['ledger_series g JOIN ledger e ON e.series_key = g.key', 'g.agent = :subject'],
    workflow: ['ledger_series g JOIN ledger e ON e.series_key = g.key', 'g.workflow = :subject'],
    conversation: ['ledger e INDEXED BY ledger_by_conversation', 'e.conversation_id = :subject'],
    library: ['ledger_libraries s JOIN ledger e ON e.key = s.call_key', 's.library_id = :subject AND s.at = e.at'],
    day: ['ledger e', ':subject IS NOT NULL'],
    month: ['ledger e', ':subject IS NOT NULL'],
    organisation: ['ledger e', ':subject IS NOT NULL'],
  }[scope]
  const at = scope === 'library' ? 's.at' : 'e.at'
  const row = connection.get<{ spent: number }>(
    `budgets.spent.${scope}`,
    `SELECT coalesce(sum(e.nano_dollars), 0) AS spent FROM ${table}
     WHERE ${condition} AND ${at} >= :from AND ${at} < :to`,
    { subject, ...period },
  )
  return row?.spent ?? 0
}

/** Where a budget stands in the period that the calendar says. Kept sums are of that period, or the ledger is summed. */
export function standOf(
  connection: ReadConnection,
  row: BudgetRow,
  { periods, held }: { periods: CurrentPeriods; held: readonly HeldCall[] },
): StandingBudget {
  const { id, scope, subject, period, limit } = row
  const budget = { id, scope, subject, period, limit }
  const current = periods[period]
  const isKept = row.from === current.from && row.to === current.to
  const mine = held.filter((call) => isWithin(current, call.at) && countsIn(budget, call))
  const standing = {
    limit,
    spent: isKept ? row.spent : sumSpent(connection, budget, current),
    reserved: mine.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0),
    isOverbilled: isWithin(current, row.overbilledAt),
  }
  return { ...budget, standing, current }
}

/** The same, and remembers the sum. */
export function renewStanding(
  connection: WriteConnection,
  row: BudgetRow,
  now: { periods: CurrentPeriods; held: readonly HeldCall[] },
): StandingBudget {
  const budget = standOf(connection, row, now)
  const { from, to } = budget.current
  if (row.from !== from || row.to !== to) {
    connection.run(
      'budgets.renew',
      'UPDATE budgets SET period_from = ?, period_to = ?, spent_nano_dollars = ? WHERE id = ?',
      [from, to, budget.standing.spent, budget.id],
    )
  }
  return budget
}
