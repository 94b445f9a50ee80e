import { isFailure } from '../../../domain/failure.ts'
import { ModelError } from '../model-runner.ts'
import { CircuitOpenError } from '../resilience/circuit.ts'

/**
 * What follows from a failure before the first token. `again`: the same model may answer in a moment. `next`: it will not,
 * another may. `stop`: no other is asked.
 */
export type Verdict = 'again' | 'next' | 'stop'

export type JudgedFailure = {
  verdict: Verdict
  code: string
  status: number | null
  reason: string
  retryAfterMs: number | null
}

/**
 * Asking another model helps with limits of calls, spent accounts, failing servers, silence, refused connections, a model's
 * process that died, a closed circuit, the offline switch, a window that is too small and a budget that allows less. It
 * does not with a request that is not taken. A key that is not taken (401, 403) and a model that does not exist (404) are
 * mistakes of the set-up: answers of another model would hide them, so they are told.
 *
 * @throws whatever is no failure of a model: it is nobody's to pass over
 */
export function judgeFailure(error: unknown): JudgedFailure {
  const told = { status: null, retryAfterMs: null }
  if (error instanceof CircuitOpenError) {
    return { ...told, verdict: 'next', code: error.code, reason: error.message }
  }
  if (isFailure(error)) {
    const { code, message: reason } = error
    if (code === 'BUDGET_EXCEEDED' || code === 'PRICE_UNKNOWN') return { ...told, verdict: 'next', code, reason }
    if (code === 'MODEL_NOT_FOUND' || code === 'MODEL_NOT_INSTALLED') return { ...told, verdict: 'stop', code, reason }
    throw error
  }
  if (!(error instanceof ModelError)) throw error
  const { code, status, message: reason, retryAfterMs } = error
  return { verdict: verdictOf(error), code, status, reason, retryAfterMs }
}

const setUpStatuses = new Set([401, 403, 404])

function verdictOf({ code, status, isTransient }: ModelError): Verdict {
  switch (code) {
    case 'MODEL_REJECTED':
      return 'stop'
    case 'CONTEXT_EXCEEDED':
    case 'NETWORK_OFFLINE':
      return 'next'
    case 'MODEL_UNREACHABLE':
    case 'MODEL_FAILED':
      if (status !== null && setUpStatuses.has(status)) return 'stop'
      return isTransient ? 'again' : 'next'
  }
}
