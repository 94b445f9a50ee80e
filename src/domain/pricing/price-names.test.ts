import { describe, expect, test } from 'vitest'
import { ofKind, priceAt, priceNames } from './price-names.ts'

describe('names of prices', () => {
  test.each([
    ['openai/gpt-5-2025-08-07', ['openai/gpt-5-2025-08-07', 'openai/gpt-5']],
    ['anthropic/claude-opus-4-1-20250805', ['anthropic/claude-opus-4-1-20250805', 'anthropic/claude-opus-4-1']],
    ['work/claude-opus-4@20250514', ['work/claude-opus-4@20250514', 'work/claude-opus-4']],
    ['anthropic/claude-3-5-haiku-latest', ['anthropic/claude-3-5-haiku-latest', 'anthropic/claude-3-5-haiku']],
    ['openai/o1-pro', ['openai/o1-pro']],
    ['openai/gpt-4-0613', ['openai/gpt-4-0613']],
    ['openai/gpt-5-2025-13-07', ['openai/gpt-5-2025-13-07']],
    ['openai/gpt-5-2025-0807', ['openai/gpt-5-2025-0807']],
    ['openai/-latest', ['openai/-latest']],
    ['a/gpt-5-2025-08-07-preview', ['a/gpt-5-2025-08-07-preview']],
  ])('USE-2.dates: %s is looked for as %j, and as nothing that only begins alike', (model, names) => {
    // Catches o1-pro priced as o1, which costs a tenth of it.
    expect(priceNames(model)).toEqual(names)
  })

  test('the youngest price that holds at a time is taken, of the first name that has one', () => {
    const prices = [
      { model: 'a', validFrom: 10, input: 1 },
      { model: 'a', validFrom: 20, input: 2 },
      { model: 'a', validFrom: 30, input: 3 },
      { model: 'b', validFrom: 0, input: 9 },
    ]
    expect(priceAt(prices, ['a', 'b'], 29)?.input).toBe(2)
    expect(priceAt(prices, ['a', 'b'], 20)?.input).toBe(2)
    expect(priceAt(prices, ['a', 'b'], 9)?.input).toBe(9)
    expect(priceAt(prices, ['c'], 9)).toBeNull()
  })

  test('a provider that a person named is looked for by its kind, whatever its models are called', () => {
    expect(ofKind('work/openai/gpt-oss-20b', 'groq')).toBe('groq/openai/gpt-oss-20b')
  })
})
