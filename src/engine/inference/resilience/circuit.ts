import { ConsecutiveBreaker, circuitBreaker, DelegateBackoff, handleWhen, CircuitState as State } from 'cockatiel'
import { ModelError } from '../model-runner.ts'

/** A provider that has just failed again and again is given time: nothing was sent. */
export class CircuitOpenError extends Error {
  readonly code = 'CIRCUIT_OPEN'
  readonly retryAt: number

  constructor(retryAt: number) {
    super('it failed several times in a row, and is given time to recover')
    this.retryAt = retryAt
  }
}

export type Circuit = {
  /** `retryAt`: milliseconds since 1970; null while calls are let through. */
  state(): { circuit: 'closed' | 'open' | 'half-open'; retryAt: number | null }
  /** @throws CircuitOpenError while no call would be let through */
  check(): void
  /**
   * Lets a call through, and learns from how it ends. While the circuit is open, and while another call is the one that
   * tries whether it may close, nothing is called.
   *
   * @throws CircuitOpenError, or what the call does
   */
  run<Result>(call: () => Promise<Result>): Promise<Result>
}

/** Failures in a row after which a provider is left alone. Two are bad luck. */
export const failuresUntilOpen = 5
/** How long it is left alone: first, and at most when it keeps failing. */
const firstPauseMs = 15_000
const longestPauseMs = 300_000

/** What says something about the provider and not about the request: no connection, silence, a server's own failure. */
function isProvidersFault(error: unknown): boolean {
  if (!(error instanceof ModelError)) return false
  // Too many calls are no failure of the provider; how long to wait for it is the rate gate's to know.
  if (error.code !== 'MODEL_UNREACHABLE' && error.code !== 'MODEL_FAILED') return false
  return error.status === null || error.status >= 500 || error.status === 408
}

/** A circuit breaker for one provider. Its time is the system's. */
export function createCircuit(): Circuit {
  let openedAt = 0
  let pauseMs = firstPauseMs
  const policy = circuitBreaker(handleWhen(isProvidersFault), {
    halfOpenAfter: new DelegateBackoff(({ attempt }) => {
      pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1))
      return pauseMs
    }),
    breaker: new ConsecutiveBreaker(failuresUntilOpen),
  })
  policy.onBreak(() => {
    openedAt = Date.now()
  })
  const retryAt = () => openedAt + pauseMs
  function check(): void {
    // The library lets further calls wait for the one that tries; somebody who waits is better served by another model.
    const isTrying = policy.state === State.HalfOpen
    if (isTrying || (policy.state === State.Open && Date.now() < retryAt())) throw new CircuitOpenError(retryAt())
  }
  return {
    check,
    state() {
      if (policy.state === State.Closed) return { circuit: 'closed', retryAt: null }
      const isDue = policy.state === State.HalfOpen || Date.now() >= retryAt()
      return isDue ? { circuit: 'half-open', retryAt: null } : { circuit: 'open', retryAt: retryAt() }
    },
    async run(call) {
      check()
      return policy.execute(call)
    },
  }
}
