import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Model } from '../../src/contract/models.ts'
import { Settings } from '../../src/contract/settings.ts'
import { namesThisMachine } from '../../src/engine/net/addresses.ts'
import { estimateAhead, type QuestionEstimate } from '../../src/engine/retrieval/ahead/estimate-ahead.ts'
import { suggestNext } from '../../src/engine/retrieval/ahead/suggest-next.ts'
import type { ServingIndex } from '../../src/engine/retrieval/requests.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import { openAheadStore } from '../support/ahead.ts'
import { ManualClock } from '../support/desktop/fake-supervision.ts'
import { eraseDocuments } from '../support/library.ts'
import { addText, openTestEngine } from '../support/test-engine.ts'

const warranty = 'How long does the warranty last?'
const free: QuestionEstimate = {
  seconds: 0,
  tokens: 0,
  nanoDollars: 0,
  isPaid: false,
  leavesMachine: false,
  isKeptHere: false,
}

let opened: Awaited<ReturnType<typeof openAheadStore>>

beforeAll(async () => {
  opened = await openAheadStore()
})

afterAll(() => opened[Symbol.asyncDispose]())

/** Answers nothing until it is told to stop. */
function hanging() {
  const stopped: unknown[] = []
  const begun = Promise.withResolvers<void>()
  const answer: Retrieval['answer'] = ({ signal }) => {
    begun.resolve()
    const { promise, reject } = Promise.withResolvers<never>()
    signal?.addEventListener('abort', () => {
      stopped.push(signal.reason)
      reject(signal.reason)
    })
    return promise
  }
  return { answer, stopped, begun: begun.promise }
}

describe('answering ahead', () => {
  test('RET-11.idle: a question that is asked often is answered again after its sources changed, and then at once', async () => {
    const rooms = await opened.begin()
    await rooms.askAndChange(warranty)
    const ahead = rooms.start()
    await rooms.pass(ahead, 3, 'done')
    expect(rooms.answered).toContain(warranty)

    const { answers } = (await ahead.status()).month
    expect(answers).toBe(rooms.answered.length)
    const given = await rooms.ask('how long does the warranty last')
    expect(given.reused).toMatchObject({ match: 'exact', ahead: true, question: warranty })
    // From now on it was asked for, and is an answer like any other that was kept.
    expect((await rooms.ask(warranty)).reused).toMatchObject({ ahead: false })
    expect(await ahead.status()).toMatchObject({ hour: { used: 1 }, month: { answers, used: 1 } })
  })

  test('RET-11.idle: what is suggested under the last answer has been answered when it is asked', async () => {
    const rooms = await opened.begin()
    const { conversationId } = await rooms.ask(warranty)
    const suggested = await suggestNext(rooms.store, { conversationId, now: rooms.clock.now() })
    expect(suggested?.questions).toEqual([
      { kind: 'section', question: 'Returns and refunds' },
      { kind: 'section', question: 'Garantie et réparation' },
    ])
    await rooms.pass(rooms.start(), 3, 'done')
    for (const { question } of suggested?.questions ?? []) {
      expect((await rooms.ask(question)).reused, question).toMatchObject({ ahead: true })
    }
  })

  test('RET-11.idle: begins only after nothing was under way for the time that is set, and then rests', async () => {
    const rooms = await opened.begin({ idleSeconds: 600 })
    await rooms.askAndChange(warranty)
    const ahead = rooms.start()
    const end = rooms.telemetry.activity.begin()
    rooms.clock.advance(60 * 60_000)
    end()
    await rooms.pass(ahead, 9.9, 'waiting')
    expect(rooms.answered).toEqual([])
    await rooms.pass(ahead, 0.2, 'done')
    expect(rooms.answered).toContain(warranty)
    // Would catch: a worker that wakes the machine again and again to find that nothing has changed.
    expect(rooms.clock.pending).toBe(0)
  })

  test('RET-11.idle: gives way at once when something begins, and takes it up again later', async () => {
    const rooms = await opened.begin()
    await rooms.askAndChange(warranty)
    const { answer, stopped, begun } = hanging()
    const ahead = rooms.start({ answer })
    rooms.clock.advance(3 * 60_000)
    await rooms.pass(ahead, 0, 'answering')
    await begun
    const end = rooms.telemetry.activity.begin()
    expect(stopped).toEqual([new Error('something else began')])
    end()
    await rooms.pass(ahead, 3, 'answering')
    // What was broken off took its time, and is no answer.
    expect((await ahead.status()).month.answers).toBe(0)
  })

  test('RET-11.idle: does not hold up the end of the engine, even while an answer does not listen', async () => {
    const rooms = await opened.begin()
    await rooms.askAndChange(warranty)
    const ahead = rooms.start({ answer: () => new Promise(() => undefined) })
    await rooms.pass(ahead, 3, 'answering')
    await ahead.close()
    expect(rooms.clock.pending).toBe(0)
  })

  test('RET-11.idle: nothing is done where it is switched off, or kept answers are not given again', async () => {
    const rooms = await opened.begin({ on: false })
    await rooms.askAndChange(warranty)
    const ahead = rooms.start()
    await rooms.pass(ahead, 3, 'off')
    const defaults = Settings.parse({})
    rooms.machine.settings = { ...defaults, answers: { ...defaults.answers, reuse: false } }
    await rooms.pass(ahead, 3, 'off')
    expect(rooms.answered).toEqual([])
  })

  // Would catch: words of a document that a person threw away, answered and suggested behind their back.
  test('RET-11.idle: nothing of what lies in the trash is answered or suggested, and erasing takes what was made', async () => {
    const rooms = await opened.begin()
    const { conversationId } = await rooms.ask(warranty)
    await rooms.store.write('documents.trash', { documentIds: [rooms.documentId], now: 1 })
    const suggested = await suggestNext(rooms.store, { conversationId, now: rooms.clock.now() })
    expect(suggested?.questions).toEqual([])
    await rooms.pass(rooms.start(), 3, 'done')
    expect(await rooms.ask(warranty)).toMatchObject({ mode: 'nothing-found', citations: [] })

    await rooms.store.write('documents.restore', { documentIds: [rooms.documentId] })
    const ahead = rooms.start()
    await rooms.pass(ahead, 3, 'done')
    await eraseDocuments(rooms.store, [rooms.documentId])
    expect((await rooms.ask(warranty)).reused).toBeNull()
  })
})

describe('the budget', () => {
  test('RET-11.budget: of an hour is kept over a restart, and the next hour begins anew', async () => {
    const rooms = await opened.begin({ hourlyAnswers: 1 })
    await rooms.askAndChange(warranty)
    const first = rooms.start()
    await rooms.pass(first, 3, 'over-budget')
    expect(rooms.answered).toHaveLength(1)
    await first.close()

    const second = rooms.start()
    await rooms.pass(second, 3, 'over-budget')
    expect(rooms.answered).toHaveLength(1)
    await rooms.pass(second, 60, () => rooms.answered.length === 2)
    await rooms.pass(second, 0, 'over-budget')
    expect(await second.status()).toMatchObject({ hour: { answers: 1 }, day: { answers: 2 } })
  })

  test('RET-11.budget: seconds of computing are counted, also those of an answer that was broken off', async () => {
    const rooms = await opened.begin({ hourlySeconds: 10 })
    await rooms.askAndChange(warranty)
    let worked = 0
    const cpuMilliseconds = () => {
      worked += 6_000
      return worked
    }
    const { answer, begun } = hanging()
    const broken = rooms.start({ answer, cpuMilliseconds })
    await rooms.pass(broken, 3, 'answering')
    await begun
    await broken.close()
    const ahead = rooms.start({ cpuMilliseconds })
    await rooms.pass(ahead, 3, 'over-budget')
    expect(await ahead.status()).toMatchObject({ hour: { answers: 1, seconds: 12 } })
  })

  test('RET-11.budget RET-11.paid: money is looked at before a question is asked, and counted', async () => {
    const rooms = await opened.begin({ paid: true, hourlyCents: 2 })
    await rooms.askAndChange(warranty)
    const estimate = async () => ({ ...free, isPaid: true, tokens: 500, nanoDollars: 15_000_000 })
    const ahead = rooms.start({ estimate })
    await rooms.pass(ahead, 3, 'over-budget')
    expect(rooms.answered).toHaveLength(1)
    expect(await ahead.status()).toMatchObject({ hour: { answers: 1, tokens: 500, nanoDollars: 15_000_000 } })
  })
})

describe('on battery', () => {
  test('RET-11.battery: nothing is answered, until the machine is plugged in', async () => {
    const rooms = await opened.begin()
    await rooms.askAndChange(warranty)
    rooms.machine.power = 'battery'
    const ahead = rooms.start()
    await rooms.pass(ahead, 3, 'on-battery')
    await rooms.pass(ahead, 60, 'on-battery')
    expect(rooms.answered).toEqual([])
    rooms.machine.power = 'mains'
    await rooms.pass(ahead, 6, 'done')
    expect(rooms.answered).toContain(warranty)
  })

  test.each([
    ['where that is allowed', 'battery', true],
    ['where the machine does not tell', 'unknown', false],
  ] as const)('RET-11.battery: it goes on %s', async (_where, power, onBattery) => {
    const rooms = await opened.begin({ onBattery })
    await rooms.askAndChange(warranty)
    rooms.machine.power = power
    const ahead = rooms.start()
    await rooms.pass(ahead, 3, 'done')
    expect(await ahead.status()).toMatchObject({ power, month: { answers: 3 } })
  })

  test('RET-11.battery: a question is broken off when the machine is unplugged', async () => {
    const rooms = await opened.begin()
    await rooms.askAndChange(warranty)
    const { answer, stopped, begun } = hanging()
    const ahead = rooms.start({ answer })
    await rooms.pass(ahead, 3, 'answering')
    await begun
    rooms.machine.power = 'battery'
    await rooms.pass(ahead, 1, 'on-battery')
    expect(stopped).toEqual([new Error('the machine runs on its battery')])
  })

  // Would catch a failure that nobody hears of, which ends the engine, while the question goes on as if on mains.
  test('RET-11.battery: a question is broken off when it can no longer be told what the machine runs on', async () => {
    const rooms = await opened.begin()
    await rooms.askAndChange(warranty)
    const { answer, stopped, begun } = hanging()
    let fails = false
    const power = async () => {
      if (!fails) return 'mains' as const
      fails = false
      throw new Error('no battery answers')
    }
    const ahead = rooms.start({ answer, power })
    await rooms.pass(ahead, 3, 'answering')
    await begun
    fails = true
    await rooms.pass(ahead, 1, () => stopped.length > 0)
    expect(stopped).toEqual([new Error('no battery answers')])
  })
})

describe('models that cost money', () => {
  const server = { url: 'https://models.example/v1', inputPrice: 2_000_000_000 }

  async function estimateWith(facts: Partial<Model>) {
    const rooms = await opened.begin()
    const { store, telemetry, library } = rooms
    const model = { id: 'm', kind: 'embedding', state: 'installed', url: null, inputPrice: 0, ...facts } as Model
    const serving = { modelId: 'm' } as ServingIndex
    const models = {
      get: async () => model,
      list: async () => [],
      embedder: () => Promise.reject(new Error('nothing is asked of a model')),
      reranker: async () => null,
      entailer: async () => null,
    }
    const { plan } = createRetrieval({ store, telemetry })
    const question = { question: warranty, libraries: [library] }
    const servingIndex = async () => serving
    return estimateAhead({ store, telemetry, models, servingIndex, plan, staysHere: namesThisMachine }, question)
  }

  // Would catch: a bill for questions that nobody asked; a model on this machine that is taken for one of a server.
  test.each([
    ['of a server with a price', server, { isPaid: true, leavesMachine: true }],
    ['of a server without a known price', { ...server, inputPrice: null }, { isPaid: true, leavesMachine: true }],
    ['of a server that is free', { ...server, inputPrice: 0 }, { isPaid: false, leavesMachine: true }],
    [
      'of a server on this machine',
      { url: 'http://localhost:11434', inputPrice: null },
      { isPaid: false, leavesMachine: false },
    ],
    [
      'of a server on this machine by its other names',
      { url: 'http://[::1]:11434', inputPrice: null },
      { isPaid: false, leavesMachine: false },
    ],
    ['on this machine', {}, { isPaid: false, leavesMachine: false }],
  ] as const)('RET-11.paid: a model %s is known before it is asked', async (_what, facts, expected) => {
    expect(await estimateWith(facts)).toMatchObject(expected)
  })

  test('RET-11.paid: what it would cost is told in tokens and money', async () => {
    const { tokens, nanoDollars } = await estimateWith(server)
    expect(tokens).toBeGreaterThan(0)
    expect(nanoDollars).toBe(tokens * 2_000)
  })

  test.each<[string, Partial<QuestionEstimate>, { paid?: boolean; offline?: boolean }, boolean]>([
    ['one that costs money is not asked', { isPaid: true }, {}, false],
    ['one that costs money is asked where that is allowed', { isPaid: true }, { paid: true }, true],
    ['nothing leaves the machine while it is offline', { leavesMachine: true }, { paid: true, offline: true }, false],
    ['one of a server that is free is asked', { leavesMachine: true }, {}, true],
  ])('RET-11.paid: %s', async (_what, estimate, { paid = false, offline = false }, isAsked) => {
    const rooms = await opened.begin({ paid })
    await rooms.askAndChange(warranty)
    const { settings } = rooms.machine
    rooms.machine.settings = { ...settings, network: { ...settings.network, offline } }
    await rooms.pass(rooms.start({ estimate: async () => ({ ...free, ...estimate }) }), 3, 'done')
    expect(rooms.answered.includes(warranty)).toBe(isAsked)
  })
})

test('RET-11.idle: an engine answers ahead by itself, suggests what may follow, and says what it did', async () => {
  // Would catch: a worker that nobody started, calls that it does not give way to, a page that keeps it from ever beginning.
  const clock = new ManualClock()
  const { client } = await openTestEngine({ clock, power: async () => 'mains' })
  const { id: library } = await client.libraries.create({ name: 'Papers' })
  await addText(client, library, { name: 'wing.txt', text: 'The wing is twelve metres long. It is made of spruce.' })
  const ask = async () => {
    let conversationId = ''
    for await (const event of await client.chat.ask({ question: 'How long is the wing?', libraries: [library] })) {
      if (event.type === 'answer-start') conversationId = event.conversationId
      if (event.type === 'answer-end') return { conversationId, answer: event.answer }
    }
    throw new Error('there was no answer')
  }
  const { conversationId } = await ask()
  expect(await client.chat.conversations.next({ conversationId })).toEqual({
    messageId: expect.any(String),
    questions: [],
  })
  await addText(client, library, { name: 'tail.txt', text: 'The tail is made of ash.' })
  clock.advance(5 * 60_000)
  while ((await client.ahead.status()).state !== 'done') clock.advance(1_000)
  expect(await client.ahead.status()).toMatchObject({ power: 'mains', month: { answers: 1, used: 0, nanoDollars: 0 } })
  expect((await ask()).answer.reused).toMatchObject({ ahead: true })
  expect(await client.ahead.status()).toMatchObject({ state: 'waiting', month: { used: 1 } })
})
