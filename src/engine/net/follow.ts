import { type Agent, fetch, type Headers, type Response } from 'undici'
import { namesThisMachine } from './addresses.ts'
import type { Agents } from './agents.ts'
import { findNetError, NetError } from './net-error.ts'
import type { NetRequest, NetSettings } from './net-request.ts'

const mostRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])
/** Headers that say who asks. */
const keys = new Set(['authorization', 'cookie', 'api-key', 'x-api-key', 'x-goog-api-key'])

type Init = { method: string; body: string | null; headers: Record<string, string>; signal: AbortSignal }
type Reply = { response: Response; isPublic: boolean }
/** `passed`: the headers of the answers that redirected, first to last. */
type Followed = { response: Response; host: string; passed: Headers[] }

export type Follow = (request: NetRequest, signal: AbortSignal) => Promise<Followed>

/** Sends a request on its way over redirects, each of which is held to the rules anew. */
export function createFollower(options: {
  agents: Agents
  settings: () => Promise<NetSettings>
  version: string
}): Follow {
  const { agents, settings, version } = options
  const send = (url: URL, init: Init, agent: Agent) => fetch(url, { ...init, redirect: 'manual', dispatcher: agent })

  /** Asks `url`, at a private address only when none is public and that is allowed. */
  async function askWeb(url: URL, init: Init, mayBePrivate: boolean): Promise<Reply> {
    try {
      return { response: await send(url, init, agents.public), isPublic: true }
    } catch (error) {
      const refused = findNetError(error)?.code === 'ADDRESS_PRIVATE'
      if (!refused || !mayBePrivate) throw error
      return { response: await send(url, init, agents.private), isPublic: false }
    }
  }

  /** Asks a server that a person named. What it redirects to is not what they named. */
  async function askServer(url: URL, init: Init, offline: boolean): Promise<Reply> {
    return { response: await send(url, init, offline ? agents.loopback : agents.server), isPublic: true }
  }

  return async (request, signal) => {
    const { body = null, destination = 'web' } = request
    const first = parseAddress(request.url)
    const headers = { 'user-agent': `Diwan/${version}`, ...request.headers }
    const init: Init = { method: body === null ? 'GET' : 'POST', body, headers, signal }
    let url = first
    let cameFromPublic = false
    const passed: Headers[] = []
    for (let hop = 0; hop <= mostRedirects; hop++) {
      // Asked at each step: whoever turns the switch wants it to be off now.
      const { offline, privateAddresses } = await settings()
      const isNamed = destination === 'server' && url.origin === first.origin
      const staysHere = isNamed && namesThisMachine(url.hostname)
      if (offline && !staysHere) throw new NetError('OFFLINE', 'the offline switch is on')
      if (url.origin !== first.origin) init.headers = withoutKeys(init.headers)
      const { response, isPublic }: Reply = isNamed
        ? await askServer(url, init, offline)
        : // A page of the web must not choose what is fetched inside: the setting is for what a person pastes.
          await askWeb(url, init, privateAddresses && !cameFromPublic)
      cameFromPublic ||= isPublic
      const location = redirects.has(response.status) ? response.headers.get('location') : null
      // What a redirect points to is not sent a body.
      if (location === null || body !== null) return { response, host: url.host, passed }
      passed.push(response.headers)
      await response.body?.cancel()
      url = parseAddress(location, url)
    }
    throw new NetError('TOO_MANY_REDIRECTS', `${url.host} redirects more than ${mostRedirects} times`)
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
