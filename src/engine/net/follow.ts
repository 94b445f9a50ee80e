import { type Dispatcher, fetch, type Headers, type Response } from 'undici'
import { namesThisMachine } from './addresses.ts'
import type { Agents, Reach } from './agents.ts'
import { findNetError, NetError } from './net-error.ts'
import type { NetBody, NetRequest, NetSettings } from './net-request.ts'
import type { FindRoutes } from './proxy/find-routes.ts'
import type { Route } from './proxy/proxy.ts'
import { toProxyError } from './proxy/proxy-error.ts'

const mostRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])
/** Headers that say who asks. */
const keys = new Set(['authorization', 'cookie', 'api-key', 'x-api-key', 'x-goog-api-key'])

type Init = { method: string; body: NetBody | null; headers: Record<string, string>; signal: AbortSignal }
type Reply = { response: Response; isPublic: boolean }

/** One server that a call asked, or wanted to. */
export type Step = { host: string; route: Route }

/** `passed`: the headers of the answers that redirected, first to last. */
type Followed = { response: Response; passed: Headers[] }

export type Follow = (
  request: NetRequest,
  options: {
    agents: Agents
    findRoutes: FindRoutes
    signal: AbortSignal
    /** Told of each server before it is asked, and of the way when that is known. */
    onStep: (step: Step) => void
    /** Told of each answer that redirects. */
    onRedirect: (status: number) => void
    /** Told of each piece of the body that leaves. */
    onSent: (bytes: number) => void
  },
) => Promise<Followed>

/** Sends a request on its way over redirects, each of which is held to the rules anew. */
export function createFollower(options: { settings: () => Promise<NetSettings>; version: string }): Follow {
  const { settings, version } = options

  return async (request, { agents, findRoutes, signal, onStep, onRedirect, onSent }) => {
    const { body = null, destination = 'web' } = request
    const first = parseAddress(request.url)
    const headers = { 'user-agent': `Diwan/${version}`, ...request.headers }
    const init: Init = { method: request.method ?? (body === null ? 'GET' : 'POST'), body, headers, signal }
    const mayFollow = init.method === 'GET' || init.method === 'HEAD'

    /** Tries one way after the other while it is the proxy that fails. */
    async function send(url: URL, { reach, routes }: { reach: Reach; routes: readonly Route[] }): Promise<Response> {
      let failure: unknown
      for (const route of routes) {
        onStep({ host: url.host, route })
        const dispatcher = (await agents.of(reach, route)).compose(countSent(onSent))
        try {
          return await sendOnce(url, init, dispatcher)
        } catch (error) {
          if (route === 'direct' || signal.aborted) throw error
          failure = toProxyError(error, route)
          const mayPass = findNetError(failure)?.code === 'PROXY_FAILED' && !(body instanceof ReadableStream)
          if (!mayPass) throw failure
        }
      }
      throw failure
    }

    /** Asks `url`, at a private address only when none is public and that is allowed. */
    async function askWeb(url: URL, network: NetSettings, mayBePrivate: boolean): Promise<Reply> {
      const routes = await findRoutes(url, { settings: network, isNamed: false })
      try {
        return { response: await send(url, { reach: 'public', routes }), isPublic: true }
      } catch (error) {
        const refused = findNetError(error)?.code === 'ADDRESS_PRIVATE'
        if (!refused || !mayBePrivate) throw error
        return { response: await send(url, { reach: 'private', routes: ['direct'] }), isPublic: false }
      }
    }

    /** Asks a server that a person named. What it redirects to is not what they named. */
    async function askServer(url: URL, network: NetSettings): Promise<Reply> {
      const routes = network.offline
        ? (['direct'] as const)
        : await findRoutes(url, { settings: network, isNamed: true })
      const reach = network.offline ? 'loopback' : 'server'
      return { response: await send(url, { reach, routes }), isPublic: true }
    }

    let url = first
    let cameFromPublic = false
    const passed: Headers[] = []
    for (let hop = 0; hop <= mostRedirects; hop++) {
      onStep({ host: url.host, route: 'direct' })
      // Asked at each step: whoever turns the switch wants it to be off now.
      const network = await settings()
      const isNamed = destination === 'server' && url.origin === first.origin
      const staysHere = isNamed && namesThisMachine(url.hostname)
      if (network.offline && !staysHere) throw new NetError('OFFLINE', 'the offline switch is on')
      if (url.origin !== first.origin) init.headers = withoutKeys(init.headers)
      const { response, isPublic }: Reply = isNamed
        ? await askServer(url, network)
        : // A page of the web must not choose what is fetched inside: the setting is for what a person pastes.
          await askWeb(url, network, network.privateAddresses && !cameFromPublic)
      cameFromPublic ||= isPublic
      const location = redirects.has(response.status) ? response.headers.get('location') : null
      if (location === null || !mayFollow) return { response, passed }
      onRedirect(response.status)
      passed.push(response.headers)
      await response.body?.cancel()
      url = parseAddress(location, url)
    }
    throw new NetError('TOO_MANY_REDIRECTS', `${url.host} redirects more than ${mostRedirects} times`)
  }
}

function sendOnce(url: URL, init: Init, dispatcher: Dispatcher): Promise<Response> {
  const streaming = init.body instanceof ReadableStream ? { duplex: 'half' as const } : {}
  return fetch(url, { ...init, ...streaming, redirect: 'manual', dispatcher })
}

/** fetch hands every body on as an iterable, which is read when its connection stands. */
function countSent(onSent: (bytes: number) => void): Dispatcher.DispatcherComposeInterceptor {
  async function* count(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      onSent(piece.length)
      yield piece
    }
  }
  return (dispatch) => (request, handler) => {
    const { body } = request
    const isIterable = typeof body === 'object' && body !== null && Symbol.asyncIterator in body
    if (!isIterable) return dispatch(request, handler)
    // The types know no iterables here; fetch itself gives one.
    const counted = count(body as AsyncIterable<Uint8Array>) as unknown as typeof body
    return dispatch({ ...request, body: counted }, handler)
  }
}

function withoutKeys(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !keys.has(name.toLowerCase())))
}

function parseAddress(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new NetError('ADDRESS_UNSUPPORTED', 'not an address of the web')
  }
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}
