import type { RateLimits } from '../rate-limits.ts'
import { type Circuit, createCircuit } from './circuit.ts'
import { createRateGate, type RateGate } from './rate-gate.ts'
import { createSlots, type Slots } from './slots.ts'

/** What stands between the calls and one provider; all its models share it. */
export type ProviderGuard = { circuit: Circuit; gate: RateGate; slots: Slots }

export type ProviderGuards = {
  /** The same for the same name, until it is forgotten. */
  of(provider: string): ProviderGuard
  learn(provider: string, limits: RateLimits): void
  /** A provider's address or key has changed, or it is gone: what was learnt is about another. */
  forget(provider: string): void
}

/** Calls of one provider at once, and those that wait for a place. */
const places = { most: 16, mostWaiting: 1_000 }

export function createProviderGuards(
  waiting: { now: () => number; wait: (milliseconds: number, signal: AbortSignal) => Promise<void> },
  limits = places,
): ProviderGuards {
  const guards = new Map<string, ProviderGuard>()
  function of(provider: string): ProviderGuard {
    let guard = guards.get(provider)
    if (guard === undefined) {
      guard = { circuit: createCircuit(), gate: createRateGate(waiting), slots: createSlots(limits) }
      guards.set(provider, guard)
    }
    return guard
  }
  return {
    of,
    learn: (provider, stated) => of(provider).gate.learn(stated),
    forget: (provider) => void guards.delete(provider),
  }
}
