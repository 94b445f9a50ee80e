import { describe, expect, test } from 'vitest'
import { openDirectStore } from '../../../test/support/direct-store.ts'
import { createPrices } from './prices.ts'
import { readShippedPrices } from './shipped-prices.ts'

const day = 24 * 3_600_000
const now = Date.UTC(2026, 10, 15)
const openai = { kind: 'openai', isLocal: false } as const

function openPrices(localTokenPrice = 0) {
  const { store } = openDirectStore()
  const clock = { now: () => now, after: () => ({ [Symbol.dispose]: () => undefined }) }
  return createPrices({ store, clock, localTokenPrice: async () => localTokenPrice })
}

describe('prices', () => {
  test('USE-2.dates: a call is priced by what held when it was made', async () => {
    const prices = openPrices()
    const at = (time: string) => prices.priceOf('my-openai/o3', Date.parse(time), openai)
    expect(await at('2025-04-15')).toBeNull()
    expect(await at('2025-06-09T23:59:59Z')).toMatchObject({ input: 10e9, output: 40e9 })
    expect(await at('2025-06-10')).toMatchObject({ input: 2e9, output: 8e9 })
  })

  test('shipped prices are found by the kind of the provider, never by a name that a person chose', async () => {
    const prices = openPrices()
    expect(await prices.priceOf('anything/gpt-5-2025-08-07', now, openai)).toMatchObject({
      input: 1.25e9,
      output: 10e9,
    })
    // A server of one's own under the name of a provider: nobody knows what it costs.
    expect(await prices.priceOf('openai/gpt-5', now, { kind: 'openai-compatible', isLocal: true })).toBeNull()
    expect(await prices.priceOf('anything/gpt-5-turbo-max', now, openai)).toBeNull()
    expect(await prices.priceOf('azure/gpt-5', now, { kind: 'azure-openai', isLocal: false })).toBeNull()
  })

  test("USE-2.edit: a person's price goes before a shipped one, from its day on, until it is taken back", async () => {
    const prices = openPrices()
    const set = await prices.set({ model: 'work/gpt-5', input: 7, output: 8, validFrom: now - day })
    expect(set).toEqual({
      ...{ model: 'work/gpt-5', validFrom: now - day, input: 7, output: 8 },
      ...{ cachedInput: null, cacheWrite: null, origin: 'person' },
    })
    expect(await prices.priceOf('work/gpt-5', now, openai)).toMatchObject({ input: 7 })
    expect(await prices.priceOf('work/gpt-5', now - 2 * day, openai)).toMatchObject({ input: 1.25e9 })
    expect(await prices.priceOf('other/gpt-5', now, openai)).toMatchObject({ input: 1.25e9 })
    // Without a day it holds from now on, and the one before is kept for what was before.
    await prices.set({ model: 'work/gpt-5', input: 9, output: 9 })
    expect(await prices.priceOf('work/gpt-5', now, openai)).toMatchObject({ input: 9 })
    expect(await prices.priceOf('work/gpt-5', now - 1, openai)).toMatchObject({ input: 7 })
    expect((await prices.list('work/gpt-5')).map(({ input }) => input)).toEqual([9, 7])
    await prices.remove({ model: 'work/gpt-5', validFrom: now })
    expect(await prices.priceOf('work/gpt-5', now, openai)).toMatchObject({ input: 7 })
    await expect(prices.remove({ model: 'work/gpt-5', validFrom: now })).rejects.toMatchObject({
      code: 'PRICE_NOT_FOUND',
    })
  })

  test('USE-2.update: a table is taken whole or not at all', async () => {
    const prices = openPrices()
    const row = { model: 'openai/gpt-5', validFrom: '2026-01-01', input: '1.10', output: '8.8' }
    const other = { model: 'acme/large', validFrom: now, input: 5, output: 6, cachedInput: '0.000000001' }
    expect(await prices.import(JSON.stringify([row, other]))).toEqual({ added: 2, unchanged: 0 })
    expect(await prices.import(JSON.stringify([row, { ...other, output: 7 }]))).toEqual({ added: 1, unchanged: 1 })
    expect(await prices.priceOf('my-openai/gpt-5', now, openai)).toMatchObject({ input: 1.1e9, output: 8.8e9 })
    expect(await prices.list('acme/large')).toMatchObject([{ input: 5, output: 7, cachedInput: 1 }])
    const wrong: [unknown, { row: number | null; reason: string }][] = [
      ['[', { row: null, reason: 'it is not JSON' }],
      ['{}', { row: null, reason: 'it is not a list' }],
      [[row, { ...row, input: '1,5' }], { row: 2, reason: expect.stringContaining('input') }],
      [[{ ...row, output: -1 }], { row: 1, reason: expect.stringContaining('output') }],
      [[{ ...row, input: 0.5 }], { row: 1, reason: expect.stringContaining('input') }],
      [[{ ...row, validFrom: '2026-02-30' }], { row: 1, reason: expect.stringContaining('validFrom') }],
      [[row, row], { row: 2, reason: expect.stringContaining('same model and time') }],
    ]
    for (const [table, data] of wrong) {
      const json =
        typeof table === 'string' ? table : JSON.stringify([{ ...other, model: 'acme/new' }, ...(table as [])])
      const told = data.row === null ? data : { ...data, row: data.row + 1 }
      await expect(prices.import(json)).rejects.toMatchObject({ code: 'PRICES_INVALID', data: told })
    }
    expect(await prices.list('acme/new')).toEqual([])
  })

  test('USE-2.local: what runs on this machine costs its electricity, or nothing', async () => {
    const free = { input: 0, output: 0, cachedInput: null, cacheWrite: null }
    expect(await openPrices().priceOf('stories', now, null)).toEqual(free)
    const prices = openPrices(40_000_000)
    const energy = { ...free, input: 40_000_000, output: 40_000_000 }
    expect(await prices.priceOf('stories', now, null)).toEqual(energy)
    expect(await prices.priceOf('here/llama3.2', now, { kind: 'ollama', isLocal: true })).toEqual(energy)
    // An Ollama of somebody else has no list of prices.
    expect(await prices.priceOf('there/llama3.2', now, { kind: 'ollama', isLocal: false })).toBeNull()
    expect(await prices.priceOf('extractive', now, null)).toEqual(free)
    await prices.set({ model: 'stories', input: 1, output: 2 })
    expect(await prices.priceOf('stories', now, null)).toMatchObject({ input: 1, output: 2 })
  })

  test('the shipped table can be read, and no price in it is above the one that writes', () => {
    const shipped = readShippedPrices()
    expect(shipped.length).toBeGreaterThan(30)
    for (const { model, input, output, cachedInput } of shipped) {
      if (!model.includes('embedding')) expect(output, model).toBeGreaterThanOrEqual(input)
      expect(cachedInput ?? 0, model).toBeLessThan(input)
    }
  })
})
