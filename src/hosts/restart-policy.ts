import type { EngineFailure } from './engine-failure.ts'

/** Bounds of the supervisor, all in milliseconds but the two counts. */
export type SupervisorLimits = {
  /** From launch to the ready handshake. Generous: a migration or a key derivation may come first. */
  startWithin: number
  /** From the stop message to the exit, before it is killed. */
  stopWithin: number
  /** From the kill to the exit, before the process is given up as lost. */
  killWithin: number
  heartbeatEvery: number
  /** Unanswered heartbeats that make an engine unresponsive. Counted, not timed: a laptop that slept has missed none. */
  heartbeatsMissed: number
  /** The waits before the second, third, … start in a row. */
  backoff: readonly number[]
  /** An engine that was ready for so long has earned a clean record. */
  stableAfter: number
  /** Failures in a row that open the circuit. */
  failuresAllowed: number
}

export const defaultLimits: SupervisorLimits = {
  startWithin: 60_000,
  stopWithin: 10_000,
  killWithin: 2_000,
  heartbeatEvery: 5_000,
  heartbeatsMissed: 6,
  backoff: [500, 2_000],
  stableAfter: 60_000,
  failuresAllowed: 3,
}

export type RestartDecision = { kind: 'wait'; milliseconds: number } | { kind: 'halt' }

/** The failures that still count once `latest` is added: a stable run in between wipes the earlier ones. */
export function failuresInARow(
  earlier: readonly EngineFailure[],
  latest: EngineFailure,
  limits: SupervisorLimits,
): EngineFailure[] {
  return latest.readyFor >= limits.stableAfter ? [latest] : [...earlier, latest]
}

/** Whether to start again, and after how long. `failures` are those in a row, oldest first, at least one. */
export function decideRestart(failures: readonly EngineFailure[], limits: SupervisorLimits): RestartDecision {
  if (failures.at(-1)?.retryable === false || failures.length >= limits.failuresAllowed) return { kind: 'halt' }
  const step = Math.min(failures.length, limits.backoff.length) - 1
  return { kind: 'wait', milliseconds: limits.backoff[step] ?? 0 }
}
