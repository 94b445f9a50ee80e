import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function usageHandlers(procedures: Procedures, { ledger }: Rooms) {
  const { summary, overTime, calls, call, csv, advice } = procedures.usage
  return {
    summary: summary.handler(({ input }) => ledger.summary(input)),
    overTime: overTime.handler(({ input }) => ledger.overTime(input)),
    calls: calls.handler(({ input }) => ledger.calls(input)),
    call: call.handler(({ input }) => ledger.call(input.callId)),
    csv: csv.handler(({ input }) => ledger.csv(input.filter)),
    advice: advice.handler(({ input }) => ledger.advice(input.filter)),
  }
}

export function priceHandlers(procedures: Procedures, { prices }: Rooms) {
  const { list, set, remove, import: take } = procedures.prices
  return {
    list: list.handler(({ input }) => prices.list(input.model)),
    set: set.handler(({ input }) => prices.set(input)),
    remove: remove.handler(async ({ input }) => {
      await prices.remove(input)
      return input
    }),
    import: take.handler(({ input }) => prices.import(input.json)),
  }
}

export function budgetHandlers(procedures: Procedures, { budgets }: Rooms) {
  const { list, set, remove } = procedures.budgets
  return {
    list: list.handler(() => budgets.list()),
    set: set.handler(({ input }) => budgets.set(input)),
    remove: remove.handler(async ({ input }) => {
      await budgets.remove(input.budgetId)
      return input
    }),
  }
}
