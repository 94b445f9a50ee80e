import { extractiveModel } from '../../contract/language-models.ts'
import type { TokenPrice } from '../../contract/providers.ts'
import type { ModelPrice } from '../../contract/usage.ts'
import type { Clock } from '../../domain/clock.ts'
import { ofKind, priceAt, priceNames } from '../../domain/pricing/price-names.ts'
import type { StoredPrice } from '../store/repositories/prices.ts'
import type { Store } from '../store/store.ts'
import { readPriceTable } from './read-price-table.ts'
import { readShippedPrices } from './shipped-prices.ts'
import type { Spending } from './spending.ts'

export type PriceRooms = {
  store: Store
  clock: Clock
  /** Nano-dollars for a million tokens of a model on this machine. */
  localTokenPrice: () => Promise<number>
  /** The table that Diwan comes with; without it, that of resources. */
  shipped?: readonly StoredPrice[]
}

/** What a person says that a model costs, in nano-dollars a million tokens. */
export type PriceToSet = Pick<TokenPrice, 'input' | 'output'> & {
  model: string
  cachedInput?: number | null | undefined
  cacheWrite?: number | null | undefined
  validFrom?: number | undefined
}

export type Prices = {
  priceOf: Spending['priceOf']
  /** A person's and the shipped ones, by model, the youngest first. */
  list(model?: string): Promise<ModelPrice[]>
  /** Without a time it holds from now on. */
  set(price: PriceToSet): Promise<ModelPrice>
  /** @throws Failure PRICE_NOT_FOUND */
  remove(price: { model: string; validFrom: number }): Promise<void>
  /** @throws Failure PRICES_INVALID, with nothing taken */
  import(json: string): Promise<{ added: number; unchanged: number }>
}

const free: TokenPrice = { input: 0, output: 0, cachedInput: null, cacheWrite: null }

export function createPrices({ store, clock, localTokenPrice, shipped = readShippedPrices() }: PriceRooms): Prices {
  /** A person's prices, which are asked for each call; only this process writes them. */
  let kept: Promise<StoredPrice[]> | null = null
  function set(): Promise<StoredPrice[]> {
    kept ??= store.read('prices.list', null).catch((error: unknown) => {
      kept = null
      throw error
    })
    return kept
  }

  async function save(prices: readonly StoredPrice[]): Promise<{ added: number; unchanged: number }> {
    const saved = await store.write('prices.set', { prices, now: clock.now() })
    kept = null
    return saved
  }

  /** What models on this machine cost where a person has not said otherwise. */
  async function ofThisMachine(): Promise<TokenPrice> {
    const price = await localTokenPrice()
    return { ...free, input: price, output: price }
  }

  return {
    async priceOf(model, at, provider) {
      if (model === extractiveModel) return free
      const general = provider === null ? [] : priceNames(ofKind(model, provider.kind))
      const names = [...priceNames(model), ...general]
      const own = priceAt(await set(), names, at)
      if (own !== null) return toPrice(own)
      if (provider === null || (provider.kind === 'ollama' && provider.isLocal)) return ofThisMachine()
      // By kind only: a person may call any server by a provider's name.
      const list = priceAt(shipped, general, at)
      return list === null ? null : toPrice(list)
    },
    async list(model) {
      const all: ModelPrice[] = [
        ...(await set()).map((price) => ({ ...price, origin: 'person' as const })),
        ...shipped.map((price) => ({ ...price, origin: 'shipped' as const })),
      ]
      return all
        .filter((price) => model === undefined || price.model === model)
        .sort((one, other) => compare(one.model, other.model) || other.validFrom - one.validFrom)
    },
    async set({ model, input, output, cachedInput = null, cacheWrite = null, validFrom = clock.now() }) {
      const price = { model, validFrom, input, output, cachedInput, cacheWrite }
      await save([price])
      return { ...price, origin: 'person' }
    },
    async remove({ model, validFrom }) {
      await store.write('prices.remove', { model, validFrom })
      kept = null
    },
    import: async (json) => save(readPriceTable(json)),
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function toPrice({ input, output, cachedInput, cacheWrite }: StoredPrice): TokenPrice {
  return { input, output, cachedInput, cacheWrite }
}
