import type { TextCounting } from './count-text.ts'

/** What the counting thread is told: texts to count the tokens of, together, or that nobody waits for them any more. */
export type TokenTask = { id: number; texts: readonly string[]; counting: TextCounting } | { id: number; texts: null }

export type TokenReply = { id: number; tokens: number } | { id: number; error: string }
