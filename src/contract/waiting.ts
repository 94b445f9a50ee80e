import { z } from 'zod'
import { Id, Timestamp } from './common.ts'

/**
 * Whether a question may be answered later. `never`: it is refused when no model answers. `if-needed`: it is then asked
 * again by itself, with growing pauses. `later`: it takes its turn behind others that wait, and nobody waits for it.
 */
export const MayWait = z.enum(['never', 'if-needed', 'later'])
export type MayWait = z.infer<typeof MayWait>

/** A question whose answer is still to come. */
export const WaitingAnswer = z.object({
  conversationId: Id,
  questionId: Id,
  /** Where the answer will stand. */
  messageId: Id,
  question: z.string(),
  since: Timestamp,
  /** Times that models were asked. */
  tries: z.int().nonnegative(),
  /** When they are asked again, or a provider's batch is looked at; null once it was given up. */
  retryAt: Timestamp.nullable(),
  /** Since when it is written at its provider's batch price; null while it is not. */
  inBatchSince: Timestamp.nullable(),
  /** Why the last try failed; null before the first. */
  code: z.string().nullable(),
  reason: z.string().nullable(),
})
export type WaitingAnswer = z.infer<typeof WaitingAnswer>
