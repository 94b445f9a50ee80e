import { z } from 'zod'
import { Provider } from '../../contract/providers.ts'
import type { ListedLanguage } from '../inference/language-source.ts'
import type { StoredProvider, StoredProviderModel } from '../store/repositories/providers.ts'
import { shippedBatchPercent } from './shipped-prices.ts'

/** What came of asking a provider for its models, or for an answer. */
export type ProviderCheck = NonNullable<Provider['lastCheck']>

const LastCheck = Provider.shape.lastCheck

export function readCheck({ lastCheck }: StoredProvider): ProviderCheck | null {
  return lastCheck === null ? null : LastCheck.parse(JSON.parse(lastCheck))
}

const supports = z.object({
  tools: z.boolean(),
  structured: z.boolean(),
  images: z.boolean(),
  reasoning: z.boolean(),
  caching: z.boolean(),
})

/** What the store keeps of a provider's model as JSON. */
const ModelDescription = z.object({
  version: z.literal(1),
  title: z.string(),
  facts: z.object({
    contextTokens: z.int().positive().nullable(),
    maximumOutputTokens: z.int().positive().nullable(),
    supports,
  }),
})

export function toStoredModel({ name, title, facts }: ListedLanguage): StoredProviderModel {
  return { name, description: JSON.stringify({ version: 1, title, facts }) }
}

export function readStoredModel({ name, description }: StoredProviderModel): ListedLanguage {
  const { title, facts } = ModelDescription.parse(JSON.parse(description))
  return { name, title, facts }
}

/** The name of a provider's key among the secrets. */
export const keyOf = (provider: string): string => `providers/${provider}`

/** Percent of its list prices that a provider takes for work that can wait; null for one that has no batches here. */
export function batchPercentOf({ kind, batchPercent }: Pick<StoredProvider, 'kind' | 'batchPercent'>): number | null {
  const shipped = shippedBatchPercent(kind)
  return shipped === null ? null : (batchPercent ?? shipped)
}
