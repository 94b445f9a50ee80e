import { describe, expect, test } from 'vitest'
import { claudeAnswer, claudeError } from '../support/models/anthropic-script.ts'
import { askFor, type GenerationRooms, readGeneration } from '../support/models/generation-rooms.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import { inNanoDollars, type ScriptedProvider, startScriptedProvider } from '../support/models/scripted-provider.ts'
import { cut, openScriptedServer, type ScriptedAnswer, silence } from '../support/models/scripted-server.ts'
import { shareGenerationRooms } from '../support/models/share-generation-rooms.ts'

const shared = shareGenerationRooms()

/** Adds a scripted provider at `name`, with a price of $1 and $4 for a million tokens. */
async function addProvider(
  { providers, prices }: GenerationRooms,
  script: {
    name: string
    answers: Parameters<typeof startScriptedProvider>[0]['answers']
    anthropic?: boolean
    url?: string
  },
): Promise<ScriptedProvider> {
  const started = await startScriptedProvider(script)
  const protocol = script.anthropic === true ? 'anthropic-messages' : 'openai-chat'
  await providers.add({
    name: script.name,
    kind: 'openai-compatible',
    url: script.url ?? started.server.url,
    protocol,
    key: 'a-key',
  })
  await prices.set({ model: started.model, ...price })
  return started
}

const price = inNanoDollars({ input: 1, output: 4 })
/** Of 10 tokens in and 5 out, as the scripts bill. */
const cost = 10 * 1_000 + 5 * 4_000

const dollar = 1e9

/** What was set aside for calls that failed is free again, and what was spent is what the answer says. */
async function expectSettled(rooms: GenerationRooms, before: number, spent: number): Promise<void> {
  expect(await rooms.standing()).toEqual({ spent: before + spent, reserved: 0 })
}

/** An address that nothing listens at. */
async function freeAddress(): Promise<string> {
  const server = await openScriptedServer([])
  await server[Symbol.asyncDispose]()
  return server.url
}

describe('MOD-3.fallback: with the first two providers failing', () => {
  /** What a failing server does, in both protocols' words. */
  const ways: [string, (anthropic: boolean) => ScriptedAnswer, { code: string; status: number | null }][] = [
    ['429', (anthropic) => refusal(anthropic, 429), { code: 'MODEL_UNREACHABLE', status: 429 }],
    ['500', (anthropic) => refusal(anthropic, 500), { code: 'MODEL_UNREACHABLE', status: 500 }],
    ['silence', () => ({ steps: [silence] }), { code: 'MODEL_UNREACHABLE', status: null }],
    ['an early close', () => ({ steps: [': wait\n\n', cut] }), { code: 'MODEL_UNREACHABLE', status: null }],
    [
      'Retry-After beyond patience',
      (anthropic) => refusal(anthropic, 503, { 'retry-after': '3600' }),
      { code: 'MODEL_UNREACHABLE', status: 503 },
    ],
  ]

  function refusal(anthropic: boolean, status: number, headers: Record<string, string> = {}): ScriptedAnswer {
    return anthropic
      ? claudeError(status, { type: 'api_error', message: 'no' }, headers)
      : openAiErrorAnswer(status, {}, headers)
  }

  test.each(ways)('by %s, the third answers, and the trace says so', async (name, fails, told) => {
    const rooms = shared()
    const before = await rooms.setBudget(dollar)
    if (name === 'silence') rooms.settings.models.firstTokenSeconds = 1
    const first = await addProvider(rooms, { name: 'first', answers: () => fails(false) })
    const second = await addProvider(rooms, { name: 'second', anthropic: true, answers: () => fails(true) })
    const third = await addProvider(rooms, {
      name: 'third',
      answers: () => openAiChatAnswer({ text: ['It ', 'works.'] }),
    })
    const { text, end, all } = await readGeneration(
      rooms.generations.stream(askFor([first.model, second.model, third.model])),
    )
    expect(text).toBe('It works.')
    expect(end).toMatchObject({ reason: 'stop', nanoDollars: cost, counted: false })
    expect(end.choice).toMatchObject({
      ...{ model: third.model, reason: 'fallback' },
      tried: [
        { model: first.model, ...told },
        { model: second.model, status: told.status },
      ],
    })
    expect(all.filter(({ type }) => type === 'model-start')).toHaveLength(3)
    await expectSettled(rooms, before, cost)
  })

  test('by refusing connections, the third answers, and the trace says so', async () => {
    const rooms = shared()
    const before = await rooms.setBudget(dollar)
    const url = await freeAddress()
    const first = await addProvider(rooms, { name: 'first', url, answers: [] })
    const second = await addProvider(rooms, { name: 'second', url, answers: [], anthropic: true })
    const third = await addProvider(rooms, { name: 'third', answers: [openAiChatAnswer({ text: 'It works.' })] })
    const models = [first.model, second.model, third.model]
    const { text, end } = await readGeneration(rooms.generations.stream(askFor(models)))
    expect(text).toBe('It works.')
    const refused = { code: 'MODEL_UNREACHABLE', status: null, tries: 2 }
    expect(end.choice.tried).toMatchObject([
      { model: first.model, ...refused },
      { model: second.model, ...refused },
    ])
    await expectSettled(rooms, before, cost)
  })

  test('by a bad request or a wrong key, nobody else is asked', async () => {
    const rooms = shared()
    const before = await rooms.setBudget(dollar)
    const answers = [openAiErrorAnswer(400), openAiErrorAnswer(401)]
    const first = await addProvider(rooms, { name: 'first', answers })
    const second = await addProvider(rooms, { name: 'second', answers: [] })
    const asked = () => readGeneration(rooms.generations.stream(askFor([first.model, second.model])))
    await expect(asked()).rejects.toMatchObject({ code: 'MODEL_REJECTED', data: { modelId: first.model, status: 400 } })
    await expect(asked()).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', data: { status: 401 } })
    expect([first.asked().length, second.asked().length]).toEqual([2, 0])
    await expectSettled(rooms, before, 0)
  })
})

describe('a call', () => {
  test('MOD-3.fallback: that breaks after its first token ends as broken, with what had arrived, and is paid for', async () => {
    const rooms = shared()
    const before = await rooms.setBudget(dollar)
    const chat = openAiChatAnswer({ text: ['Half an ', 'answer'] }).steps as readonly string[]
    const first = await addProvider(rooms, { name: 'first', answers: [{ steps: [...chat.slice(0, 2), cut] }] })
    const second = await addProvider(rooms, { name: 'second', answers: [] })
    const { text, end } = await readGeneration(rooms.generations.stream(askFor([first.model, second.model])))
    expect(text).toBe('Half an ')
    expect(end).toMatchObject({ reason: 'broken', counted: true, choice: { model: first.model } })
    expect(end.choice.tried).toMatchObject([{ model: first.model, code: 'MODEL_UNREACHABLE' }])
    expect(second.asked()).toHaveLength(0)
    expect(end.usage.outputTokens).toBeGreaterThan(0)
    await expectSettled(rooms, before, end.nanoDollars)
  })

  test('that is stopped is settled with what had arrived, and throws the reason of the stop', async () => {
    const rooms = shared()
    const before = await rooms.setBudget(dollar)
    const held = openAiChatAnswer({ text: ['one ', 'two'], afterPiece: () => new Promise(() => undefined) })
    const { model, asked } = await addProvider(rooms, { name: 'first', answers: [held] })
    const stopping = new AbortController()
    const reading = (async () => {
      for await (const part of rooms.generations.stream(askFor([model], { signal: stopping.signal }))) {
        if (part.type === 'text-delta') stopping.abort(new Error('stopped'))
      }
    })()
    await expect(reading).rejects.toThrow('stopped')
    expect(await asked()[0]?.ended).toBe('left')
    const { spent, reserved } = await rooms.standing()
    expect(reserved).toBe(0)
    expect(spent).toBeGreaterThan(before)
  })

  test('whose reader leaves is ended at the server, and settled', async () => {
    const rooms = shared()
    await rooms.setBudget(dollar)
    const held = openAiChatAnswer({ text: ['one ', 'two'], afterPiece: () => new Promise(() => undefined) })
    const { model, asked } = await addProvider(rooms, { name: 'first', answers: [held] })
    for await (const part of rooms.generations.stream(askFor([model]))) if (part.type === 'text-delta') break
    expect(await asked()[0]?.ended).toBe('left')
    expect((await rooms.standing()).reserved).toBe(0)
  })

  test('USE-3.reserve: above what is left of a budget is not sent; another model that fits answers', async () => {
    const rooms = shared()
    const dear = await addProvider(rooms, { name: 'dear', answers: [] })
    const cheap = await addProvider(rooms, { name: 'cheap', answers: [openAiChatAnswer({ text: 'Cheap.' })] })
    await rooms.prices.set({ model: dear.model, input: 1_000 * dollar, output: 1_000 * dollar })
    await rooms.setBudget((await rooms.setBudget(dollar)) + dollar / 1_000)
    const alone = readGeneration(rooms.generations.stream(askFor([dear.model])))
    await expect(alone).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
    const { text, end } = await readGeneration(rooms.generations.stream(askFor([dear.model, cheap.model])))
    expect(text).toBe('Cheap.')
    expect(end.choice.tried).toMatchObject([{ model: dear.model, code: 'BUDGET_EXCEEDED', tries: 1 }])
    expect(dear.asked()).toHaveLength(0)
  })

  test('USE-3.warning: an answer says which budget it brought to 80 % or to its end', async () => {
    // Catches a warning that nobody is shown: it would be seen only by those who look at the list of budgets.
    const rooms = shared()
    const usage = { input: 10, output: 450 }
    const answers = [openAiChatAnswer({ text: 'Long.', usage }), openAiChatAnswer({ text: 'Far too long.', usage })]
    const { model } = await addProvider(rooms, { name: 'first', answers })
    await rooms.prices.set({ model, input: 10 * dollar, output: 40 * dollar })
    const before = await rooms.setBudget(dollar)
    await rooms.setBudget(before + 22_000_000)
    const said = async (maximumOutputTokens: number) =>
      (await readGeneration(rooms.generations.stream(askFor([model], { maximumOutputTokens })))).end.warnings
    const option = 'budget'
    expect(await said(500)).toEqual([
      { option, reason: 'With this answer, 80 % of the budget (organisation) is used.' },
    ])
    expect(await said(50)).toEqual([{ option, reason: 'With this answer, the budget (organisation) is used up.' }])
  })

  test('that writes on after its limit is ended as over budget, with what had arrived', async () => {
    // Catches a server that ignores its output limit and is listened to until its end.
    const rooms = shared()
    const before = await rooms.setBudget(dollar)
    const endless = openAiChatAnswer({ text: Array.from({ length: 1_000 }, () => 'word after word ') })
    const { model } = await addProvider(rooms, { name: 'first', answers: [endless] })
    const { end, text } = await readGeneration(rooms.generations.stream(askFor([model], { maximumOutputTokens: 50 })))
    expect(end).toMatchObject({ reason: 'budget', counted: true })
    expect(text.length).toBeLessThan(2_000)
    await expectSettled(rooms, before, end.nanoDollars)
  })

  test('that thinks or calls without end is ended by its limit where nobody has said what it costs', async () => {
    // Catches an hour of thoughts that fill the memory: only what has a price was held to its limit.
    const rooms = shared()
    const words = Array.from({ length: 1_000 }, () => 'word after word ')
    const { model, name, server } = await startScriptedProvider({
      name: 'free',
      answers: [
        openAiChatAnswer({ reasoning: words }),
        openAiChatAnswer({ toolCalls: [{ id: 'a', name: 'look_up', input: words }] }),
      ],
    })
    await rooms.providers.add({ name, kind: 'openai-compatible', url: server.url })
    for (const type of ['reasoning-delta', 'tool-call-delta']) {
      const asked = askFor([model], { maximumOutputTokens: 50 })
      const { all, end } = await readGeneration(rooms.generations.stream(asked))
      expect(end).toMatchObject({ reason: 'length', counted: true })
      expect(all.filter((part) => part.type === type).length).toBeLessThan(200)
    }
  })
})

describe('a provider', () => {
  test('MOD-3.breaker: that fails again and again is left alone, and its state can be seen', async () => {
    const rooms = shared()
    const failing = await addProvider(rooms, { name: 'failing', answers: () => openAiErrorAnswer(500) })
    const steady = await addProvider(rooms, { name: 'steady', answers: () => openAiChatAnswer({ text: 'Here.' }) })
    const ask = () => readGeneration(rooms.generations.stream(askFor([failing.model, steady.model])))
    for (let asked = 0; asked < 3; asked++) await ask()
    const calls = failing.asked().length
    expect(calls).toBe(5)
    const { end } = await ask()
    expect(end.choice.tried).toMatchObject([{ model: failing.model, code: 'CIRCUIT_OPEN' }])
    expect(failing.asked()).toHaveLength(calls)
    const [shown, other] = await rooms.providers.list()
    expect(shown).toMatchObject({ name: 'failing', circuit: 'open', retryAt: expect.any(Number) })
    expect(shown?.lastCheck).toMatchObject({ code: 'MODEL_UNREACHABLE', status: 500 })
    expect(other?.lastCheck).toMatchObject({ code: null })
    // Another address is another server.
    await rooms.providers.update({ name: 'failing', url: steady.server.url })
    expect((await rooms.providers.list())[0]).toMatchObject({ circuit: 'closed', retryAt: null, hasKey: false })
  })

  test('MOD-3.rate-limits: whose allowance is spent is waited for before the next call', async () => {
    const rooms = shared()
    const headers = { 'x-ratelimit-limit-requests': '1', 'x-ratelimit-remaining-requests': '0' }
    const spent = { ...headers, 'x-ratelimit-reset-requests': '7s' }
    const answers = [openAiChatAnswer({ text: 'One.', headers: spent }), openAiChatAnswer({ text: 'Two.' })]
    const { model } = await addProvider(rooms, { name: 'first', answers })
    await readGeneration(rooms.generations.stream(askFor([model])))
    expect(rooms.waits).toEqual([])
    await readGeneration(rooms.generations.stream(askFor([model])))
    // The clock goes on meanwhile: nearly seven seconds.
    expect(rooms.waits[0]).toBeGreaterThan(5_000)
    expect(rooms.waits[0]).toBeLessThanOrEqual(7_000)
  })

  test('MOD-1.compatible: names its models, whose facts and prices are listed beside those of this machine', async () => {
    const rooms = shared()
    const { server } = await addProvider(rooms, { name: 'first', answers: [] })
    const { provider, models } = await rooms.providers.test('first', new AbortController().signal)
    expect(models).toBe(1)
    expect(provider).toMatchObject({ hasKey: true, isLocal: true, lastCheck: { code: null } })
    expect(JSON.stringify(provider)).not.toContain('a-key')
    const listed = await rooms.languages.list()
    expect(listed.map(({ reference }) => reference)).toEqual(['first/scripted-1', 'extractive'])
    expect(listed[0]?.price).toEqual(price)
    expect(server.requests[0]?.headers.authorization).toBe('Bearer a-key')
  })

  test('has a name that no other has, nor an installed model before its slash', async () => {
    const { providers, store } = shared()
    const url = 'http://127.0.0.1:9'
    const add = (name: string) => providers.add({ name, kind: 'openai-compatible', url })
    const model = { kind: 'embedding', runtime: 'ollama', description: '{}', addedAt: 1 } as const
    await store.write('models.add', { ...model, id: 'home/embed' })
    await add('work')
    for (const taken of ['Work', 'home', 'HOME', 'extractive']) {
      await expect(add(taken), taken).rejects.toMatchObject({ code: 'PROVIDER_NAME_TAKEN' })
    }
    const late = store.write('models.add', { ...model, id: 'WORK/embed' })
    await expect(late).rejects.toMatchObject({ code: 'MODEL_NAME_TAKEN' })
    const openAi = providers.add({ name: 'az', kind: 'azure-openai' })
    await expect(openAi).rejects.toMatchObject({ code: 'PROVIDER_INVALID' })
  })
})

// Would catch input that is billed twice, once in the whole and once as what the cache read; and a quote that costs something.
test('MOD-1.caching: what Claude read from its cache and wrote into it is billed at its own price, to the nano-dollar', async () => {
  const rooms = shared()
  const usage = { input: 7, cacheRead: 900, cacheWrite: 40, output: 30, thinking: 12 }
  const { model } = await addProvider(rooms, {
    name: 'claude',
    anthropic: true,
    answers: [claudeAnswer({ text: 'The night shift.', usage })],
  })
  await rooms.prices.set({ model, ...inNanoDollars({ input: 3, output: 15 }), cachedInput: 3e8, cacheWrite: 3.75e9 })
  const before = await rooms.setBudget(dollar)
  const { end, text } = await readGeneration(rooms.generations.stream(askFor([model], { cacheUpTo: 0 })))
  const nanoDollars = 7 * 3_000 + 900 * 300 + 40 * 3_750 + 30 * 15_000
  expect({ text, spent: end.nanoDollars, counted: end.counted }).toEqual({
    ...{ text: 'The night shift.', spent: nanoDollars, counted: false },
  })
  expect(end.usage).toEqual({
    inputTokens: 947,
    cachedInputTokens: 900,
    cacheWriteTokens: 40,
    outputTokens: 30,
    reasoningTokens: 12,
  })
  await expectSettled(rooms, before, nanoDollars)

  const quoted = await readGeneration(rooms.generations.stream(askFor(['extractive'])))
  expect(quoted.end).toMatchObject({ nanoDollars: 0, reason: 'stop', choice: { model: 'extractive' } })
  await expectSettled(rooms, before, nanoDollars)
})

describe('what may not leave this machine', () => {
  test('MOD-3.rules: is not sent to a server elsewhere, which is told where nothing here can answer', async () => {
    const rooms = shared()
    await rooms.providers.add({ name: 'cloud', kind: 'openai-compatible', url: 'https://models.example/v1' })
    const asked = askFor(['cloud/large'], { localOnly: true })
    const remote = readGeneration(rooms.generations.stream(asked))
    await expect(remote).rejects.toMatchObject({ code: 'LOCAL_ONLY' })
    const here = await addProvider(rooms, { name: 'here', answers: [openAiChatAnswer({ text: 'Here.' })] })
    await rooms.providers.test('here', new AbortController().signal)
    const { end } = await readGeneration(rooms.generations.stream(asked))
    expect(end.choice).toMatchObject({ model: here.model, reason: 'local-only' })
  })

  test('MOD-5.offline: is everything while the offline switch is on; a server on this machine answers', async () => {
    const rooms = shared()
    await rooms.providers.add({ name: 'cloud', kind: 'openai-compatible', url: 'https://models.example/v1' })
    rooms.settings.network.offline = true
    const remote = readGeneration(rooms.generations.stream(askFor(['cloud/large'])))
    await expect(remote).rejects.toMatchObject({ code: 'NETWORK_OFFLINE' })
    const here = await addProvider(rooms, { name: 'here', answers: [openAiChatAnswer({ text: 'Here.' })] })
    const { end } = await readGeneration(rooms.generations.stream(askFor(['cloud/large', here.model])))
    expect(end.choice).toMatchObject({ model: here.model, tried: [{ model: 'cloud/large', code: 'NETWORK_OFFLINE' }] })
  })
})
