import { isFailure } from '../../src/domain/failure.ts'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { type BillingManner, type BillingServer, startBillingServer } from './billing-server.ts'
import { askFor, noContext, openGenerationRooms, readGeneration } from './models/generation-rooms.ts'

const agents = 8
const providers = 4

/** $1 for a million tokens of input, $0.10 of it cached, $2 of output: in nano-dollars a token. */
const price = { input: 1_000, cachedInput: 100, output: 2_000 }

export type LedgerStorm = {
  answered: number
  failed: number
  refusedByBudget: number
  /** What the ledger says that providers billed, and what they say. */
  ledger: bigint
  servers: bigint
  /** Entries that were counted here, because a stream broke off before its usage. */
  counted: { entries: number; nanoDollars: number }
  /** Streams that the servers broke off. */
  brokenOff: number
  entries: number
  /** Of the budget of everything. */
  standing: { spent: number; reserved: number }
  /** The most that one entry cost beyond what was set aside for it, and the least that a call sets aside. */
  largestExcess: number
  drifted: number
  seconds: number
}

/**
 * Calls by eight agents at once over real servers that fail at random, each through the whole of usage: policy, fallback,
 * retries, reservation and ledger.
 */
export async function runLedgerStorm(options: {
  calls: number
  seed: number
  /** In nano-dollars; null for none. */
  budget: number | null
  manner: (random: () => number) => BillingManner
  maximumOutputTokens?: number
}): Promise<LedgerStorm> {
  const start = performance.now()
  const random = seededRandom(options.seed)
  await using rooms = await openGenerationRooms({ patienceMs: 60_000 })
  await using stack = new AsyncDisposableStack()
  const servers: BillingServer[] = []
  const models: string[] = []
  for (let index = 0; index < providers; index++) {
    const server = stack.use(await startBillingServer({ price, random, manner: options.manner }))
    servers.push(server)
    const name = `provider-${index}`
    await rooms.providers.add({ name, kind: 'openai-compatible', url: server.url, protocol: 'openai-chat', key: 'k' })
    models.push(`${name}/model`)
    const million = 1_000_000
    const { input, cachedInput, output } = price
    await rooms.prices.set({
      model: `${name}/model`,
      ...{ input: input * million, cachedInput: cachedInput * million, output: output * million },
    })
  }
  if (options.budget !== null) await rooms.setBudget(options.budget)

  let left = options.calls
  const told = { answered: 0, failed: 0, refusedByBudget: 0 }
  async function work(agent: number): Promise<void> {
    while (left > 0) {
      left -= 1
      const first = Math.floor(random() * providers)
      const chain = [0, 1].map((step) => models[(first + step) % providers] ?? '')
      try {
        await readGeneration(
          rooms.generations.stream(
            askFor(chain, {
              context: { ...noContext, agent: `agent ${agent}`, purpose: 'answer' },
              maximumOutputTokens: options.maximumOutputTokens ?? 40,
            }),
          ),
        )
        told.answered += 1
      } catch (error) {
        if (!isFailure(error)) throw error
        told.failed += 1
        if (error.code !== 'BUDGET_EXCEEDED') continue
        told.refusedByBudget += 1
        return
      }
    }
  }
  await Promise.all(Array.from({ length: agents }, (_, agent) => work(agent)))

  const entries = await allEntries(rooms.store)
  const billed = entries.filter(({ counted }) => !counted)
  const counted = entries.filter((entry) => entry.counted)
  return {
    ...told,
    entries: entries.length,
    ledger: billed.reduce((sum, { nanoDollars }) => sum + BigInt(nanoDollars), 0n),
    servers: servers.reduce((sum, server) => sum + server.billed, 0n),
    counted: { entries: counted.length, nanoDollars: counted.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0) },
    brokenOff: servers.reduce((sum, server) => sum + server.count['break-off'], 0),
    standing: await rooms.standing(),
    largestExcess: Math.max(0, ...entries.map((entry) => entry.nanoDollars - entry.reservedNanoDollars)),
    drifted: (await rooms.store.read('budgets.drifted', null)).length,
    seconds: Math.round((performance.now() - start) / 1_000),
  }
}

async function allEntries(store: Awaited<ReturnType<typeof openGenerationRooms>>['store']) {
  const limit = 5_000
  const entries = []
  for (let offset = 0; ; offset += limit) {
    const { items } = await store.read('ledger.calls', { filter: {}, offset, limit })
    entries.push(...items)
    if (items.length < limit) return entries
  }
}

/** Fails at random in every way, and bills within what was set aside. */
export function honestManner(random: () => number): BillingManner {
  const chance = random()
  if (chance < 0.03) return 'refuse'
  if (chance < 0.05) return 'hang-up'
  if (chance < 0.07) return 'break-off'
  return chance < 0.08 ? 'invalid' : 'answer'
}

/** The same for so many requests; from then on every answer is billed at a multiple of what it was allowed. */
export function greedyAfter(requests: number): (random: () => number) => BillingManner {
  let seen = 0
  return (random) => {
    seen += 1
    return seen > requests ? 'more' : honestManner(random)
  }
}
