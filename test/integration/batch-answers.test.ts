import { expect, test } from 'vitest'
import type { ProviderProtocol } from '../../src/contract/providers.ts'
import { ManualClock } from '../support/desktop/fake-supervision.ts'
import { startBatchServer, usage } from '../support/models/batch-script.ts'
import { addText, shareTestEngine, type TestEngine } from '../support/test-engine.ts'

const patience = { timeout: 20_000 }
const minute = 60_000
const question = 'How deep is the harbour basin?'
const text = 'The harbour basin is 14 metres deep.\n'
/** Dollars 3 and 15 a million tokens, at half of which the batch is billed. */
const listed = { input: 3_000_000_000, output: 15_000_000_000 }
const bill = (usage.input * listed.input + usage.output * listed.output) / 2 / 1e6
const kinds = { openai: 'gpt-4.1', anthropic: 'claude-sonnet-4-5' } as const

type Client = TestEngine['client']
type Opened = { kind: keyof typeof kinds; protocol?: ProviderProtocol; localOnly?: boolean; usesBatches?: boolean }

const clock = new ManualClock()
const shared = shareTestEngine(undefined, { clock, inference: { wait: async () => undefined } })
let libraries = 0

/** A library with a budget of its own and a provider of batches, in an engine where nothing else waits. */
async function begin({ kind, protocol, localOnly = false, usesBatches = true }: Opened) {
  const { server, script } = await startBatchServer(kind)
  const { client } = shared
  for (const { messageId } of await client.chat.waiting({})) await client.chat.stopWaiting({ messageId })
  if ((await client.providers.list()).length > 0) await client.providers.remove({ name: 'far' })
  const { id: library } = await client.libraries.create({ name: `harbour ${++libraries}` })
  await addText(client, library, { name: 'basin.txt', text })
  if (localOnly) await client.libraries.configure({ library, localOnly })
  await client.providers.add({
    ...{ name: 'far', kind, url: server.url, key: 'a-key', usesBatches },
    ...(protocol === undefined ? {} : { protocol }),
  })
  const model = `far/${kinds[kind]}`
  await client.prices.set({ model, ...listed })
  await client.budgets.set({ scope: 'library', subject: library, limitNanoDollars: 1_000_000_000 })
  const standing = async () => {
    const found = (await shared.client.budgets.list()).find(({ subject }) => subject === library)
    return { spent: found?.spentNanoDollars, reserved: found?.reservedNanoDollars }
  }
  return { script, client, library, model, standing }
}

/** Asks a question that can wait, and gives the place of its answer once it was looked at. */
async function askLater(client: Client, { library, model }: { library: string; model: string }) {
  const asked = { question, libraries: [library], model, mayWait: 'later' as const, reuse: false }
  const [waits] = await Array.fromAsync(await client.chat.ask(asked))
  if (waits?.type !== 'answer-waiting') throw new Error(`it ended with ${waits?.type}`)
  return waits
}

const waitingOf = async (client: Client) => (await client.chat.waiting({}))[0]

/** What is to be seen after the next looks, whenever those begin. */
function later<Value>(see: () => Value): Value {
  clock.advance(minute)
  return see()
}

/** Until the question lies with its provider. */
async function untilInBatch(client: Client) {
  await expect.poll(async () => (await waitingOf(client))?.inBatchSince, patience).toEqual(expect.any(Number))
  await expect.poll(async () => (await waitingOf(client))?.retryAt, patience).toBeGreaterThan(clock.now())
}

test.each([
  { kind: 'openai', protocol: 'openai-responses' },
  { kind: 'openai', protocol: 'openai-chat' },
  { kind: 'anthropic', protocol: 'anthropic-messages' },
] as const)(
  'MOD-6.batch: what can wait is written at the batch price of $kind, $protocol, over a restart, with its citations',
  async (is) => {
    const { script, client, library, model, standing } = await begin(is)
    // A mark of the model and a sentence of its own.
    script.text = 'The harbour basin is 14 metres deep [1].'
    const { conversationId, messageId } = await askLater(client, { library, model })
    await untilInBatch(client)
    const reserved = (await standing()).reserved
    expect(reserved).toBeGreaterThan(bill)
    expect(script.batches).toHaveLength(1)
    expect(script.batches[0]?.body).not.toHaveProperty('stream')
    const retryAt = (await waitingOf(client))?.retryAt ?? 0
    expect(retryAt - clock.now()).toBe(minute / 2)
    await shared.restart()

    // The money stays aside while the engine is away, and the question is given away once.
    const again = shared.client
    expect((await standing()).reserved).toBe(reserved)
    // What is searched changes meanwhile: the answer has the passages of its question all the same.
    await addText(again, library, { name: 'quay.md', text: '# Quay\n\nThe harbour basin has a quay 3 metres deep.\n' })
    clock.advance(minute / 2)
    await expect.poll(async () => (await waitingOf(again))?.retryAt, patience).toBe(clock.now() + minute / 2)
    script.state = 'done'
    clock.advance(minute / 2)
    await expect.poll(() => again.chat.waiting({}), patience).toEqual([])
    expect(script.calls.filter((call) => /^POST .*batches$/.test(call))).toHaveLength(1)

    const { messages } = await again.chat.conversations.get({ conversationId })
    const answer = messages.find(({ id }) => id === messageId)?.answer
    expect(answer).toMatchObject({ mode: 'generated', cost: { nanoDollars: bill }, generation: { choice: { model } } })
    expect(answer?.generation?.choice.because).toContain('batch price')
    const [citation] = answer?.citations ?? []
    expect(citation?.quote).toBe('The harbour basin is 14 metres deep.')
    expect(text.slice(citation?.start, citation?.end)).toBe(citation?.quote)
    expect((await standing()).spent).toBe(bill)
    expect((await standing()).reserved).toBe(0)
    // Nothing of it is left with the provider.
    const left = () => (is.kind === 'openai' ? script.files.size : script.batches.length)
    await expect.poll(() => later(left), patience).toBe(0)
  },
)

test('MOD-6.batch: nothing is left to a provider unasked, nor from a library that stays here', async () => {
  for (const asked of [{ usesBatches: false }, { localOnly: true }]) {
    const { script, client, library, model } = await begin({ kind: 'openai', ...asked })
    await askLater(client, { library, model })
    await expect.poll(async () => (await waitingOf(client))?.code, patience).toEqual(expect.any(String))
    clock.advance(minute)
    expect(script.calls.filter((call) => /files|batches/.test(call))).toEqual([])
  }
})

test.each(['refused', 'expired'] as const)(
  'MOD-6.batch: a batch that is %s frees its money, and its question is asked in its turn',
  async (state) => {
    const { script, client, library, model, standing } = await begin({ kind: 'anthropic' })
    await askLater(client, { library, model })
    await untilInBatch(client)
    script.state = state
    script.instead.set('POST /v1/messages ', { status: 529 })
    clock.advance(minute / 2)
    // Asked at once from now on, which this server does not answer.
    await expect.poll(async () => (await waitingOf(client))?.tries, patience).toBe(1)
    expect((await waitingOf(client))?.inBatchSince).toBeNull()
    expect(script.calls).toContain('POST /v1/messages')
    expect((await standing()).reserved).toBe(0)
    expect((await standing()).spent).toBe(0)
    await expect.poll(() => later(() => script.batches), patience).toEqual([])
  },
)

test.each(['openai', 'anthropic'] as const)(
  'MOD-6.batch: who takes a question back takes it back from %s, and pays nothing',
  async (kind) => {
    const { script, client, library, model, standing } = await begin({ kind })
    const { messageId } = await askLater(client, { library, model })
    await untilInBatch(client)
    await client.chat.stopWaiting({ messageId })
    await expect.poll(() => script.batches[0]?.state, patience).toBe('cancelled')
    const left = () => (kind === 'openai' ? script.files.size : script.batches.length)
    await expect.poll(() => later(left), patience).toBe(0)
    expect((await standing()).reserved).toBe(0)
    expect(await client.chat.waiting({})).toEqual([])
  },
)

test.each(['openai', 'anthropic'] as const)(
  'MOD-6.batch: %s takes a batch and the answer to that is lost: it is found again, and asked once',
  async (kind) => {
    const { script, client, library, model, standing } = await begin({ kind })
    const make = kind === 'openai' ? 'POST /v1/batches' : 'POST /v1/messages/batches'
    script.instead.set(make, 'cut')
    await askLater(client, { library, model })
    await untilInBatch(client)
    expect(script.batches).toHaveLength(1)
    await shared.restart()
    script.instead.clear()

    const again = shared.client
    script.state = 'done'
    await expect.poll(() => later(() => again.chat.waiting({})), patience).toEqual([])
    expect(script.calls.filter((call) => call === make)).toHaveLength(1)
    expect((await standing()).spent).toBe(bill)
  },
)

test('MOD-6.batch: a batch that never reached its provider is not waited for, and leaves no file there', async () => {
  const { script, client, library, model, standing } = await begin({ kind: 'openai' })
  script.instead.set('POST /v1/batches', { status: 500 })
  await askLater(client, { library, model })
  await untilInBatch(client)
  expect(script.files.size).toBe(1)
  // A call that was given up here may still arrive there for a while.
  clock.advance(16 * minute)
  // Then asked in its turn, which this server does not answer either.
  await expect.poll(() => waitingOf(client), patience).toMatchObject({ inBatchSince: null, tries: 1 })
  expect(script.files.size).toBe(0)
  expect((await standing()).reserved).toBe(0)
})

test('MOD-6.batch: a provider that can’t be asked is told of and asked again; what it did is not lost', async () => {
  const { script, client, library, model, standing } = await begin({ kind: 'anthropic' })
  await askLater(client, { library, model })
  await untilInBatch(client)
  const reserved = (await standing()).reserved
  const look = async (code: string | null, after: number) => {
    const due = (await waitingOf(client))?.retryAt ?? 0
    clock.advance(due - clock.now())
    await expect.poll(async () => (await waitingOf(client))?.retryAt, patience).toBe(clock.now() + after)
    expect((await waitingOf(client))?.code).toBe(code)
  }
  script.instead.set('GET /v1/messages/batches/', { status: 401 })
  await look('MODEL_UNREACHABLE', minute / 2)
  script.instead.set('GET /v1/messages/batches/', { status: 429, headers: { 'retry-after': '240' } })
  await look('MODEL_UNREACHABLE', 4 * minute)
  script.instead.clear()
  expect((await standing()).reserved).toBe(reserved)
  script.state = 'done'
  clock.advance(60 * minute)
  await expect.poll(() => client.chat.waiting({}), patience).toEqual([])
  expect((await standing()).spent).toBe(bill)
})

test('MOD-6.batch: what is kept for an answer goes with an erased document and with its conversation, there as well', async () => {
  const { script, client, library, model, standing } = await begin({ kind: 'openai' })
  const { conversationId } = await askLater(client, { library, model })
  await untilInBatch(client)
  const { items } = await client.documents.list({ library })
  const report = await client.documents.erase({ selection: { documentIds: items.map(({ id }) => id) } })
  expect((await client.erasures.verify({ erasureId: report.id })).clean).toBe(true)
  expect((await waitingOf(client))?.inBatchSince).toBeNull()
  await expect.poll(() => script.batches[0]?.state, patience).toBe('cancelled')
  await client.chat.conversations.delete({ conversationId })
  await expect.poll(() => later(() => script.files.size), patience).toBe(0)
  expect((await standing()).reserved).toBe(0)
})

test('MOD-6.batch: a provider that was removed meanwhile is not waited for', async () => {
  const { client, library, model, standing } = await begin({ kind: 'anthropic' })
  await askLater(client, { library, model })
  await untilInBatch(client)
  await client.providers.remove({ name: 'far' })
  clock.advance(minute / 2)
  await expect.poll(async () => (await waitingOf(client))?.retryAt, patience).toBeNull()
  expect(await waitingOf(client)).toMatchObject({ inBatchSince: null, code: 'MODEL_NOT_FOUND' })
  expect((await standing()).reserved).toBe(0)
})
