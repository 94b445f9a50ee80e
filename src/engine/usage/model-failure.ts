import { Failure } from '../../domain/failure.ts'
import { ModelError } from '../inference/model-runner.ts'

/** What a model's error is to who asked for the model; anything else stays as it is. */
export function asFailure(modelId: string, error: unknown): unknown {
  if (!(error instanceof ModelError)) return error
  const { code, message: reason, status } = error
  switch (code) {
    case 'NETWORK_OFFLINE':
      return new Failure(code, {}, { cause: error })
    case 'MODEL_UNREACHABLE':
      return new Failure(code, { modelId, status, reason }, { cause: error })
    case 'MODEL_REJECTED':
      return new Failure(code, { modelId, status, reason }, { cause: error })
    case 'CONTEXT_EXCEEDED': {
      const { given, maximum } = error.tokens ?? { given: 0, maximum: 0 }
      return new Failure(code, { modelId, tokens: given, maximum }, { cause: error })
    }
    case 'MODEL_FAILED':
      return new Failure(code, { modelId, reason }, { cause: error })
  }
}
