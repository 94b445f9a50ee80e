import type { FileErrorCode } from '../../../contract/errors.ts'
import { isFailure } from '../../../domain/failure.ts'

const firstMs = 5_000
const longestMs = 300_000

/** How long a model that can't be reached is left alone, in milliseconds; it is never given up. */
export function pauseOf(tries: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(tries, 10))
}

/** Whether a model at work failed. The room that runs models is not this room's to import, but for its types. */
export function isModelError(error: unknown): error is Error & { code: string; isTransient: boolean } {
  return error instanceof Error && error.name === 'ModelError'
}

/** What an item shows while its model can't be reached, or may not be asked; null for every other failure. */
export function whyUnreachable(error: unknown): FileErrorCode | null {
  const code = isFailure(error) || isModelError(error) ? error.code : null
  if (code === 'NETWORK_OFFLINE') return 'URL_OFFLINE'
  if (code === 'BUDGET_EXCEEDED' || code === 'PRICE_UNKNOWN') return 'MODEL_BUDGET'
  return code === 'MODEL_UNREACHABLE' ? 'URL_UNREACHABLE' : null
}
