import { ORPCError } from '@orpc/contract'
import { creditHeader, creditLot, encodeCredit } from './event-credit.ts'

type Headers = Record<string, string | readonly string[] | undefined>
/** The part of an `AbortSignal` that matters here; rooms without a DOM do not know its name. */
type Signal = { readonly aborted: boolean }
type Call = { request: { headers: Headers }; signal?: Signal | undefined }
type Response = { body(): Promise<unknown> }
type Next<Options, Result> = (options?: Options) => Promise<Result>

/** A channel as a client sees it. */
export type ClientChannel = {
  /** Writes a frame beside those of the calls. Without it, streams give no credit back. */
  sendFrame?: (frame: string) => void
  /** False once the channel is gone for good: a closed port swallows what is posted to it, and a call would hang. */
  isOpen?: () => boolean
}

type ClientPort = { postMessage(data: unknown): void; addEventListener(event: 'close', listener: () => void): void }

/** The channel that a `MessagePort` is. */
export function portChannel(port: ClientPort): ClientChannel {
  let open = true
  port.addEventListener('close', () => {
    open = false
  })
  return { sendFrame: (frame) => port.postMessage(frame), isOpen: () => open }
}

/**
 * What every client of an engine adds to its oRPC link, as `clientInterceptors: [engineInterceptor(…)]`:
 *
 * - A lost channel becomes the declared `ENGINE_UNAVAILABLE` (`disconnected`), for pending calls and for streams, and
 *   the call is never sent again by itself. The caller's own abort stays an abort.
 * - With `sendFrame`, which writes a frame to the channel, streams give credit back as they are read.
 */
export function engineInterceptor({ sendFrame, isOpen }: ClientChannel = {}) {
  let streams = 0
  return async <Options extends Call, Result extends Response>(
    call: Options & { next: Next<Options, Result> },
  ): Promise<Result> => {
    if (isOpen && !isOpen()) throw disconnected(new Error('The channel is closed.'))
    streams += 1
    const stream = `${streams}`
    const { next, ...rest } = call
    const headers = sendFrame ? { ...call.request.headers, [creditHeader]: stream } : call.request.headers
    const asked = { ...rest, request: { ...call.request, headers } } as unknown as Options
    const response = await next(asked).catch((error: unknown) => {
      throw asUnavailable(error, call.signal)
    })
    const body = async () => {
      const content = await response.body().catch((error: unknown) => {
        throw asUnavailable(error, call.signal)
      })
      if (!isAsyncIterator(content)) return content
      const acknowledge = sendFrame && ((events: number) => sendFrame(encodeCredit({ stream, events })))
      return readStream(content, { signal: call.signal, acknowledge })
    }
    return { ...response, body }
  }
}

/** The declared error for a channel that was lost while `cause` was waited for. */
export function disconnected(cause: unknown) {
  return new ORPCError('ENGINE_UNAVAILABLE', {
    defined: true,
    status: 503,
    message: 'The connection to the engine was lost. The call was not repeated.',
    data: { reason: 'disconnected' as const },
    cause,
  })
}

function asUnavailable(error: unknown, signal: Signal | undefined): unknown {
  // Errors that the engine sent carry its data; whatever else comes out of a channel is the channel's own failure.
  const sent = error instanceof ORPCError || (error instanceof Error && 'data' in error)
  return sent || signal?.aborted ? error : disconnected(error)
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> & AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}

function readStream(
  source: AsyncIterator<unknown>,
  options: { signal: Signal | undefined; acknowledge: ((events: number) => void) | undefined },
): AsyncIteratorObject<unknown, unknown, void> {
  let consumed = 0
  let received = false
  return {
    async next() {
      // Asking for the next event says that the last one has been dealt with.
      if (received) consumed += 1
      if (consumed >= creditLot) {
        options.acknowledge?.(consumed)
        consumed = 0
      }
      try {
        const result = await source.next()
        received = !result.done
        return result
      } catch (error) {
        throw asUnavailable(error, options.signal)
      }
    },
    async return(value?: unknown) {
      await source.return?.()
      return { done: true, value }
    },
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      await source.return?.()
    },
  }
}
