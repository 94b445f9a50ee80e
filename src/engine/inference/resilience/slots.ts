import { bulkhead, isBulkheadRejectedError } from 'cockatiel'
import { ModelError } from '../model-runner.ts'

/** Calls of one provider at once, so that a slow one does not take every connection and all memory with it. */
export type Slots = {
  /** Waits for a free place; it is given back by disposal. @throws ModelError when too many wait; the signal's reason */
  take(signal: AbortSignal): Promise<Disposable>
}

export function createSlots({ most, mostWaiting }: { most: number; mostWaiting: number }): Slots {
  const policy = bulkhead(most, mostWaiting)
  return {
    async take(signal) {
      signal.throwIfAborted()
      const place = Promise.withResolvers<Disposable>()
      const held = policy.execute(() => {
        const { promise, resolve } = Promise.withResolvers<void>()
        place.resolve({ [Symbol.dispose]: resolve })
        return promise
      }, signal)
      held.catch((error: unknown) => place.reject(isBulkheadRejectedError(error) ? tooMany(error) : error))
      const giveUp = () => place.reject(signal.reason)
      signal.addEventListener('abort', giveUp, { once: true })
      try {
        return await place.promise
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
  }
}

function tooMany(cause: unknown): ModelError {
  return new ModelError('MODEL_UNREACHABLE', 'too many calls wait for this provider already', {
    isTransient: true,
    cause,
  })
}
