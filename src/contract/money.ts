import { z } from 'zod'

/** Money is integer nano-dollars (1 USD = 1,000,000,000), so that sums never drift. */
export const NanoDollars = z.int().nonnegative().describe('nano-dollars: 1 USD = 1,000,000,000')

/** What a model read and wrote, as its provider counts. Parts are contained in their whole, never beside it. */
export const TokenUsage = z.object({
  /** Everything that was read: the parts from and into a cache are among it. */
  inputTokens: z.int().nonnegative(),
  /** Of these, read from the provider's cache. */
  cachedInputTokens: z.int().nonnegative(),
  /** Of these, written into the provider's cache. */
  cacheWriteTokens: z.int().nonnegative(),
  /** Everything that was written, reasoning included. */
  outputTokens: z.int().nonnegative(),
  /** Of these, what it thought before it answered. */
  reasoningTokens: z.int().nonnegative(),
})
export type TokenUsage = z.infer<typeof TokenUsage>

export const Cost = z.object({
  currency: z.literal('USD'),
  nanoDollars: NanoDollars,
  estimated: z.boolean(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
})
export type Cost = z.infer<typeof Cost>
