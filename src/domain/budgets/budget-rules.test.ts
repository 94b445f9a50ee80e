import { describe, expect, test } from 'vitest'
import { admit, type BudgetStanding, leftOf, stateOf } from './budget-rules.ts'

const standing = (over: Partial<BudgetStanding> = {}): BudgetStanding => ({
  ...{ limit: 1_000_000_000, spent: 0, reserved: 0, isOverbilled: false },
  ...over,
})

describe('budgets', () => {
  test('USE-3.warning USE-3.stop: a budget warns at 80 % and stops at 100 %, to the nano-dollar', () => {
    const at = (spent: number, limit = 1_000_000_000) => stateOf(standing({ spent, limit }))
    expect([at(799_999_999), at(800_000_000), at(999_999_999), at(1_000_000_000)]).toEqual([
      ...['within', 'warning', 'warning', 'stopped'],
    ])
    // 80 % of 3 is 2.4; of the largest limit it is an exact number.
    expect([at(2, 3), at(3, 3), at(0, 0), at(8e14 - 1, 1e15), at(8e14, 1e15)]).toEqual([
      ...['within', 'stopped', 'stopped', 'within', 'warning'],
    ])
  })

  test('USE-3.stop: of a budget that an excess has stopped nothing is left, whatever its limit', () => {
    // Catches a refusal that says how much is left of what nobody may use.
    const stopped = standing({ spent: 100_000_000, isOverbilled: true })
    expect([leftOf(stopped), admit(stopped, 1), stateOf(stopped)]).toEqual([0, 'no', 'stopped'])
    expect(leftOf(standing({ spent: 600_000_000, reserved: 500_000_000 }))).toBe(0)
    expect(leftOf(standing({ spent: 600_000_000, reserved: 300_000_000 }))).toBe(100_000_000)
  })

  test('USE-3.parallel: what fits goes alone; beside others only with room for their excess', () => {
    expect([admit(standing({ spent: 1_000_000_000 }), 0), admit(standing({ limit: 0 }), 1)]).toEqual(['yes', 'no'])
    expect([admit(standing(), 1_000_000_000), admit(standing(), 1_000_000_001)]).toEqual(['yes', 'no'])
    const under = standing({ reserved: 100_000_000 })
    expect([admit(under, 150_000_000), admit(under, 150_000_001)]).toEqual(['yes', 'wait'])
  })
})
