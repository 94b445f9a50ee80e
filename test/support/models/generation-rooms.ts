import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Settings } from '../../../src/contract/settings.ts'
import { currentPeriods } from '../../../src/domain/budgets/budget-rules.ts'
import { createInference } from '../../../src/engine/inference/inference.ts'
import { systemClock } from '../../../src/engine/jobs/clock.ts'
import { createNet } from '../../../src/engine/net/net.ts'
import { createSecrets } from '../../../src/engine/privacy/secrets.ts'
import { prepareDataFolder } from '../../../src/engine/store/data-folder.ts'
import { openStore, type Store } from '../../../src/engine/store/store.ts'
import { createTelemetry } from '../../../src/engine/telemetry/telemetry.ts'
import { createLanguageRooms, type LanguageRooms } from '../../../src/engine/usage/create-language-rooms.ts'
import { createSpending, type OpenSpending } from '../../../src/engine/usage/create-spending.ts'
import type { AskedGeneration, GenerationPart } from '../../../src/engine/usage/generation.ts'
import { createPrices, type Prices } from '../../../src/engine/usage/prices.ts'

export type GenerationRooms = LanguageRooms & {
  store: Store
  prices: Prices
  spending: OpenSpending
  /** Changed in place by the test. */
  settings: Settings
  /** Sets the budget of everything to so many nano-dollars, and gives what was spent of it before. */
  setBudget(limit: number): Promise<number>
  removeBudget(): Promise<void>
  /** Spent and still set aside in the budget of everything. */
  standing(): Promise<{ spent: number; reserved: number }>
  /** Pauses that were waited for, without waiting. */
  waits: number[]
}

/**
 * The rooms that hand out language models, on a store of their own, over the real network layer; to be closed.
 * `patienceMs`: how long a call waits for others that hold what is left of a budget.
 */
export async function openGenerationRooms({ patienceMs = 0 } = {}): Promise<GenerationRooms & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-generations-'))
  const dataFolder = join(folder, 'data')
  prepareDataFolder(dataFolder)
  const key = randomBytes(32)
  const telemetry = createTelemetry({ level: 'silent' })
  const store = await openStore({
    dataFolder,
    key,
    observe: () => undefined,
    onWritten: () => undefined,
    onThreadError: () => undefined,
  })
  const settings = Settings.parse({})
  const waits: number[] = []
  const net = createNet({ telemetry, version: 'test', settings: async () => settings.network })
  const inference = createInference({
    net,
    wait: async (milliseconds, signal) => {
      signal.throwIfAborted()
      waits.push(milliseconds)
    },
  })
  const clock = systemClock
  const prices = createPrices({ store, clock, localTokenPrice: async () => settings.models.localTokenPrice })
  const spending = createSpending({ store, prices, clock, patienceMs })
  const secrets = createSecrets({ dataFolder, key })
  const rooms = createLanguageRooms({
    ...{ store, secrets, inference, spending, dataFolder, clock },
    settings: async () => settings,
  })
  const periods = () => currentPeriods(Date.now(), 'UTC')
  const listBudgets = () => store.read('budgets.list', { periods: periods() })
  return {
    ...rooms,
    ...{ store, prices, spending, settings, waits },
    async setBudget(limit) {
      const budget = { scope: 'organisation', subject: '', period: 'none', limit } as const
      return (await store.write('budgets.set', { ...budget, now: Date.now(), periods: periods() })).spentNanoDollars
    },
    async removeBudget() {
      for (const { id } of await listBudgets()) await store.write('budgets.remove', { budgetId: id })
    },
    async standing() {
      const [budget] = await listBudgets()
      return { spent: budget?.spentNanoDollars ?? 0, reserved: budget?.reservedNanoDollars ?? 0 }
    },
    async [Symbol.asyncDispose]() {
      await rooms.languages.close()
      await net.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const noContext = {
  ...{ purpose: 'test', agent: null, workflow: null, libraryIds: [], conversationId: null, messageId: null },
}

/** A request for one model, and those that stand in for it. */
export function askFor(models: readonly string[], more: Partial<AskedGeneration> = {}): AskedGeneration {
  const [model = '', ...fallback] = models
  return {
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is written here?' }] }],
    maximumOutputTokens: 100,
    policy: { kind: 'fixed', model, fallback },
    context: noContext,
    signal: new AbortController().signal,
    ...more,
  }
}

/** Everything that a stream sends, its text, and its last part. */
export async function readGeneration(parts: AsyncIterable<GenerationPart>) {
  const all = await Array.fromAsync(parts)
  const text = all.flatMap((part) => (part.type === 'text-delta' ? [part.text] : [])).join('')
  const end = all.at(-1)
  if (end?.type !== 'finish') throw new Error('a stream ends with its finish')
  return { all, text, end }
}
