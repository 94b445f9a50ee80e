import { z } from 'zod'

/** A person's own name of a provider: the part of a model's name before its first `/`. */
export const ProviderName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
  .max(64)

/**
 * What a person calls a language model by: `PROVIDER/MODEL` for a model of a server (the model's part may hold further
 * `/`), the id of a model on this machine, or `extractive`, which quotes and needs nothing.
 */
export const ModelReference = z.string().min(1).max(300)
export type ModelReference = z.infer<typeof ModelReference>

/** Sentences of the documents, word for word; no language model at all. */
export const extractiveModel = 'extractive'

/** How much a model may think before it answers; a model that can't gives a warning. */
export const ReasoningEffort = z.enum(['off', 'low', 'medium', 'high'])
export type ReasoningEffort = z.infer<typeof ReasoningEffort>

/** What a call may be given beside its text. What a model has no such option for becomes a warning, not an error. */
export const GenerationOptions = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  /** Of the whole output, reasoning included. */
  maximumOutputTokens: z.int().min(1).max(1_000_000).optional(),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  stop: z.array(z.string().min(1).max(200)).max(8).optional(),
  reasoning: ReasoningEffort.optional(),
})
export type GenerationOptions = z.infer<typeof GenerationOptions>

/** Rules by which a model was chosen. `fixed`: a person named it. `only`: there is no other. */
export const ChoiceReason = z.enum([
  'fixed',
  'only',
  'default',
  'complex',
  'long-context',
  'cheapest',
  'fastest',
  'within-budget',
  'local-only',
  'fallback',
])
export type ChoiceReason = z.infer<typeof ChoiceReason>

/** Why a model was passed over, or gave up. */
export const AttemptFailure = z.object({
  model: ModelReference,
  /** A code of `errors.ts`; `CIRCUIT_OPEN`: its provider is given time to recover; `TOO_SLOW`: by what was measured of late. */
  code: z.string(),
  status: z.int().nullable(),
  /** In our own words, never the server's. */
  reason: z.string(),
  /** Calls that were made, with repetitions. */
  tries: z.int().nonnegative(),
  milliseconds: z.number().nonnegative(),
})
export type AttemptFailure = z.infer<typeof AttemptFailure>

/** Which model answered, why it, and what was tried before. */
export const ModelChoice = z.object({
  model: ModelReference,
  reason: ChoiceReason,
  /** A sentence for the person. */
  because: z.string(),
  tried: z.array(AttemptFailure),
})
export type ModelChoice = z.infer<typeof ModelChoice>

/** Something that was asked for and that the model has not, or has otherwise: a word to the person, no failure. */
export const GenerationWarning = z.object({
  /** The option that was left out or changed, such as `seed`. */
  option: z.string(),
  reason: z.string(),
})
export type GenerationWarning = z.infer<typeof GenerationWarning>

/** Options whose warnings are about the answer itself: their reason is a whole sentence, and the option needs no mention. */
export const answerWarningOptions: ReadonlySet<string> = new Set([
  ...['answer', 'budget', 'check', 'citations', 'history', 'passages'],
])

/** How an agent's model is chosen. */
export const ModelPolicy = z.discriminatedUnion('kind', [
  /** This one; others only when it can't answer, and `fallback` says so. */
  z.strictObject({
    kind: z.literal('fixed'),
    model: ModelReference,
    fallback: z.array(ModelReference).max(10).default([]),
  }),
  /** By the rules of the installation's tiers (settings `models`). */
  z.strictObject({
    kind: z.literal('rules'),
    /** Asked for the best there is, whatever the complexity. */
    premium: z.boolean().default(false),
    /** Never leaves this machine. */
    localOnly: z.boolean().default(false),
    /** What one call may cost in its worst case; null has no limit beside the budgets. */
    mostNanoDollars: z.int().nonnegative().nullable().default(null),
    /** The first word has to be there in this time, by what was measured of late; null does not matter. */
    firstTokenMs: z.int().positive().nullable().default(null),
  }),
])
export type ModelPolicy = z.infer<typeof ModelPolicy>
