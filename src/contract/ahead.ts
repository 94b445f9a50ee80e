import { z } from 'zod'
import { procedure } from './base.ts'
import { Timestamp } from './common.ts'

/**
 * A question that may follow an answer, in words of the documents or of the person. `asked-next`: was asked after the same
 * question before. `section`: the heading of a section beside one that was quoted. `name`: stands in what was quoted.
 */
export const NextQuestion = z.object({
  kind: z.enum(['asked-next', 'section', 'name']),
  question: z.string(),
})
export type NextQuestion = z.infer<typeof NextQuestion>

/** What answering ahead took in a time. */
export const AheadSpending = z.object({
  /** Answers that were made before anybody asked. */
  answers: z.int().nonnegative(),
  /** Of those and of earlier ones, answers that were then asked for. */
  used: z.int().nonnegative(),
  /** Seconds of computing, of all processors together; those of answers that were broken off as well. */
  seconds: z.number().nonnegative(),
  /** Of models that cost money. */
  tokens: z.int().nonnegative(),
  nanoDollars: z.int().nonnegative(),
})
export type AheadSpending = z.infer<typeof AheadSpending>

/** `unknown` where the machine does not tell, as a server without a battery; it counts as mains. */
export const PowerSource = z.enum(['mains', 'battery', 'unknown'])
export type PowerSource = z.infer<typeof PowerSource>

/**
 * `off`: switched off, or kept answers are not given again. `waiting`: until Diwan has had nothing to do for long enough.
 * `answering`: a question is being answered. `done`: nothing is left to be answered. `on-battery` and `over-budget`: there
 * may be, and it is not done now.
 */
export const AheadState = z.enum(['off', 'waiting', 'answering', 'done', 'on-battery', 'over-budget'])
export type AheadState = z.infer<typeof AheadState>

export const AheadStatus = z.object({
  state: AheadState,
  power: PowerSource,
  /** When a question was last answered ahead; null if none was in the last 30 days. */
  latestAt: Timestamp.nullable(),
  /** This hour of the clock, the last 24 hours, and the last 30 days. */
  hour: AheadSpending,
  day: AheadSpending,
  month: AheadSpending,
})
export type AheadStatus = z.infer<typeof AheadStatus>

export const ahead = {
  /** What answering ahead does, and what it has done. */
  status: procedure
    .route({ method: 'GET', path: '/ahead', tags: ['ahead'], summary: 'Questions answered before they are asked' })
    .output(AheadStatus),
}
