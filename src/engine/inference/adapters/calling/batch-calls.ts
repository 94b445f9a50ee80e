import { z } from 'zod'

const Line = z.object({ custom_id: z.string() }).loose()
export type BatchLine = z.infer<typeof Line>

/** The line of a file of results that has an id; null without one. Lines are in any order. @throws SyntaxError, ZodError */
export function findBatchLine(text: string, id: string): BatchLine | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => Line.parse(JSON.parse(line))).find((line) => line.custom_id === id) ?? null
}

/** For a call of this work, from its first byte to its last. */
export const batchCallMs = 10 * 60_000

/** A batch whose begin nobody saw is looked for among those begun so long before and after: clocks differ, calls take time. */
export const lookBackMs = 15 * 60_000
export const lookAheadMs = lookBackMs + batchCallMs

/** Makes the calls of one SDK, whose errors `toModelError` reads. @throws ModelError; the signal's reason */
export function batchCalls(toModelError: (error: unknown) => unknown) {
  return async <Value>(signal: AbortSignal, call: () => Promise<Value>): Promise<Value> => {
    signal.throwIfAborted()
    try {
      return await call()
    } catch (error) {
      signal.throwIfAborted()
      throw toModelError(error)
    }
  }
}
