import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function usageHandlers(procedures: Procedures, _rooms: Rooms) {
  const { summary, overTime, calls, call, csv, advice } = procedures.usage
  return {
    summary: summary.handler(notYet),
    overTime: overTime.handler(notYet),
    calls: calls.handler(notYet),
    call: call.handler(notYet),
    csv: csv.handler(notYet),
    advice: advice.handler(notYet),
  }
}

export function priceHandlers(procedures: Procedures, _rooms: Rooms) {
  const { list, set, remove, import: take } = procedures.prices
  return {
    list: list.handler(notYet),
    set: set.handler(notYet),
    remove: remove.handler(notYet),
    import: take.handler(notYet),
  }
}

export function budgetHandlers(procedures: Procedures, _rooms: Rooms) {
  const { list, set, remove } = procedures.budgets
  return { list: list.handler(notYet), set: set.handler(notYet), remove: remove.handler(notYet) }
}
