import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ManualClock } from '../support/desktop/fake-supervision.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../support/models/openai-chat-script.ts'
import { addScriptedProvider } from '../support/models/scripted-provider.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, openTestEngine, type TestEngine } from '../support/test-engine.ts'

const minute = 60_000
/** Of a machine that has much else to do. */
const patience = { timeout: 30_000 }
const question = 'How deep is the harbour basin?'

/** An engine whose clock the test turns; nothing waits between two tries of one call. */
function open(dataFolder: string, clock: ManualClock): Promise<TestEngine> {
  return openTestEngine({ dataFolder, clock, inference: { wait: async () => undefined } })
}

/** The library's text and a provider that is away for its first `failing` calls. */
async function prepare(client: TestEngine['client'], failing: number) {
  const { id: library } = await client.libraries.create({ name: 'harbour' })
  await addText(client, library, { name: 'basin.md', text: '# Basin\n\nThe harbour basin is 14 metres deep.\n' })
  const provider = await addScriptedProvider(client, {
    answers: (_request, index) =>
      index < failing ? openAiErrorAnswer(429) : openAiChatAnswer({ text: 'It is deep.' }),
  })
  return { library, provider }
}

async function ask(client: TestEngine['client'], input: Parameters<TestEngine['client']['chat']['ask']>[0]) {
  const events = await Array.fromAsync(await client.chat.ask(input))
  return { types: events.map(({ type }) => type), end: events.at(-1) }
}

test('MOD-6.wait: MOD-6.told: a question that no model answers waits, outlives a restart, and is answered in its place', async () => {
  const clock = new ManualClock()
  const dataFolder = join(temporaryFolder(), 'data')
  const first = await open(dataFolder, clock)
  // Three tries a question: two of them fail.
  const { library, provider } = await prepare(first.client, 6)
  const asked = { question, libraries: [library], model: provider.model, mayWait: 'if-needed' as const }
  const { end } = await ask(first.client, asked)
  if (end?.type !== 'answer-waiting') throw new Error(`it ended with ${end?.type}`)
  expect(end).toMatchObject({ code: 'MODEL_UNREACHABLE', reason: expect.any(String) })
  const pause = end.retryAt - clock.now()
  expect(pause).toBeGreaterThan(0.3 * minute)
  expect(pause).toBeLessThan(0.7 * minute)
  const { conversationId, questionId, messageId } = end
  const place = { conversationId, questionId, messageId, question }
  expect(await first.client.chat.waiting({})).toMatchObject([{ ...place, tries: 1, retryAt: end.retryAt }])

  // Asked again, and still away: the next pause is longer.
  clock.advance(pause)
  await expect.poll(async () => (await first.client.chat.waiting({}))[0]?.tries, patience).toBe(2)
  await first.close()
  const again = await open(dataFolder, clock)
  const [kept] = await again.client.chat.waiting({ conversationId })
  expect((kept?.retryAt ?? 0) - clock.now()).toBeGreaterThan(0.7 * minute)
  expect(provider.asked()).toHaveLength(6)

  clock.advance(2 * minute)
  await expect.poll(() => again.client.chat.waiting({}), patience).toEqual([])
  const { messages } = await again.client.chat.conversations.get({ conversationId })
  // Catches an answer that is written beside the place which was promised, or twice.
  expect(messages.map(({ id, role, state }) => ({ id, role, state }))).toEqual([
    { id: questionId, role: 'user', state: 'complete' },
    { id: messageId, role: 'assistant', state: 'complete' },
  ])
  expect(messages[1]?.answer?.generation?.choice.model).toBe(provider.model)
})

test('MOD-6.queue: what may be answered later takes its turn, one after the other; a wrong key is given up and told', async () => {
  const clock = new ManualClock()
  const { client } = await open(join(temporaryFolder(), 'data'), clock)
  const gate = Promise.withResolvers<void>()
  const { library } = await prepare(client, 0)
  let atOnce = 0
  let most = 0
  const slow = await addScriptedProvider(client, {
    name: 'slow',
    async answers() {
      most = Math.max(most, ++atOnce)
      await gate.promise
      atOnce--
      return openAiChatAnswer({ text: 'Later.' })
    },
  })
  const refusing = await addScriptedProvider(client, { name: 'refusing', answers: () => openAiErrorAnswer(401) })
  const later = (model: string) =>
    ask(client, { question, libraries: [library], model, mayWait: 'later', reuse: false })
  const [one, two, wrong] = [await later(slow.model), await later(slow.model), await later(refusing.model)]
  expect([one, two, wrong].map(({ types }) => types)).toEqual([
    ['answer-waiting'],
    ['answer-waiting'],
    ['answer-waiting'],
  ])
  gate.resolve()
  await expect.poll(async () => (await client.chat.waiting({})).map(({ retryAt }) => retryAt), patience).toEqual([null])
  expect(most).toBe(1)
  expect(slow.asked()).toHaveLength(2)
  const [given] = await client.chat.waiting({})
  expect(given).toMatchObject({ code: 'MODEL_UNREACHABLE', tries: 1, retryAt: null })
  // Neither a bad request nor a wrong key waits where it was asked for an answer now.
  const now = { question, libraries: [library], model: refusing.model, mayWait: 'if-needed' as const }
  await expect(ask(client, now)).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', data: { status: 401 } })
  const { messageId = '' } = given ?? {}
  await client.chat.stopWaiting({ messageId })
  await expect(client.chat.stopWaiting({ messageId })).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' })
  expect(await client.chat.waiting({})).toEqual([])
})

test('MOD-6.queue: a question that is taken back while models are asked for it stays away, and its call ends', async () => {
  // Catches a failing try that puts back what was stopped meanwhile.
  const clock = new ManualClock()
  const { client } = await open(join(temporaryFolder(), 'data'), clock)
  const gate = Promise.withResolvers<void>()
  const { library } = await prepare(client, 0)
  const slow = await addScriptedProvider(client, {
    name: 'slow',
    async answers() {
      await gate.promise
      return openAiErrorAnswer(429)
    },
  })
  const asked = { question, libraries: [library], model: slow.model, mayWait: 'later' as const, reuse: false }
  const { end } = await ask(client, asked)
  if (end?.type !== 'answer-waiting') throw new Error(`it ended with ${end?.type}`)
  await expect.poll(() => slow.asked().length, patience).toBe(1)
  await client.chat.stopWaiting({ messageId: end.messageId })
  expect(await slow.asked()[0]?.ended).toBe('left')
  gate.resolve()
  const stateOf = async () => {
    const { messages } = await client.chat.conversations.get({ conversationId: end.conversationId })
    return messages.at(-1)?.state
  }
  await expect.poll(stateOf, patience).toBe('interrupted')
  expect(await client.chat.waiting({})).toEqual([])
  expect(slow.asked()).toHaveLength(1)
})

test('MOD-6.wait: a question that is being asked while Diwan is closed is asked at the next start', async () => {
  // Catches a try that was put down by the engine's end and counts as the answer.
  const dataFolder = join(temporaryFolder(), 'data')
  const first = await open(dataFolder, new ManualClock())
  const { library } = await prepare(first.client, 0)
  const held = Promise.withResolvers<void>()
  const slow = await addScriptedProvider(first.client, {
    name: 'slow',
    async answers(_request, index) {
      if (index === 0) await held.promise
      return openAiChatAnswer({ text: 'It is deep.' })
    },
  })
  await ask(first.client, { question, libraries: [library], model: slow.model, mayWait: 'later', reuse: false })
  await expect.poll(() => slow.asked().length, patience).toBe(1)
  await first.close()
  held.resolve()
  const { client } = await open(dataFolder, new ManualClock())
  await expect.poll(() => slow.asked().length, patience).toBe(2)
  await expect.poll(() => client.chat.waiting({}), patience).toEqual([])
})
