import { AsyncLocalStorage } from 'node:async_hooks'

/** What every log line, span and query of one call shares. */
type Trace = { correlationId: string; timings: Map<string, number> }

const storage = new AsyncLocalStorage<Trace>()

/** Runs `work` so that everything it logs, times or asks of the store carries this id. */
export function withCorrelation<Result>(correlationId: string, work: () => Result): Result {
  return storage.run({ correlationId, timings: new Map() }, work)
}

export function currentCorrelationId(): string | null {
  return storage.getStore()?.correlationId ?? null
}

/** Adds to what the current call has spent on a stage, in milliseconds. Outside a call it does nothing. */
export function addTiming(stage: string, milliseconds: number): void {
  const timings = storage.getStore()?.timings
  timings?.set(stage, (timings.get(stage) ?? 0) + milliseconds)
}

/** Milliseconds by stage of the current call so far, rounded to microseconds. */
export function currentTimings(): Record<string, number> {
  const entries = [...(storage.getStore()?.timings ?? [])]
  return Object.fromEntries(entries.map(([stage, milliseconds]) => [stage, Math.round(milliseconds * 1000) / 1000]))
}
