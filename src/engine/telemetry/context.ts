import { AsyncLocalStorage } from 'node:async_hooks'

/** The correlation id of the call at work: every log line, span and query of it carries the id. */
const storage = new AsyncLocalStorage<string>()

/** Runs `work` so that everything it logs or asks of the store belongs to this call. */
export function withCorrelation<Result>(correlationId: string, work: () => Result): Result {
  return storage.run(correlationId, work)
}

export function currentCorrelationId(): string | null {
  return storage.getStore() ?? null
}
