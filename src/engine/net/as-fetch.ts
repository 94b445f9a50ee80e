import type { Net } from './net.ts'

/** What every call of one program library is made with. */
export type FetchUse = { purpose: string; destination: 'web' | 'server'; totalMs: number }

/**
 * The way out in the shape of WHATWG fetch, for libraries that bring their own client and take another's. Bodies are text
 * or bytes; redirects, proxies and the offline switch are the network layer's, whatever the call says.
 *
 * @throws NetError, or the signal's reason
 */
export function asFetch(net: Net, use: FetchUse): typeof fetch {
  return async (input, init = {}) => {
    const request = new Request(input, init)
    const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.text()
    const answer = await net.fetch({
      ...use,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      ...(body === null ? {} : { body }),
      signal: request.signal,
    })
    const headers = new Headers([...answer.headers])
    // The body comes decompressed: its length on the wire is no longer true.
    for (const name of ['content-encoding', 'content-length']) headers.delete(name)
    const isEmpty = [204, 205, 304].includes(answer.status)
    if (isEmpty) await answer[Symbol.asyncDispose]()
    return new Response(isEmpty ? null : ReadableStream.from(answer.body), { status: answer.status, headers })
  }
}
