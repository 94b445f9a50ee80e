/**
 * A process that makes calls for eight agents at once and may be killed at any moment: `node ledger-kill-child.ts DATA KEY_HEX
 * [last]`. It prints `begun RESERVED` once what the process before left is in order, then `settled ID NANO_DOLLARS`
 * after each call. The `last` one ends there.
 */
import { setImmediate } from 'node:timers/promises'
import { currentPeriods } from '../../src/domain/budgets/budget-rules.ts'
import { systemClock } from '../../src/engine/jobs/clock.ts'
import { openStore } from '../../src/engine/store/store.ts'
import { createSpending } from '../../src/engine/usage/create-spending.ts'

const [dataFolder, key, last] = process.argv.slice(2)
if (dataFolder === undefined || key === undefined) throw new Error('DATA KEY_HEX')

const store = await openStore({ dataFolder, key: Buffer.from(key, 'hex'), observe: () => undefined })
const spending = createSpending({ store, clock: systemClock, prices: { priceOf: async () => null } })
const periods = currentPeriods(Date.now(), 'UTC')
await store.write('budgets.set', {
  ...{ scope: 'organisation', subject: '', period: 'none', limit: 1e15, now: Date.now(), periods },
})
await spending.begin()
const [budget] = await store.read('budgets.list', { periods })
process.stdout.write(`begun ${budget?.reservedNanoDollars}\n`)

const price = { input: 1_000_000_007, output: 2_000_000_003, cachedInput: null, cacheWrite: null }

async function work(agent: number): Promise<never> {
  for (let round = 0; ; round++) {
    const reservation = await spending.reserve({
      ...{ purpose: 'answer', agent: `agent ${agent}`, workflow: null, conversationId: null, messageId: null },
      ...{ libraryIds: ['shelf'], model: 'acme/large', price, attempt: 1 },
      ...{ inputTokens: 1_000, maximumOutputTokens: 100 },
    })
    await setImmediate()
    const { callId, nanoDollars } = await reservation.settle({
      ...{ outcome: 'ok', code: null, counted: false, firstTokenMs: 1, totalMs: 2 },
      usage: {
        ...{ inputTokens: 1_000 - (round % 7), outputTokens: 50 + (round % 11) },
        ...{ cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
      },
    })
    // Written before anything else happens: a pipe takes it at once.
    process.stdout.write(`settled ${callId} ${nanoDollars}\n`)
  }
}

if (last === undefined) await Promise.all(Array.from({ length: 8 }, (_, agent) => work(agent)))
await store.close()
