import type { TokenPrice } from '../../../contract/providers.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/** A price that a person set or imported. */
export type StoredPrice = TokenPrice & { model: string; validFrom: number }

const columns = `SELECT model, valid_from AS validFrom, input, output, cached_input AS cachedInput,
  cache_write AS cacheWrite FROM prices`

function samePrice(one: StoredPrice, other: StoredPrice): boolean {
  const { input, output, cachedInput, cacheWrite } = one
  return (
    input === other.input &&
    output === other.output &&
    cachedInput === other.cachedInput &&
    cacheWrite === other.cacheWrite
  )
}

/** False when the same was there. */
function setPrice(connection: WriteConnection, price: StoredPrice, now: number): boolean {
  const before = connection.get<StoredPrice>('prices.find', `${columns} WHERE model = ? AND valid_from = ?`, [
    price.model,
    price.validFrom,
  ])
  if (before !== undefined && samePrice(before, price)) return false
  connection.run(
    'prices.set',
    `INSERT INTO prices (model, valid_from, input, output, cached_input, cache_write, set_at)
     VALUES (:model, :validFrom, :input, :output, :cachedInput, :cacheWrite, :now)
     ON CONFLICT DO UPDATE SET input = excluded.input, output = excluded.output, cached_input = excluded.cached_input,
       cache_write = excluded.cache_write, set_at = excluded.set_at`,
    { ...price, now },
  )
  return true
}

export const priceReads = {
  /** Of each model the youngest first. */
  'prices.list': (connection: ReadConnection, _input: null): StoredPrice[] =>
    connection.all('prices.list', `${columns} ORDER BY model, valid_from DESC`),
}

export const priceWrites = {
  /** One price, or a whole table: all or none. */
  'prices.set': (
    connection: WriteConnection,
    input: { prices: readonly StoredPrice[]; now: number },
  ): { added: number; unchanged: number } => {
    const added = input.prices.filter((price) => setPrice(connection, price, input.now)).length
    return { added, unchanged: input.prices.length - added }
  },

  /** @throws Failure PRICE_NOT_FOUND */
  'prices.remove': (connection: WriteConnection, input: { model: string; validFrom: number }): null => {
    const { changes } = connection.run('prices.remove', 'DELETE FROM prices WHERE model = ? AND valid_from = ?', [
      input.model,
      input.validFrom,
    ])
    if (changes === 0) throw new Failure('PRICE_NOT_FOUND', { model: input.model })
    return null
  },
}
