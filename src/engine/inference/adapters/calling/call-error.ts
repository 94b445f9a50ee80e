import { findNetError, type NetError } from '../../../net/net-error.ts'
import { ModelError } from '../../model-runner.ts'

/**
 * What went wrong on the way to a server and back, as ModelError; anything else as it is. `refusalOf` reads what the SDK
 * in use throws for an answer that is none; null for what it does not throw.
 */
export function toModelError(error: unknown, refusalOf: (error: unknown) => ModelError | null): unknown {
  // SDKs wrap what their fetch throws, some of them twice.
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof ModelError) return inner
  }
  const netError = findNetError(error)
  if (netError !== null) return ofNet(netError)
  const refusal = refusalOf(error)
  if (refusal !== null) return refusal
  if (error instanceof SyntaxError) {
    // Its text quotes the answer.
    return new ModelError('MODEL_FAILED', 'the server answers in what is no JSON: is the address right?')
  }
  return error
}

/** What the network layer threw, as a model's failure. */
export function ofNet(error: NetError): ModelError {
  if (error.code === 'OFFLINE') return new ModelError('NETWORK_OFFLINE', error.message, { cause: error })
  const isTransient = error.code === 'UNREACHABLE' || error.code === 'TIMEOUT'
  return new ModelError('MODEL_UNREACHABLE', error.message, { isTransient, cause: error })
}
