import { z } from 'zod'
import type { Terminal } from './terminal.ts'

const LogLine = z.object({
  msg: z.string().default(''),
  correlationId: z.string().optional(),
  err: z
    .object({ brand: z.string().optional(), message: z.string().optional(), stack: z.string().optional() })
    .optional(),
})

/**
 * A line of the engine's log as a person reads it; null for a failure that the contract declares, which the command
 * tells itself, and in better words.
 */
export function describeLogLine(line: string): string | null {
  const { msg, correlationId, err } = LogLine.parse(JSON.parse(line))
  if (err?.brand !== undefined) return null
  const about = correlationId === undefined ? '' : ` (correlation id ${correlationId})`
  const details = err?.stack ?? err?.message
  return `Log: ${msg}${about}${details === undefined ? '' : `\n${details}`}`
}

export function sayLogLine(line: string, terminal: Pick<Terminal, 'say'>): void {
  const text = describeLogLine(line)
  if (text !== null) terminal.say(text)
}
