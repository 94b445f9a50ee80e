import type { ProcessExit } from './engine-control.ts'

/**
 * Why a generation of the engine ended without being asked to.
 *
 * - `launch-failed`: no process came to be
 * - `start-timeout`: it did not say that it is ready in time, and was killed
 * - `refused`: it said why it cannot start
 * - `unresponsive`: it left heartbeats unanswered, and was killed
 * - `protocol`: it sent something that is not a report, and was killed
 * - `exited`, `signalled`: it went by itself, with an exit code or by a signal
 */
export type FailureCause =
  | 'launch-failed'
  | 'start-timeout'
  | 'refused'
  | 'unresponsive'
  | 'protocol'
  | 'exited'
  | 'signalled'

export type EngineFailure = {
  generation: number
  cause: FailureCause
  /** The engine's own code for a refusal, otherwise null. */
  code: string | null
  /** For the log and for a person who asks for details. */
  message: string
  /** False when starting again cannot help until somebody changes something. */
  retryable: boolean
  /** Null when the process was not seen to end within the bound after it was killed. */
  exit: ProcessExit | null
  /** Milliseconds since the epoch. */
  at: number
  /** Milliseconds that it had been ready for; 0 when it never was. */
  readyFor: number
}

/** One sentence about an exit, from the most telling fact there is. */
export function describeExit(exit: ProcessExit): string {
  const facts = [
    exit.signal === null ? null : `signal ${exit.signal}`,
    exit.code === null ? null : `exit code ${exit.code}`,
    exit.reason,
  ]
  const known = facts.filter((fact) => fact !== null)
  return known.length === 0 ? 'The engine ended.' : `The engine ended (${known.join(', ')}).`
}
