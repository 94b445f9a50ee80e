import { AnthropicError, APIError } from '@anthropic-ai/sdk'
import { z } from 'zod'
import { ModelError } from '../../model-runner.ts'
import { toModelError as toCallError } from '../calling/call-error.ts'
import { refuse } from '../calling/refusal.ts'

const text = z.string().nullish().catch(null)

/** The body of a refusal; servers of others put what the protocol has inside `error` beside it, or send only words. */
const Refused = z.object({
  error: z.object({ type: text, message: text, details: z.object({ error_code: text }).nullish().catch(null) }),
})

const outOfCredit = /credit balance is too low/i

/** What a call or the reading of its answer threw, as ModelError; what is nobody's failure but ours stays as it is. */
export const toModelError = (error: unknown): unknown => toCallError(error, readThrown)

function readThrown(error: unknown): ModelError | null {
  if (error instanceof APIError && error.status !== undefined) {
    const { data } = Refused.safeParse(error.error)
    return refuseWith({ status: error.status, error: data?.error ?? null, headers: error.headers ?? null })
  }
  // Without a status it is the SDK's own word for a call that did not come through.
  if (error instanceof APIError)
    return new ModelError('MODEL_UNREACHABLE', 'the connection failed', { isTransient: true })
  if (error instanceof z.ZodError || error instanceof AnthropicError) {
    // Not kept as the cause: it quotes the answer.
    return new ModelError('MODEL_FAILED', 'the server answers in what is not its protocol: is the address right?')
  }
  return null
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
