import { describe, expect, test } from 'vitest'
import { openDirectStore } from '../../../test/support/direct-store.ts'
import type { BudgetScope } from '../../contract/usage.ts'
import { currentPeriods, wholeScopes } from '../../domain/budgets/budget-rules.ts'
import type { Store } from '../store/store.ts'
import { createSpending, type SpendingRooms } from './create-spending.ts'
import type { EndedCall, PlannedCall } from './spending.ts'

const noon = Date.UTC(2026, 10, 15, 12)

/** A clock that stands still until its hands are turned. */
function handClock(start: number) {
  let now = start
  const timers = new Set<{ at: number; callback: () => void }>()
  return {
    now: () => now,
    after(milliseconds: number, callback: () => void): Disposable {
      const timer = { at: now + milliseconds, callback }
      timers.add(timer)
      return { [Symbol.dispose]: () => void timers.delete(timer) }
    },
    turnTo(at: number) {
      now = at
      for (const timer of timers) if (timer.at <= at && timers.delete(timer)) timer.callback()
    },
    get timers() {
      return timers.size
    },
  }
}

function openSpending(options: Partial<SpendingRooms> & { dataFolder?: string } = {}) {
  const { dataFolder, ...rooms } = options
  const opened = openDirectStore(dataFolder)
  const { store } = opened
  const clock = handClock(noon)
  const spending = createSpending({
    store,
    clock,
    prices: { priceOf: async () => null },
    timeZone: () => 'UTC',
    patienceMs: 1_000,
    ...rooms,
  })
  const budget = async (scope: BudgetScope, limit: number, subject = '') =>
    (
      await store.write('budgets.set', {
        ...{ scope, subject, limit, now: clock.now() },
        period: scope === 'day' || scope === 'month' ? scope : 'none',
        periods: currentPeriods(clock.now(), 'UTC'),
      })
    ).id
  const budgets = () => store.read('budgets.list', { periods: currentPeriods(clock.now(), 'UTC') })
  return { ...opened, clock, spending, budget, budgets }
}

/** $1 a million tokens of input, $2 of output: 1,000 and 2,000 nano-dollars a token. */
const price = { input: 1e9, output: 2e9, cachedInput: 1e8, cacheWrite: 1.25e9 }

function call(over: Partial<PlannedCall> = {}): PlannedCall {
  return {
    ...{ purpose: 'answer', agent: null, workflow: null, libraryIds: [], conversationId: null, messageId: null },
    ...{ model: 'acme/large', price, inputTokens: 1_000, maximumOutputTokens: 500, attempt: 1, ...over },
  }
}

function ended(inputTokens: number, outputTokens: number, over: Partial<EndedCall> = {}): EndedCall {
  const usage = { inputTokens, outputTokens, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 }
  return { outcome: 'ok', code: null, usage, counted: false, firstTokenMs: 5, totalMs: 9, ...over }
}

/** Kept sums are what the ledger says. */
async function expectNoDrift(store: Store) {
  expect(await store.read('budgets.drifted', null)).toEqual([])
}

describe('spending', () => {
  test('USE-3.reserve: the worst case is set aside before a call, and what it cost counts after it', async () => {
    // Catches a reservation at the price of cached input, and one that stays after its call.
    const { spending, store, budget, budgets } = openSpending()
    await budget('month', 10_000_000)
    const reservation = await spending.reserve(call())
    expect(reservation.reservedNanoDollars).toBe(1_000 * 1_250 + 500 * 2_000)
    expect(await budgets()).toMatchObject([{ reservedNanoDollars: 2_250_000, spentNanoDollars: 0, state: 'within' }])
    const usage = {
      inputTokens: 900,
      cachedInputTokens: 400,
      cacheWriteTokens: 100,
      outputTokens: 50,
      reasoningTokens: 20,
    }
    const settled = await reservation.settle(ended(0, 0, { usage }))
    expect(settled).toEqual({
      callId: expect.any(String),
      nanoDollars: 400 * 1_000 + 400 * 100 + 100 * 1_250 + 50 * 2_000,
      warned: [],
      stopped: [],
    })
    expect(await budgets()).toMatchObject([{ reservedNanoDollars: 0, spentNanoDollars: settled.nanoDollars }])
    // A caller that settles twice pays once.
    expect(await reservation.settle(ended(1_000_000, 0))).toEqual(settled)
    await expectNoDrift(store)
  })

  const scopes: [BudgetScope, Partial<PlannedCall>, string][] = [
    ['agent', { agent: 'writer' }, 'writer'],
    ['workflow', { workflow: 'weekly' }, 'weekly'],
    ['library', { libraryIds: ['shelf', 'box'] }, 'box'],
    ['conversation', { conversationId: 'talk' }, 'talk'],
    ['day', {}, ''],
    ['month', {}, ''],
    ['organisation', {}, ''],
  ]
  test.each(scopes)('USE-3.%s: a budget stops what counts in it, and nothing else', async (scope, context, subject) => {
    const { spending, budget, store } = openSpending()
    const budgetId = await budget(scope, 3_000_000, subject)
    const first = await spending.reserve(call(context))
    expect(await first.settle(ended(1_000, 500))).toMatchObject({ nanoDollars: 2_000_000 })
    await expect(spending.reserve(call(context))).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      data: { budgetId, scope, leftNanoDollars: 1_000_000, neededNanoDollars: 2_250_000 },
    })
    const elsewhere = spending.reserve(call({ agent: 'other', libraryIds: ['shelf'], conversationId: 'other' }))
    if (wholeScopes.includes(scope)) await expect(elsewhere).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
    else await (await elsewhere).settle(ended(1, 1))
    await expectNoDrift(store)
  })

  test('USE-3.warning: the call that brings a budget to 80 % says so once, and the one that ends it says that', async () => {
    const { spending, budget } = openSpending()
    const budgetId = await budget('month', 10_000_000)
    const pay = async (tokens: number) =>
      (
        await spending.reserve(
          call({ inputTokens: tokens, maximumOutputTokens: 0, price: { ...price, cacheWrite: null } }),
        )
      ).settle(ended(tokens, 0))
    expect(await pay(7_999)).toMatchObject({ warned: [], stopped: [] })
    expect(await pay(1)).toMatchObject({ warned: [{ id: budgetId, scope: 'month' }], stopped: [] })
    expect(await pay(1)).toMatchObject({ warned: [], stopped: [] })
    expect(await pay(1_999)).toMatchObject({ warned: [], stopped: [{ id: budgetId, scope: 'month' }] })
  })

  test('USE-3.stop: a provider that bills more is recorded in full, and the budget stops until its limit is raised', async () => {
    const { spending, budget, budgets, store, clock } = openSpending()
    const budgetId = await budget('month', 100_000_000)
    const reservation = await spending.reserve(call())
    expect(await reservation.settle(ended(1_000, 5_000))).toMatchObject({
      nanoDollars: 11_000_000,
      stopped: [{ id: budgetId, scope: 'month' }],
    })
    expect(await budgets()).toMatchObject([{ spentNanoDollars: 11_000_000, state: 'stopped', isOverbilled: true }])
    await expect(spending.reserve(call())).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      data: { leftNanoDollars: 0, renewsAt: Date.UTC(2026, 11, 1) },
    })
    // What costs nothing goes on.
    await (
      await spending.reserve(call({ price: { input: 0, output: 0, cachedInput: null, cacheWrite: null } }))
    ).settle(ended(5, 5))
    await budget('month', 100_000_000)
    await expect(spending.reserve(call())).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
    await budget('month', 100_000_001)
    await (await spending.reserve(call())).settle(ended(1, 1))
    // A new month begins anew.
    await (await spending.reserve(call())).settle(ended(1, 50_000))
    expect(await budgets()).toMatchObject([{ state: 'stopped' }])
    clock.turnTo(Date.UTC(2026, 11, 1))
    expect(await budgets()).toMatchObject([{ state: 'within', spentNanoDollars: 0, isOverbilled: false }])
    await (await spending.reserve(call())).settle(ended(1, 1))
    await expectNoDrift(store)
  })

  test('USE-3.parallel: calls that hold what another needs are waited for; together they never pass the limit', async () => {
    const { spending, budget, budgets, clock } = openSpending()
    await budget('organisation', 5_000_000)
    const first = await spending.reserve(call())
    const order: string[] = []
    const second = spending.reserve(call()).then((reservation) => {
      order.push('second is let in')
      return reservation
    })
    const last = first.settle(ended(10, 10)).then((settled) => {
      order.push('first is settled')
      return settled
    })
    await last
    await (await second).settle(ended(10, 10))
    expect(order).toContain('second is let in')
    expect(clock.timers).toBe(0)
    expect(await budgets()).toMatchObject([{ spentNanoDollars: 60_000, reservedNanoDollars: 0 }])
  })

  test('a call that waits ends when it is stopped, or when its patience is over', async () => {
    const { spending, budget, clock } = openSpending()
    await budget('organisation', 5_000_000)
    const holding = await spending.reserve(call())
    const controller = new AbortController()
    const stopped = spending.reserve(call(), controller.signal)
    controller.abort(new Error('stopped by hand'))
    await expect(stopped).rejects.toThrow('stopped by hand')
    const impatient = spending.reserve(call())
    const refused = expect(impatient).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      data: { leftNanoDollars: 2_750_000, neededNanoDollars: 2_250_000 },
    })
    while (clock.timers === 0) await new Promise((resolve) => setImmediate(resolve))
    clock.turnTo(noon + 1_000)
    await refused
    await holding.settle(ended(1, 1))
  })

  test('a call that is stopped while the store answers does not wait for others', async () => {
    // Catches a signal that was aborted before anybody listened, and is heard when another call is settled.
    const { spending, store, budget, clock } = openSpending()
    await budget('organisation', 5_000_000)
    const holding = await spending.reserve(call())
    const controller = new AbortController()
    const { write } = store
    store.write = async (name, input) => {
      const answer = await write(name, input)
      controller.abort(new Error('stopped by hand'))
      return answer
    }
    await expect(spending.reserve(call(), controller.signal)).rejects.toThrow('stopped by hand')
    expect(clock.timers).toBe(0)
    await holding.settle(ended(1, 1))
  })

  test('a budget of nothing lets only what is free begin; a price that nobody said needs to be free of budgets', async () => {
    const { spending, budget, store } = openSpending()
    const unpriced = await spending.reserve(call({ price: null }))
    await unpriced.settle(ended(100, 100))
    await budget('organisation', 0)
    await expect(spending.reserve(call({ price: null }))).rejects.toMatchObject({
      code: 'PRICE_UNKNOWN',
      data: { modelId: 'acme/large' },
    })
    await expect(spending.reserve(call())).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      data: { leftNanoDollars: 0 },
    })
    const free = { input: 0, output: 0, cachedInput: null, cacheWrite: null }
    await (await spending.reserve(call({ price: free }))).settle(ended(100, 100))
    await expectNoDrift(store)
  })

  test('a budget that is set in the middle of its period counts what was spent before, and calls under way', async () => {
    const { spending, budget, budgets } = openSpending()
    await (await spending.reserve(call({ libraryIds: ['shelf'] }))).settle(ended(1_000, 0))
    const underWay = await spending.reserve(call({ libraryIds: ['shelf'] }))
    await budget('library', 3_000_000, 'shelf')
    expect(await budgets()).toMatchObject([{ spentNanoDollars: 1_000_000, reservedNanoDollars: 2_250_000 }])
    // The limit falls below what is under way: that is not cut off, and nothing new begins.
    await budget('library', 1_500_000, 'shelf')
    expect(await underWay.settle(ended(1_000, 0))).toMatchObject({ stopped: [{ scope: 'library' }] })
    await expect(spending.reserve(call({ libraryIds: ['shelf'] }))).rejects.toMatchObject({
      data: { leftNanoDollars: 0, renewsAt: null },
    })
  })

  test('estimates tell the worst case and the budget that has least left, and hold nothing', async () => {
    const { spending, budget, budgets } = openSpending()
    expect(await spending.estimate(call())).toEqual({ worstCaseNanoDollars: 2_250_000, tightestBudget: null })
    await budget('month', 90_000_000)
    const budgetId = await budget('day', 80_000_000)
    expect(await spending.estimate(call())).toEqual({
      worstCaseNanoDollars: 2_250_000,
      tightestBudget: { budgetId, leftNanoDollars: 80_000_000, limitNanoDollars: 80_000_000 },
    })
    expect(await spending.estimate(call({ price: null }))).toMatchObject({ worstCaseNanoDollars: null })
    expect((await budgets()).map(({ reservedNanoDollars }) => reservedNanoDollars)).toEqual([0, 0])
  })

  test('a time zone that changes takes the day with it', async () => {
    let zone = 'UTC'
    const { spending, store, budget, clock } = openSpending({ timeZone: () => zone })
    await budget('day', 3_000_000)
    await (await spending.reserve(call())).settle(ended(1_000, 0))
    zone = 'Pacific/Auckland'
    // It is past midnight there, but the call was made on the same day there too.
    await expect(spending.reserve(call())).rejects.toMatchObject({
      data: { leftNanoDollars: 2_000_000, renewsAt: Date.UTC(2026, 10, 16, 11) },
    })
    clock.turnTo(Date.UTC(2026, 10, 16, 11))
    await (await spending.reserve(call())).settle(ended(1, 1))
    await expectNoDrift(store)
  })

  test('what an engine left under way is in the ledger after the next start, and nothing of it is set aside', async () => {
    const { spending, store, dataFolder, budget } = openSpending()
    await budget('month', 10_000_000)
    await (await spending.reserve(call())).settle(ended(10, 10))
    await spending.reserve(call({ conversationId: 'talk' }))
    await store.close()
    const next = openSpending({ dataFolder })
    await next.spending.begin()
    expect(await next.budgets()).toMatchObject([{ reservedNanoDollars: 0, spentNanoDollars: 30_000 }])
    const sql =
      'SELECT outcome, code, conversation_id, nano_dollars FROM ledger e JOIN ledger_series g ON g.key = e.series_key ORDER BY e.key'
    const rows = next.connection.all('test', sql)
    expect(rows).toEqual([
      { outcome: 'ok', code: null, conversation_id: null, nano_dollars: 30_000 },
      { outcome: 'failed', code: 'ENGINE_ENDED', conversation_id: 'talk', nano_dollars: 0 },
    ])
  })

  test('USE-1.append-only: the database itself refuses to change, remove or put another in the place of an entry', async () => {
    const { spending, connection } = openSpending()
    await (await spending.reserve(call({ libraryIds: ['shelf', 'shelf'] }))).settle(ended(10, 10))
    const statements = [
      'UPDATE ledger SET nano_dollars = 0',
      'DELETE FROM ledger',
      'INSERT OR REPLACE INTO ledger SELECT * FROM ledger',
      'UPDATE ledger_libraries SET at = 0',
      'DELETE FROM ledger_libraries',
      'INSERT OR REPLACE INTO ledger_libraries SELECT * FROM ledger_libraries',
    ]
    for (const sql of statements) expect(() => connection.run('test', sql)).toThrow('append-only')
  })
})
