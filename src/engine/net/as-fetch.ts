import type { Net } from './net.ts'

/** WHATWG fetch, whose global nobody in the engine calls. */
export type Fetch = typeof fetch

/** What every call of one program library is made with. */
export type FetchUse = { purpose: string; destination: 'web' | 'server'; totalMs: number }

/**
 * The way out in the shape of WHATWG fetch, for libraries that bring their own client and take another's. Any method; bodies
 * are text, bytes or streams. Redirects, proxies and the offline switch are the network layer's, whatever the call says.
 *
 * @throws NetError, or the signal's reason
 */
export function asFetch(net: Net, use: FetchUse): Fetch {
  return async (input, init = {}) => {
    const request = new Request(input, init)
    // Not the request's own signal: that follows the caller's only until the request is collected, and an answer that
    // is still read would no longer hear of a stop.
    const signal = init.signal ?? (input instanceof Request ? input.signal : new AbortController().signal)
    const body = await readBody(request, init.body)
    const answer = await net.fetch({
      ...use,
      url: request.url,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(body === null ? {} : { body }),
      signal,
    })
    const headers = new Headers([...answer.headers])
    // The body comes decompressed: its length on the wire is no longer true.
    for (const name of ['content-encoding', 'content-length']) headers.delete(name)
    const isEmpty = request.method === 'HEAD' || [204, 205, 304].includes(answer.status)
    if (isEmpty) await answer[Symbol.asyncDispose]()
    return new Response(isEmpty ? null : asStream(answer), { status: answer.status, headers })
  }
}

/** What is given as a stream stays one; all else is taken as bytes, which have a length and can be sent again. */
async function readBody(
  request: Request,
  given: RequestInit['body'],
): Promise<Uint8Array | ReadableStream<Uint8Array> | null> {
  if (request.body === null) return null
  const isStream = given instanceof ReadableStream || (given === undefined && request.body !== null)
  return isStream ? request.body : new Uint8Array(await request.arrayBuffer())
}

/** Who stops reading ends the call. */
function asStream(answer: Awaited<ReturnType<Net['fetch']>>): ReadableStream<Uint8Array> {
  const pieces = answer.body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await pieces.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await answer[Symbol.asyncDispose]()
      },
    },
    { highWaterMark: 0 },
  )
}
