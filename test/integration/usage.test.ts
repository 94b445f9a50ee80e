import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startHost } from '../../src/headless/host.ts'
import { runCliHere } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, endOfJob, shareTestEngine } from '../support/test-engine.ts'

const shared = shareTestEngine()

/** A server of embeddings that counts ten tokens a text, or fails. */
async function startEmbeddings(state: { fails: boolean }): Promise<string> {
  const server = createServer(async (request, response) => {
    const { input } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { input: string[] }
    if (state.fails) {
      response.writeHead(400).end()
      return
    }
    const data = input.map((_, index) => ({ index, embedding: [1, 2, 3] }))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data, usage: { prompt_tokens: input.length * 10 } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

describe('the ledger through the contract', () => {
  test('USE-1.provider: what a server of embeddings read is in the ledger, and a budget stops it', async () => {
    // Catches models that spend beside the ledger because they write no text.
    const { client } = shared
    const state = { fails: false }
    const url = await startEmbeddings(state)
    const about = { kind: 'embedding', runtime: 'openai-compatible', url, name: 'm' } as const
    await client.models.add({ ...about, modelId: 'far/small', inputPrice: 20_000_000 })
    await client.models.test({ modelId: 'far/small' })
    const filter = { model: 'far/small' }
    const [call] = (await client.usage.calls({ filter })).items
    expect(call).toMatchObject({
      ...{ model: 'far/small', purpose: 'embedding', outcome: 'ok', code: null, counted: false, priceKnown: true },
      ...{ usage: { inputTokens: 10, outputTokens: 0 }, nanoDollars: 200, attempt: 1 },
    })
    expect(await client.usage.call({ callId: call?.id ?? '' })).toEqual(call)
    state.fails = true
    await expect(client.models.test({ modelId: 'far/small' })).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
    state.fails = false
    expect((await client.usage.summary({ filter })).total).toMatchObject({ calls: 2, failed: 1, nanoDollars: 200 })

    const budget = await client.budgets.set({ scope: 'month', limitNanoDollars: 200 })
    expect(budget).toMatchObject({ spentNanoDollars: 200, state: 'stopped', subject: null, period: 'month' })
    await expect(client.models.test({ modelId: 'far/small' })).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      data: { budgetId: budget.id, scope: 'month', leftNanoDollars: 0, renewsAt: budget.renewsAt },
    })
    await client.models.add({ ...about, modelId: 'far/unpriced' })
    await expect(client.models.test({ modelId: 'far/unpriced' })).rejects.toMatchObject({ code: 'PRICE_UNKNOWN' })
    await client.prices.set({ model: 'far/unpriced', input: 0, output: 0 })
    await client.models.test({ modelId: 'far/unpriced' })
    expect(await client.budgets.remove({ budgetId: budget.id })).toEqual({ budgetId: budget.id })
    await client.models.test({ modelId: 'far/small' })
  })

  test('USE-3.library USE-4.library: what a server of embeddings reads of a library counts in its view and its budget', async () => {
    // Catches texts and questions that are sent away beside the budget of the library that they are of.
    const { client } = shared
    const url = await startEmbeddings({ fails: false })
    const about = { kind: 'embedding', runtime: 'openai-compatible', url, name: 'm' } as const
    await client.models.add({ ...about, modelId: 'far/vectors', inputPrice: 20_000_000 })
    const { id: libraryId } = await client.libraries.create({ name: 'Harbour' })
    await addText(client, 'Harbour', { name: 'a.md', text: 'The harbour is 3 metres deep.' })
    const { job } = await client.libraries.embed({ library: 'Harbour', modelId: 'far/vectors' })
    if (job === null) throw new Error('there is nothing to do')
    await endOfJob(client, job)
    const asked = (query: string) =>
      client.search.query({ query, libraries: ['Harbour'], retrieval: { mode: 'dense', rerank: false } })
    expect((await asked('how deep is it')).notices).not.toContain('embedding-failed')
    const filter = { libraryId, model: 'far/vectors' }
    const { calls, nanoDollars } = (await client.usage.summary({ filter })).total
    expect([calls, nanoDollars > 200]).toEqual([2, true])
    const budget = await client.budgets.set({ scope: 'library', subject: libraryId, limitNanoDollars: nanoDollars })
    expect(budget).toMatchObject({ spentNanoDollars: nanoDollars, state: 'stopped' })
    expect((await asked('how wide is it')).notices).toContain('embedding-failed')
    await client.budgets.remove({ budgetId: budget.id })
    await client.libraries.delete({ library: libraryId })
  })

  test('sums stay when a library and a conversation are erased, without their names', async () => {
    const { client } = shared
    const library = await client.libraries.create({ name: 'Papers' })
    await client.budgets.set({ scope: 'library', subject: 'papers', limitNanoDollars: 5 })
    const [budget] = (await client.budgets.list()).filter(({ scope }) => scope === 'library')
    expect(budget).toMatchObject({ subject: library.id, title: 'Papers', renewsAt: null })
    const before = (await client.usage.summary({})).total
    await client.libraries.delete({ library: library.id })
    expect((await client.budgets.list()).find(({ id }) => id === budget?.id)).toMatchObject({ title: null })
    expect((await client.usage.summary({})).total).toEqual(before)
    await client.budgets.remove({ budgetId: budget?.id ?? '' })
  })

  test('budgets that can not be are refused, each with its reason', async () => {
    const { client } = shared
    const limitNanoDollars = 1
    const refused = (budget: Omit<Parameters<typeof client.budgets.set>[0], 'limitNanoDollars'>) =>
      expect(client.budgets.set({ ...budget, limitNanoDollars })).rejects
    await refused({ scope: 'agent' }).toMatchObject({ code: 'BUDGET_INVALID' })
    await refused({ scope: 'month', subject: 'x' }).toMatchObject({ code: 'BUDGET_INVALID' })
    await refused({ scope: 'day', period: 'month' }).toMatchObject({ code: 'BUDGET_INVALID' })
    await refused({ scope: 'library', subject: 'nowhere' }).toMatchObject({ code: 'LIBRARY_NOT_FOUND' })
    await refused({ scope: 'conversation', subject: 'none' }).toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
    expect(await client.budgets.list()).toEqual([])
    await expect(client.budgets.remove({ budgetId: '019a0000-0000-7000-8000-000000000000' })).rejects.toMatchObject({
      code: 'BUDGET_NOT_FOUND',
    })
    await expect(client.usage.overTime({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('the ledger on the command line', () => {
  test('USE-2.edit USE-2.update USE-3.month: prices, budgets and sums in dollars that lose no digit', async () => {
    const data = join(temporaryFolder(), 'data')
    // One engine for all commands, as where a window is open.
    process.env.DIWAN_KEYCHAIN = 'off'
    await using host = new AsyncDisposableStack()
    const signal = new AbortController().signal
    const running = await startHost({
      ...{
        dataFolder: data,
        passphrase: null,
        host: '127.0.0.1',
        port: 0,
        patience: 10_000,
        logLevel: 'silent',
        signal,
      },
    })
    host.defer(() => running.close())
    const cli = (...words: string[]) => runCliHere([...words, '--data', data])
    const typed = await cli(
      ...['models', 'price', 'far/small', '--input', '0.000000001', '--output', '2.00', '--cached-input', '0.1'],
      ...['--from', '2026-01-31T00:00Z', '--json'],
    )
    expect(JSON.parse(typed.stdout)).toEqual({
      ...{ model: 'far/small', validFrom: Date.UTC(2026, 0, 31), input: 1, output: 2_000_000_000 },
      ...{ cachedInput: 100_000_000, cacheWrite: null, origin: 'person' },
    })
    expect((await cli('models', 'price', 'far/small')).stdout).toContain('0.000000001  2')
    for (const wrong of [
      ['--input', '1,00', '--output', '2'],
      ['--input', '1.0000000001', '--output', '2'],
      ['--input', '1'],
      ['--input', '1', '--output', '2', '--from', '2026-02-30'],
    ]) {
      expect(await cli('models', 'price', 'far/small', ...wrong)).toMatchObject({ code: 2 })
    }
    const table = join(temporaryFolder(), 'prices.json')
    await writeFile(table, JSON.stringify([{ model: 'far/large', validFrom: '2026-01-01', input: '3', output: '15' }]))
    expect((await cli('models', 'prices', table)).stdout).toContain('Taken: 1 prices.')
    const set = JSON.parse((await cli('budget', 'set', '--scope', 'month', '--limit', '1.00', '--json')).stdout)
    expect(set).toMatchObject({ scope: 'month', limitNanoDollars: 1_000_000_000, state: 'within' })
    expect((await cli('budget', 'list')).stdout).toMatch(/month +\$1\.00 +nothing +nothing +within/)
    expect(await cli('budget', 'set', '--scope', 'agent', '--limit', '1')).toMatchObject({ code: 2 })
    expect(JSON.parse((await cli('usage', '--json')).stdout)).toMatchObject({
      total: { calls: 0, nanoDollars: 0 },
      ...{ groups: [], calls: [], advice: [] },
    })
    expect((await cli('usage', '--csv')).stdout).toMatch(/^time,model,purpose,/)
    expect(await cli('budget', 'remove', set.id)).toMatchObject({ code: 0 })
    expect((await cli('budget')).stdout).toContain('There is no budget.')
  })
})
