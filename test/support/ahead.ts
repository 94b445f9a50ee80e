import type { AheadState, PowerSource } from '../../src/contract/ahead.ts'
import { Settings } from '../../src/contract/settings.ts'
import {
  type AheadRooms,
  type AnsweringAhead,
  createAnsweringAhead,
} from '../../src/engine/retrieval/ahead/answering-ahead.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import { ManualClock } from './desktop/fake-supervision.ts'
import { addDocuments, createLibrary, openTestStore, type TestDocument, type TestStore } from './library.ts'

const minute = 60_000
/** Looks at the worker, each a read of the store: more than any step of it takes. */
const mostLooks = 2_000

export const handbook: TestDocument = {
  name: 'handbook.txt',
  text: [
    '# Handbook',
    '## Warranty period',
    'The warranty of Nordwind Turbines lasts three years from the day of delivery.',
    '## Returns and refunds',
    'A turbine is taken back within thirty days, and its price is refunded in full.',
    '## Garantie et réparation',
    'Une réparation est faite par Nordwind Turbines, sans frais pendant trois ans.',
  ].join('\n\n'),
}

const free = { seconds: 0, tokens: 0, nanoDollars: 0, isPaid: false, leavesMachine: false, isKeptHere: false }

/** Longer than what was spent is remembered. */
const longMs = 31 * 24 * 60 * minute

export type AheadTrial = Awaited<ReturnType<typeof openAheadRooms>>

/**
 * A real store for several trials one after another. Each has a library, real answers, workers that answer ahead, and hands
 * to turn: the clock, the settings, the machine's power. What an earlier trial asked and spent is gone.
 */
export async function openAheadStore() {
  const opened = await openTestStore()
  const clock = new ManualClock()
  const workers: AnsweringAhead[] = []
  return {
    async begin(changed: Partial<Settings['ahead']> = {}) {
      for (const worker of workers.splice(0)) await worker.close()
      const { items } = await opened.store.read('conversations.list', { offset: 0, limit: 100 })
      for (const { id } of items) await opened.store.write('conversations.delete', { conversationId: id })
      // To the beginning of an hour, so that a trial stays within it.
      clock.advance(longMs - ((clock.now() + longMs) % (60 * minute)))
      return openAheadRooms({ ...opened, clock, workers }, changed)
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) await worker.close()
      await opened[Symbol.asyncDispose]()
    },
  }
}

type Shared = Omit<TestStore, typeof Symbol.asyncDispose> & { clock: ManualClock; workers: AnsweringAhead[] }

async function openAheadRooms({ store, telemetry, clock, workers }: Shared, changed: Partial<Settings['ahead']>) {
  const { id: library } = await createLibrary(store, `lib ${clock.now()}`)
  const [documentId = ''] = await addDocuments(store, library, [handbook])
  const defaults = Settings.parse({})
  const machine = {
    power: 'mains' as PowerSource,
    settings: { ...defaults, ahead: { ...defaults.ahead, ...changed } },
  }
  const retrieval = createRetrieval({ store, telemetry, now: () => clock.now() })
  /** Questions that were answered ahead, in order. */
  const answered: string[] = []
  const answer: Retrieval['answer'] = async (input) => {
    if (input.ahead === true) answered.push(input.question)
    return retrieval.answer(input)
  }
  const rooms: AheadRooms = {
    ...{ store, telemetry, clock, answer },
    settings: async () => machine.settings,
    power: async () => machine.power,
    estimate: async () => free,
    cpuMilliseconds: () => 0,
  }

  /** Asks as the page does, in a conversation of its own. */
  async function ask(question: string) {
    const place = await store.write('conversations.ask', {
      ...{ conversationId: null, title: question, question, now: clock.now() },
      libraries: [library],
    })
    const given = await answer({ question, libraries: [library], passages: defaults.answers.passages, reuse: true })
    await store.write('messages.finish', { messageId: place.messageId, answer: given })
    return { ...given, conversationId: place.conversationId }
  }

  return {
    ...{ store, telemetry, library, documentId, clock, machine, answered, ask },
    /** Begins a worker, in the place of any part of it that is given. */
    start(instead: Partial<AheadRooms> = {}): AnsweringAhead {
      const ahead = createAnsweringAhead({ ...rooms, ...instead })
      workers.push(ahead)
      ahead.start()
      return ahead
    },
    /** Asks, then changes the library, which takes the kept answer away. */
    async askAndChange(question: string) {
      await ask(question)
      await store.write('documents.tag', { documentIds: [documentId], add: ['changed'], remove: [] })
    },
    /** Lets so many minutes pass, and waits until the worker has come to a state. */
    async pass(ahead: AnsweringAhead, minutes: number, until: AheadState | (() => boolean)) {
      clock.advance(minutes * minute)
      for (let looks = 0; looks < mostLooks; looks += 1) {
        const { state } = await ahead.status()
        if (typeof until === 'string' ? state === until : until()) return
        clock.advance(100)
      }
      throw new Error(`the worker is ${(await ahead.status()).state}`)
    },
  }
}
