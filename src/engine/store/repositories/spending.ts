import type { ErrorData } from '../../../contract/errors.ts'
import { admit, type CurrentPeriods, countsIn, leftOf, stateOf } from '../../../domain/budgets/budget-rules.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { goesOn } from './batches.ts'
import {
  listBudgetRows,
  listHeld,
  renewStanding,
  type StandingBudget,
  type StoredBudget,
  standOf,
} from './budget-standing.ts'
import { addEntry, type BegunEntry, type LedgerEntry } from './ledger-entry.ts'

/** `isBudgeted`: whether any budget counts the call. `refusal`: what to say should it not be let in later either. */
export type Reserving =
  | { state: 'reserved'; isBudgeted: boolean }
  | { state: 'wait'; refusal: ErrorData<'BUDGET_EXCEEDED'> }

type NamedBudget = Pick<StoredBudget, 'id' | 'scope'>

export type SettledEntry = {
  /** Budgets that this call brought to 80 % of their limits, and to their ends. */
  warned: NamedBudget[]
  stopped: NamedBudget[]
}

function refusalOf({ id, scope, period, standing, current }: StandingBudget, needed: number) {
  return {
    budgetId: id,
    scope,
    leftNanoDollars: leftOf(standing),
    neededNanoDollars: needed,
    renewsAt: period === 'none' ? null : current.to,
  }
}

const byLeft = (one: StandingBudget, other: StandingBudget) => leftOf(one.standing) - leftOf(other.standing)

/** Brings the sums of the budgets that an entry counts in up to date with it. */
function countEntry(connection: WriteConnection, entry: LedgerEntry): SettledEntry {
  const settled: SettledEntry = { warned: [], stopped: [] }
  const isExcess = entry.priceKnown && entry.nanoDollars > entry.reservedNanoDollars
  for (const row of listBudgetRows(connection)) {
    if (!countsIn(row, entry) || entry.at < row.from || entry.at >= row.to) continue
    const wasExcess = row.overbilledAt !== null && row.overbilledAt >= row.from && row.overbilledAt < row.to
    const spent = row.spent + entry.nanoDollars
    connection.run(
      'budgets.count',
      `UPDATE budgets SET spent_nano_dollars = :spent,
         overbilled_at = CASE WHEN :isExcess = 1 THEN :at ELSE overbilled_at END WHERE id = :id`,
      { spent, isExcess: isExcess ? 1 : 0, at: entry.at, id: row.id },
    )
    const standing = { limit: row.limit, reserved: 0 }
    const before = stateOf({ ...standing, spent: row.spent, isOverbilled: wasExcess })
    const after = stateOf({ ...standing, spent, isOverbilled: wasExcess || isExcess })
    if (after === before) continue
    const { id, scope } = row
    if (after === 'warning') settled.warned.push({ id, scope })
    else settled.stopped.push({ id, scope })
  }
  return settled
}

export const spendingReads = {
  /** The budget that a call counts in and that has least left; null without one. */
  'spending.tightest': (
    connection: ReadConnection,
    input: { call: Parameters<typeof countsIn>[1]; periods: CurrentPeriods },
  ): StandingBudget | null => {
    const now = { periods: input.periods, held: listHeld(connection) }
    const budgets = listBudgetRows(connection)
      .filter((row) => countsIn(row, input.call))
      .map((row) => standOf(connection, row, now))
    return budgets.sort(byLeft)[0] ?? null
  },
}

export const spendingWrites = {
  /**
   * Writes what an engine that ended left under way into the ledger, and frees what was set aside for it. What a provider
   * goes on with stays.
   */
  'spending.begin': (connection: WriteConnection, input: { now: number }): { lost: number } => {
    const rows = connection.all<{ call: string }>(
      'reservations.left',
      `SELECT call FROM reservations WHERE NOT ${goesOn} ORDER BY at, id`,
    )
    connection.run('reservations.release', `DELETE FROM reservations WHERE NOT ${goesOn}`)
    for (const { call } of rows) {
      const begun = JSON.parse(call) as BegunEntry
      addEntry(connection, {
        ...begun,
        outcome: 'failed',
        code: 'ENGINE_ENDED',
        usage: { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 },
        counted: true,
        nanoDollars: 0,
        savedNanoDollars: 0,
        firstTokenMs: null,
        totalMs: Math.max(0, input.now - begun.at),
      })
    }
    return { lost: rows.length }
  },

  /**
   * Sets the worst case of a call aside in every budget that it counts in, or in none. A price that nobody has said has
   * no worst case: such a call needs to be free of budgets.
   *
   * @throws Failure BUDGET_EXCEEDED, PRICE_UNKNOWN
   */
  'spending.reserve': (
    connection: WriteConnection,
    input: { call: BegunEntry; periods: CurrentPeriods },
  ): Reserving => {
    const { call, periods } = input
    const needed = call.reservedNanoDollars
    const rows = listBudgetRows(connection).filter((row) => countsIn(row, call))
    if (rows.length > 0 && !call.priceKnown) throw new Failure('PRICE_UNKNOWN', { modelId: call.model })
    const now = { periods, held: rows.length === 0 ? [] : listHeld(connection) }
    const budgets = rows.map((row) => renewStanding(connection, row, now)).sort(byLeft)
    const refusing = budgets.find(({ standing }) => admit(standing, needed) === 'no')
    if (refusing !== undefined) throw new Failure('BUDGET_EXCEEDED', refusalOf(refusing, needed))
    const waiting = budgets.find(({ standing }) => admit(standing, needed) === 'wait')
    if (waiting !== undefined) return { state: 'wait', refusal: refusalOf(waiting, needed) }
    connection.run('reservations.add', 'INSERT INTO reservations (id, at, nano_dollars, call) VALUES (?, ?, ?, ?)', [
      call.id,
      call.at,
      needed,
      JSON.stringify(call),
    ])
    return { state: 'reserved', isBudgeted: rows.length > 0 }
  },

  /** Writes a call's entry, counts it in its budgets and gives back what was set aside for it. */
  'spending.settle': (connection: WriteConnection, entry: LedgerEntry): SettledEntry => {
    connection.run('reservations.settle', 'DELETE FROM reservations WHERE id = ?', [entry.id])
    addEntry(connection, entry)
    return countEntry(connection, entry)
  },
}

export type { StoredBudget }
