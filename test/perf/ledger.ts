import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { currentPeriods } from '../../src/domain/budgets/budget-rules.ts'
import { systemClock } from '../../src/engine/jobs/clock.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { migrate } from '../../src/engine/store/migrations/migrate.ts'
import { addEntry } from '../../src/engine/store/repositories/ledger-entry.ts'
import { databaseFile, openStore, type Store } from '../../src/engine/store/store.ts'
import { createSpending } from '../../src/engine/usage/create-spending.ts'
import { createUsageViews } from '../../src/engine/usage/usage-views.ts'
import { type Figure, median, percentile } from './figure.ts'

const calls = 100_000
const days = 90
const dayMs = 24 * 3_600_000

/** What a call pays for its place in the ledger and two budgets, and how long each view of 100,000 calls takes. */
export async function ledgerFigures(): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'diwan-bench-ledger-'))
  const key = randomBytes(32)
  try {
    fill(join(dataFolder, databaseFile), key)
    const store = await openStore({ dataFolder, key, observe: () => undefined })
    try {
      return [await measureCalls(store), ...(await measureViews(store))]
    } finally {
      await store.close()
    }
  } finally {
    rmSync(dataFolder, { recursive: true })
  }
}

/** Calls of a busy quarter: six models, eight agents, twenty libraries, five hundred conversations. */
function fill(path: string, key: Uint8Array): void {
  migrate({ path, key, now: Date.now() })
  const connection = openConnection({ path, key, mode: 'write' })
  const first = Date.now() - days * dayMs
  try {
    connection.transaction(() => {
      for (let index = 0; index < calls; index++) {
        const isFailed = index % 50 === 0
        addEntry(connection, {
          id: newId(),
          at: first + Math.floor((index * days * dayMs) / calls),
          ...{ model: `acme/model-${index % 6}`, purpose: 'answer', agent: `agent ${index % 8}`, workflow: null },
          ...{ libraryIds: [`library-${index % 20}`], conversationId: `conversation-${index % 500}`, messageId: null },
          ...{ outcome: isFailed ? 'failed' : 'ok', code: isFailed ? 'MODEL_UNREACHABLE' : null },
          usage: {
            ...{ inputTokens: 1_000 + (index % 977), cachedInputTokens: index % 400, cacheWriteTokens: 0 },
            ...{ outputTokens: 100 + (index % 313), reasoningTokens: 0 },
          },
          ...{
            counted: false,
            priceKnown: true,
            nanoDollars: 1_000_000 + (index % 7_919),
            savedNanoDollars: index % 100,
          },
          ...{ reservedNanoDollars: 3_000_000, firstTokenMs: 100 + ((index * 7_919) % 1_000) },
          ...{ totalMs: 1_000 + ((index * 104_729) % 9_000), attempt: 1, redundantTokens: index % 500 },
        })
      }
    })
  } finally {
    connection.close()
  }
}

async function measureCalls(store: Store): Promise<Figure> {
  const spending = createSpending({ store, clock: systemClock, prices: { priceOf: async () => null } })
  const periods = currentPeriods(Date.now(), 'UTC')
  for (const scope of ['month', 'organisation'] as const) {
    const period = scope === 'month' ? 'month' : 'none'
    await store.write('budgets.set', { scope, subject: '', period, limit: 1e15, periods, now: Date.now() })
  }
  const price = { input: 1e9, output: 2e9, cachedInput: null, cacheWrite: null }
  const usage = { inputTokens: 900, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 50, reasoningTokens: 0 }
  const runs: number[] = []
  const cpuBefore = process.cpuUsage()
  for (let index = 0; index < 1_000; index++) {
    const begun = performance.now()
    const reservation = await spending.reserve({
      ...{ purpose: 'answer', agent: 'writer', workflow: null, libraryIds: ['library-1'], conversationId: 'talk' },
      ...{ messageId: null, model: 'acme/model-1', price, inputTokens: 1_000, maximumOutputTokens: 500, attempt: 1 },
    })
    await reservation.settle({
      ...{ outcome: 'ok', code: null, usage, counted: false, firstTokenMs: 1, totalMs: 2 },
    })
    // The first ones start the threads and prepare the statements.
    if (index >= 100) runs.push(performance.now() - begun)
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    name: 'a call set aside and settled in two budgets (median)',
    unit: 'ms',
    value: median(runs),
    target: { atMost: 2 },
    cpu: (user + system) / 1_000 / 1_000,
    runs: [median(runs), percentile(runs, 95), percentile(runs, 99)],
  }
}

async function measureViews(store: Store): Promise<Figure[]> {
  const views = createUsageViews({ store, clock: systemClock })
  const month = { from: Date.now() - 30 * dayMs }
  const timeZone = 'Europe/Berlin'
  const asked: Record<string, () => Promise<unknown>> = {
    'sums of a month by model': () => views.summary({ filter: month, by: 'model' }),
    'sums of all calls by model': () => views.summary({ filter: {}, by: 'model' }),
    'sums of a month by library': () => views.summary({ filter: month, by: 'library' }),
    'sums of a month by conversation': () => views.summary({ filter: month, by: 'conversation' }),
    'days of a month by model, with forecast': () =>
      views.overTime({ filter: month, by: 'model', step: 'day', timeZone }),
    'a page of calls in the middle': () => views.calls({ filter: {}, offset: calls / 2, limit: 100 }),
    'a page of calls of one model': () => views.calls({ filter: { model: 'acme/model-3' }, offset: 0, limit: 100 }),
    'advice on a month': () => views.advice(month),
  }
  const figures: Figure[] = []
  for (const [name, ask] of Object.entries(asked)) {
    const runs: number[] = []
    for (let round = 0; round < 7; round++) {
      const begun = performance.now()
      await ask()
      // Of the first two, each warms one of the store's threads.
      if (round >= 2) runs.push(performance.now() - begun)
    }
    const target = { atMost: 50 }
    figures.push({ name: `ledger of 100,000 calls: ${name}`, unit: 'ms', value: median(runs), target, cpu: null, runs })
  }
  return figures
}
