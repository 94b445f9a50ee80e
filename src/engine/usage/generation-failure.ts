import type { AttemptFailure, ModelPolicy } from '../../contract/language-models.ts'
import { Failure } from '../../domain/failure.ts'
import type { ChainError } from '../inference/fallback/fall-back.ts'
import { ModelError } from '../inference/model-runner.ts'
import { CircuitOpenError } from '../inference/resilience/circuit.ts'
import { asFailure } from './model-failure.ts'

/** What no model's answer is to who asked: the failure of the one that was asked first, and what became of the others. */
export function chainFailure({ model, cause, tried }: ChainError): unknown {
  const others = tried.filter((attempt) => attempt.model !== model)
  const also = others.map((attempt) => `${attempt.model}: ${attempt.reason}`).join('; ')
  const say = (reason: string) => (also === '' ? reason : `${reason}; ${also}`)
  if (cause instanceof CircuitOpenError) {
    return new Failure('MODEL_UNREACHABLE', { modelId: model, status: null, reason: say(cause.message) }, { cause })
  }
  if (!(cause instanceof ModelError)) return cause
  const { code, status, message, tokens } = cause
  return asFailure(model, new ModelError(code, say(message), { status, tokens, cause }))
}

/** Why nobody could be asked at all. `windowOf`: tokens that a model reads, where they are known. */
export function noModelFailure(
  policy: ModelPolicy,
  passedOver: readonly AttemptFailure[],
  { inputTokens, windowOf }: { inputTokens: number; windowOf: (model: string) => number | null },
): Failure {
  const codes = new Set(passedOver.map(({ code }) => code))
  if (codes.has('LOCAL_ONLY')) return new Failure('LOCAL_ONLY', {})
  if (codes.has('NETWORK_OFFLINE')) return new Failure('NETWORK_OFFLINE', {})
  const tooLong = passedOver.find(({ code }) => code === 'CONTEXT_EXCEEDED')
  if (tooLong !== undefined) {
    const { model: modelId } = tooLong
    return new Failure('CONTEXT_EXCEEDED', { modelId, tokens: inputTokens, maximum: windowOf(modelId) ?? 0 })
  }
  const [first] = passedOver
  const modelId = first?.model ?? (policy.kind === 'fixed' ? policy.model : '')
  if (first === undefined) return new Failure('MODEL_NOT_FOUND', { modelId })
  const reason = passedOver.map((attempt) => `${attempt.model}: ${attempt.reason}`).join('; ')
  return new Failure('MODEL_REJECTED', { modelId, status: null, reason })
}
