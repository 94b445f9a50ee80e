import { AsyncLocalStorage } from 'node:async_hooks'

/** What every log line, span and query of one call shares. */
export type Trace = { correlationId: string; timings: Map<string, number> }

const storage = new AsyncLocalStorage<Trace>()

export function startTrace(correlationId: string): Trace {
  return { correlationId, timings: new Map() }
}

/** Runs `work` so that everything it logs, times or asks of the store belongs to this trace. */
export function runInTrace<Result>(trace: Trace, work: () => Result): Result {
  return storage.run(trace, work)
}

export function currentCorrelationId(): string | null {
  return storage.getStore()?.correlationId ?? null
}

/** Adds to what the current trace has spent on a stage, in milliseconds. Outside a trace it does nothing. */
export function addTiming(stage: string, milliseconds: number): void {
  const timings = storage.getStore()?.timings
  timings?.set(stage, (timings.get(stage) ?? 0) + milliseconds)
}

/** Milliseconds by stage of the current trace so far, rounded to microseconds. */
export function currentTimings(): Record<string, number> {
  const entries = [...(storage.getStore()?.timings ?? [])]
  return Object.fromEntries(entries.map(([stage, milliseconds]) => [stage, Math.round(milliseconds * 1000) / 1000]))
}
