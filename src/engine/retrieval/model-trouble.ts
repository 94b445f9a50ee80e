import { isFailure } from '../../domain/failure.ts'

const codes: ReadonlySet<string> = new Set([
  'MODEL_FAILED',
  'MODEL_UNREACHABLE',
  'MODEL_NOT_FOUND',
  'MODEL_NOT_INSTALLED',
  'NETWORK_OFFLINE',
  'BUDGET_EXCEEDED',
  'PRICE_UNKNOWN',
])

/** Whether a model could not do its work, so that the search goes on without it; anything else is a fault of ours. */
export function isModelTrouble(error: unknown): boolean {
  if (isFailure(error)) return codes.has(error.code)
  // The room that runs models is not this room's to import.
  return error instanceof Error && error.name === 'ModelError'
}
