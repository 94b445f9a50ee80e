import { APIError, OpenAIError } from 'openai'
import { z } from 'zod'
import { ModelError } from '../../model-runner.ts'
import { toModelError as toFailure } from '../calling/call-error.ts'
import { refuse } from '../calling/refusal.ts'

const text = z.string().nullish().catch(null)

/** Of servers that are written in Python: words, or a list of what is wrong with which field. */
const Detail = z
  .union([
    z.string().transform((msg) => [{ loc: [], msg }]),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])).catch([]), msg: text })),
  ])
  .nullish()
  .catch(null)

/** What servers say of a refusal: an object of these fields, or words alone. */
const ServerError = z.union([
  z.string().transform((message) => ({ message })),
  z.object({
    message: text,
    type: text,
    param: text,
    code: z.union([z.string(), z.number()]).nullish().catch(null),
    /** Gemini's name of what went wrong, such as INVALID_ARGUMENT. */
    status: z.union([z.string(), z.number()]).nullish().catch(null),
    detail: Detail,
  }),
])

/**
 * What the SDK or the network throws, as a model's failure; the caller has seen to its own signal before. Anything that is
 * nobody's failure but ours stays as it is.
 */
export function toModelError(error: unknown): unknown {
  return toFailure(error, (thrown) => {
    if (thrown instanceof APIError) {
      const status = thrown.status ?? null
      if (status === null && thrown.error === undefined) {
        return new ModelError('MODEL_UNREACHABLE', 'the connection failed', { isTransient: true })
      }
      // A body that is no JSON has no error in it: its words are in the message.
      return refuseWith({ status, error: thrown.error ?? thrown.message, headers: thrown.headers ?? null })
    }
    if (thrown instanceof z.ZodError || thrown instanceof OpenAIError) {
      // Neither is kept as the cause: they quote the answer.
      return new ModelError('MODEL_FAILED', 'the server sends what its protocol has not')
    }
    return null
  })
}

/** Whether a server refuses to be asked for the usage of a stream, which nobody asked for but the adapter. */
export function refusesUsageOption(error: unknown): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false
  return /stream_options|include_usage/.test(JSON.stringify(error.error) ?? error.message)
}

/** `error`: what a server put in the place of an answer. `status`: of HTTP; null inside a stream. */
export function refuseWith(refused: { status: number | null; error: unknown; headers: Headers | null }): ModelError {
  const { data } = ServerError.safeParse(unwrap(refused.error))
  const { message, type, param, code, status, detail } = { ...none, ...data }
  const [wrong] = detail ?? []
  return refuse(
    {
      status: refused.status ?? httpStatus(code) ?? httpStatus(status),
      code: typeof code === 'string' ? code : null,
      type: type ?? (typeof status === 'string' ? status : null),
      param: param ?? wrong?.loc.join('.') ?? null,
      message: message ?? wrong?.msg ?? '',
    },
    refused.headers,
  )
}

const none = { message: null, type: null, param: null, code: null, status: null, detail: null }

/** Gemini sends a list of one error. */
function unwrap(error: unknown): unknown {
  const first = Array.isArray(error) ? error[0] : error
  return typeof first === 'object' && first !== null && 'error' in first ? first.error : first
}

/** Some servers name the HTTP status inside a stream, as a number or as its digits. */
function httpStatus(value: unknown): number | null {
  const status = Number(value)
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : null
}
