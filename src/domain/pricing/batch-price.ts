import type { TokenPrice } from '../../contract/providers.ts'

/** The price of a token where work that can wait costs so many percent of the list price; a fraction is rounded up. */
export function batchPriceOf(price: TokenPrice, percent: number): TokenPrice {
  const { input, output, cachedInput, cacheWrite } = price
  const reduce = (nanoDollars: number) => Math.ceil((nanoDollars * percent) / 100)
  return {
    input: reduce(input),
    output: reduce(output),
    cachedInput: cachedInput === null ? null : reduce(cachedInput),
    cacheWrite: cacheWrite === null ? null : reduce(cacheWrite),
  }
}
