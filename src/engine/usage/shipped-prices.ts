import { z } from 'zod'
import resource from '../../../resources/prices.json' with { type: 'json' }
import { parseDollars } from '../../contract/dollars.ts'
import { ProviderKind } from '../../contract/providers.ts'
import type { StoredPrice } from '../store/repositories/prices.ts'

/** Dollars a million tokens, as text, so that no digit is lost on the way. */
const Dollars = z.string().transform((typed, context) => {
  const nanoDollars = parseDollars(typed)
  if (nanoDollars !== null) return nanoDollars
  context.addIssue(`${typed} is no amount of dollars`)
  return z.NEVER
})

const ShippedPrices = z.strictObject({
  version: z.literal(1),
  /** The day on which the providers' public lists were last compared with this table. */
  checkedOn: z.iso.date(),
  kinds: z.partialRecord(
    ProviderKind,
    z.strictObject({
      /** Whose public list it is. */
      source: z.string(),
      /** What work that can wait costs of these prices, in percent; without it, the provider has no lower price for that. */
      batchPercent: z.int().min(1).max(100).optional(),
      models: z.record(
        z.string(),
        z.array(
          z.strictObject({
            from: z.iso.date(),
            input: Dollars,
            output: Dollars,
            cachedInput: Dollars.optional(),
            cacheWrite: Dollars.optional(),
          }),
        ),
      ),
    }),
  ),
})

/** The public list prices that Diwan comes with, `KIND/MODEL`. @throws ZodError for a table that does not fit its shape */
export function readShippedPrices(content: unknown = resource): StoredPrice[] {
  return Object.entries(ShippedPrices.parse(content).kinds).flatMap(([kind, { models }]) =>
    Object.entries(models).flatMap(([model, prices]) =>
      prices.map(({ from, input, output, cachedInput, cacheWrite }) => ({
        model: `${kind}/${model}`,
        validFrom: Date.parse(from),
        input,
        output,
        cachedInput: cachedInput ?? null,
        cacheWrite: cacheWrite ?? null,
      })),
    ),
  )
}

/** Percent of its list prices that a kind of provider takes for work that can wait; null for one without such a price. */
export function shippedBatchPercent(kind: ProviderKind): number | null {
  batchPercents ??= new Map(
    Object.entries(ShippedPrices.parse(resource).kinds).map(([name, { batchPercent = null }]) => [name, batchPercent]),
  )
  return batchPercents.get(kind) ?? null
}

let batchPercents: Map<string, number | null> | null = null
