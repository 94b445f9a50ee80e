import { asFetch, type Fetch } from '../../../net/as-fetch.ts'
import type { Net } from '../../../net/net.ts'
import { ModelError } from '../../model-runner.ts'
import { type RateLimits, readRateLimits } from '../../rate-limits.ts'
import { pageInstead } from './answer-shape.ts'
import { tidyEvents } from './tidy-events.ts'

export type ModelFetchOptions = {
  net: Net
  /** From the call to the last byte of its answer, in milliseconds. */
  totalMs: number
  /**
   * Which headers go out: those that an SDK adds tell of this machine, and some it reads from the environment. `sent` has
   * all that it would send.
   */
  headers: (sent: Headers) => Record<string, string>
  /** Told what the headers of each answer say, refusals included. */
  onRateLimits?: ((limits: RateLimits) => void) | undefined
  /** Data of an event that tells of a `[DONE]`, for protocols whose SDK does not. */
  doneMark?: string
}

/** Bytes of an answer that is no stream, such as a list of models. */
const mostBytes = 32 * 1_048_576
/** Bytes of a refusal that are read; what it says is not shown to anybody. */
const mostRefusalBytes = 65_536

/**
 * The way out for a provider's SDK: only chosen headers go out, events come tidy (`tidyEvents`), and no body is read
 * without end.
 *
 * @throws NetError; ModelError MODEL_FAILED for a page; the signal's reason
 */
export function modelFetch({ net, totalMs, headers, onRateLimits, doneMark }: ModelFetchOptions): Fetch {
  const send = asFetch(net, { purpose: 'model', destination: 'server', totalMs })
  return async (input, init = {}) => {
    const sent = new Headers(init.headers)
    const response = await send(input, { ...init, headers: headers(sent) })
    const limits = readRateLimits(response.headers, Date.now())
    if (limits !== null) onRateLimits?.(limits)
    const { body, status } = response
    if (body === null) return response
    const type = (response.headers.get('content-type') ?? '').toLowerCase()
    const replace = (stream: ReadableStream<Uint8Array<ArrayBuffer>>, headers = response.headers) =>
      new Response(stream, { status, headers })
    if (!response.ok) return replace(atMost(body, { bytes: mostRefusalBytes, isCut: true }))
    if (type.includes('html')) {
      await body.cancel()
      throw pageInstead(status)
    }
    if (wantsStream(init.body)) return replace(tidyEvents(body, doneMark))
    // Whatever it is called: SDKs give text where no JSON is announced.
    const asJson = new Headers({ 'content-type': 'application/json' })
    return replace(atMost(body, { bytes: mostBytes, isCut: false }), asJson)
  }
}

/** SDKs write the request as one text. */
const wantsStream = (body: unknown) => typeof body === 'string' && /"stream":\s*true/.test(body)

/** Ends after so many bytes: quietly, or with ModelError MODEL_FAILED. */
function atMost(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { bytes, isCut }: { bytes: number; isCut: boolean },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  let left = bytes
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) return controller.close()
        left -= value.length
        if (left >= 0) return controller.enqueue(value)
        await reader.cancel()
        if (!isCut) throw new ModelError('MODEL_FAILED', 'the server does not stop answering')
        controller.enqueue(value.subarray(0, value.length + left))
        controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
