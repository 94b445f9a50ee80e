import { describe, expect, test } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { isWithinBudget } from './ahead-budget.ts'

const limits = {
  ...Settings.parse({}).ahead,
  ...{ hourlyAnswers: 3, dailyAnswers: 5, hourlySeconds: 10, dailySeconds: 20 },
  ...{ hourlyTokens: 100, dailyTokens: 150, hourlyCents: 2, dailyCents: 3 },
}
const none = { answers: 0, used: 0, seconds: 0, tokens: 0, nanoDollars: 0 }
const next = { seconds: 1, tokens: 0, nanoDollars: 0 }
const cent = 10_000_000

describe('RET-11.budget: one more answer', () => {
  test('is made while hour and day have room for it', () => {
    expect(isWithinBudget(limits, { hour: none, day: none }, next)).toBe(true)
    const nearly = { answers: 2, used: 9, seconds: 9, tokens: 100, nanoDollars: 2 * cent }
    expect(isWithinBudget(limits, { hour: nearly, day: nearly }, next)).toBe(true)
  })

  test.each([
    ['answers of the hour', { answers: 3 }, {}, {}],
    ['answers of the day', {}, { answers: 5 }, {}],
    ['seconds of the hour', { seconds: 9.5 }, {}, {}],
    ['seconds of the day', {}, { seconds: 19.5 }, {}],
    ['tokens of the hour', { tokens: 60 }, {}, { tokens: 41 }],
    ['tokens of the day', {}, { tokens: 100 }, { tokens: 51 }],
    ['money of the hour', { nanoDollars: cent }, {}, { nanoDollars: cent + 1 }],
    ['money of the day', {}, { nanoDollars: 2 * cent }, { nanoDollars: cent + 1 }],
    // Would catch: a limit that what takes no time that could be told never reaches.
    ['seconds that are used up', { seconds: 10 }, {}, { seconds: 0 }],
    ['one question that takes more than all', {}, {}, { seconds: 11 }],
  ])('is not made for want of %s', (_what, hour, day, estimate) => {
    const spent = { hour: { ...none, ...hour }, day: { ...none, ...day } }
    expect(isWithinBudget(limits, spent, { ...next, ...estimate })).toBe(false)
  })
})
