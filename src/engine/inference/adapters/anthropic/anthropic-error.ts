import { AnthropicError, APIError } from '@anthropic-ai/sdk'
import { z } from 'zod'
import { findNetError } from '../../../net/net-error.ts'
import { ModelError } from '../../model-runner.ts'
import { refuse } from '../calling/refusal.ts'

const text = z.string().nullish().catch(null)

/** The body of a refusal; servers of others put what the protocol has inside `error` beside it, or send only words. */
const Refused = z.object({
  error: z.object({ type: text, message: text, details: z.object({ error_code: text }).nullish().catch(null) }),
})

const outOfCredit = /credit balance is too low/i

/**
 * What the SDK or the network throws, as a model's failure; the caller has seen to its own signal before. Anything that is
 * nobody's failure but ours stays as it is.
 */
export function toModelError(error: unknown): unknown {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof ModelError) return inner
  }
  const net = findNetError(error)
  if (net?.code === 'OFFLINE') return new ModelError('NETWORK_OFFLINE', net.message, { cause: net })
  if (net !== null) {
    const isTransient = net.code === 'UNREACHABLE' || net.code === 'TIMEOUT'
    return new ModelError('MODEL_UNREACHABLE', net.message, { isTransient, cause: net })
  }
  if (error instanceof APIError) {
    const { data } = Refused.safeParse(error.error)
    // Without a status it is the SDK's own word for a call that did not come through.
    if (error.status === undefined) {
      return new ModelError('MODEL_UNREACHABLE', 'the connection failed', { isTransient: true })
    }
    return refuseWith({ status: error.status, error: data?.error ?? null, headers: error.headers ?? null })
  }
  if (error instanceof SyntaxError || error instanceof z.ZodError || error instanceof AnthropicError) {
    // None is kept as the cause: they quote the answer.
    return new ModelError('MODEL_FAILED', 'the server sends what its protocol has not', { isTransient: true })
  }
  return error
}

/** An `error` event in the middle of a stream, which has no status. */
export function toStreamError(error: { type?: string | null | undefined; message?: string | null | undefined } | null) {
  return refuseWith({ status: null, error, headers: null })
}

function refuseWith(refused: {
  status: number | null
  error: z.infer<typeof Refused>['error'] | null
  headers: Headers | null
}): ModelError {
  const { status, error, headers } = refused
  const message = error?.message ?? ''
  return refuse(
    {
      status,
      code: error?.details?.error_code ?? null,
      // Anthropic calls an account without credit a bad request.
      type: outOfCredit.test(message) ? 'billing_error' : (error?.type ?? null),
      param: null,
      message,
    },
    headers,
  )
}
