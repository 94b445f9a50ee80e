import { z } from 'zod'
import { procedure } from './base.ts'
import { Timestamp } from './common.ts'
import { declare } from './errors.ts'
import { ModelReference, ProviderName } from './language-models.ts'
import { NanoDollars } from './money.ts'

export const ProviderKind = z.enum([
  'openai',
  'azure-openai',
  'anthropic',
  'gemini',
  'groq',
  'together',
  'moonshot',
  'ollama',
  'openai-compatible',
])
export type ProviderKind = z.infer<typeof ProviderKind>

/** The wire protocol that a provider is spoken to in. */
export const ProviderProtocol = z.enum(['openai-responses', 'openai-chat', 'anthropic-messages'])
export type ProviderProtocol = z.infer<typeof ProviderProtocol>

/** `closed` lets calls through; `open` gives a failing provider time; `half-open` tries one call. */
export const CircuitState = z.enum(['closed', 'open', 'half-open'])

/** Percent of the list prices that work that can wait costs. */
export const BatchPercent = z.int().min(1).max(100)

export const Provider = z.object({
  name: ProviderName,
  kind: ProviderKind,
  protocol: ProviderProtocol,
  /** Address that is called. */
  url: z.string(),
  /** Whether a key is kept. The key itself is never shown. */
  hasKey: z.boolean(),
  /** Its address is on this machine: it is reached offline too, and nothing leaves. */
  isLocal: z.boolean(),
  circuit: CircuitState,
  /** When an open circuit lets a call through again. */
  retryAt: Timestamp.nullable(),
  /** The last time that its key or a call was tried. */
  lastCheck: z
    .object({ at: Timestamp, milliseconds: z.number(), code: z.string().nullable(), status: z.int().nullable() })
    .nullable(),
  /**
   * Whether work that can wait is left to its batch price. What is asked, words of documents with it, then lies with the
   * provider for up to some days.
   */
  usesBatches: z.boolean(),
  /** What that costs of the list prices; null for a kind of provider that has no batches here. */
  batchPercent: BatchPercent.nullable(),
  addedAt: Timestamp,
})
export type Provider = z.infer<typeof Provider>

/** Dollars of a million tokens, as nano-dollars. */
export const TokenPrice = z.object({
  input: NanoDollars,
  output: NanoDollars,
  /** Of tokens that are read from the provider's cache; null: as `input`. */
  cachedInput: NanoDollars.nullable(),
  /** Of tokens that are written into it; null: as `input`. */
  cacheWrite: NanoDollars.nullable(),
})
export type TokenPrice = z.infer<typeof TokenPrice>

/** A language model that can be asked: of a provider, on this machine, or the extractive one. */
export const LanguageModelInfo = z.object({
  reference: ModelReference,
  title: z.string(),
  /** Null for one on this machine. */
  provider: ProviderName.nullable(),
  isLocal: z.boolean(),
  contextTokens: z.int().positive().nullable(),
  maximumOutputTokens: z.int().positive().nullable(),
  supports: z.object({
    tools: z.boolean(),
    structured: z.boolean(),
    images: z.boolean(),
    reasoning: z.boolean(),
    caching: z.boolean(),
  }),
  /** Null when nobody has said: a budget then stops it, because no worst case can be reserved. */
  price: TokenPrice.nullable(),
})
export type LanguageModelInfo = z.infer<typeof LanguageModelInfo>

const providerReference = z.object({ name: ProviderName })
const unreachable = ['PROVIDER_NOT_FOUND', 'MODEL_UNREACHABLE', 'MODEL_FAILED', 'NETWORK_OFFLINE'] as const

export const providers = {
  list: procedure
    .route({ method: 'GET', path: '/providers', tags: ['providers'], summary: 'Providers of language models' })
    .output(z.array(Provider)),
  add: procedure
    .route({
      method: 'POST',
      path: '/providers',
      tags: ['providers'],
      summary: 'Add a provider',
      successStatus: 201,
    })
    .errors(declare('PROVIDER_NAME_TAKEN', 'PROVIDER_INVALID', 'DISK_FULL'))
    .input(
      z.object({
        name: ProviderName,
        kind: ProviderKind,
        /** Without it the kind's own address; `azure-openai` and `openai-compatible` have none. */
        url: z.url({ protocol: /^https?$/ }).optional(),
        /** Without it the kind's own. */
        protocol: ProviderProtocol.optional(),
        /** Kept by the host's secret store and never given back. */
        key: z.string().min(1).max(10_000).optional(),
        /** Refused for a kind that has no batches. */
        usesBatches: z.boolean().default(false),
      }),
    )
    .output(Provider),
  update: procedure
    .route({ method: 'PATCH', path: '/providers/{name}', tags: ['providers'], summary: 'Change a provider' })
    .errors(declare('PROVIDER_NOT_FOUND', 'PROVIDER_INVALID', 'DISK_FULL'))
    .input(
      providerReference.extend({
        url: z.url({ protocol: /^https?$/ }).optional(),
        protocol: ProviderProtocol.optional(),
        /** Null takes the key away. */
        key: z.string().min(1).max(10_000).nullable().optional(),
        usesBatches: z.boolean().optional(),
        /** Null: as Diwan's table of prices says. */
        batchPercent: BatchPercent.nullable().optional(),
      }),
    )
    .output(Provider),
  remove: procedure
    .route({
      method: 'DELETE',
      path: '/providers/{name}',
      tags: ['providers'],
      summary: 'Remove a provider and its key',
    })
    .errors(declare('PROVIDER_NOT_FOUND', 'DISK_FULL'))
    .input(providerReference)
    .output(providerReference),
  /**
   * Asks the provider for its models, which costs nothing and tells whether address and key are right. With `model`, that
   * one is asked for a word as well, which is paid for like any other call.
   */
  test: procedure
    .route({ method: 'POST', path: '/providers/{name}/test', tags: ['providers'], summary: 'Try address and key' })
    .errors(declare(...unreachable, 'MODEL_REJECTED', 'CONTEXT_EXCEEDED', 'BUDGET_EXCEEDED', 'PRICE_UNKNOWN'))
    .input(providerReference.extend({ model: z.string().min(1).max(200).optional() }))
    .output(
      z.object({
        provider: Provider,
        models: z.int(),
        /** Until the list was there; with `model`, until its answer was. */
        milliseconds: z.number(),
        /** What the model said; null when none was asked. */
        answer: z.string().nullable(),
      }),
    ),
  /** Every language model that can be asked: those that the providers named last, those on this machine, `extractive`. */
  models: procedure
    .route({
      method: 'GET',
      path: '/language-models',
      tags: ['providers'],
      summary: 'Language models that can be asked',
    })
    .errors(declare(...unreachable))
    .input(
      z.object({
        provider: ProviderName.optional(),
        /** Asks the servers anew. A provider that does not answer keeps its models of the last time. */
        refresh: z.boolean().default(false),
      }),
    )
    .output(z.array(LanguageModelInfo)),
}
