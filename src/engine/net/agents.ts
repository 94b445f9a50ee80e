import type { SecureContext } from 'node:tls'
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'
import { type AddressKind, isLoopback } from './addresses.ts'
import { createGuardedConnector } from './guarded-connector.ts'
import { describeProxy, type ProxyLogin, type ProxyServer, type Route } from './proxy/proxy.ts'
import type { Resolve } from './resolve.ts'

export type Timeouts = {
  /** Until a connection stands, its certificate looked at; the same again for a proxy's. */
  connectMs: number
  /** Without a byte for so long, a connection is given up. */
  silenceMs: number
  /** A server that works on a long text, or loads its model first, is silent for longer. */
  serverSilenceMs: number
}

export const usualTimeouts: Timeouts = { connectMs: 15_000, silenceMs: 30_000, serverSilenceMs: 300_000 }

/** A site that many pages are added of is not stormed. */
const connectionsPerHost = 4
/** Models are asked by many conversations at once, and streams stay open. */
const connectionsPerServer = 32

/**
 * What a connection may lead to. `public`: pages. `private`: pages, with the setting for private addresses. `server`: what
 * a person named. `loopback`: such a server while the offline switch is on, on this machine only.
 */
export type Reach = 'public' | 'private' | 'server' | 'loopback'

/**
 * Kept connections, apart by what they may lead to and by their way: so none to a private address outlives the setting
 * that allowed it, or serves a public page.
 */
export type Agents = {
  of(reach: Reach, route: Route): Promise<Dispatcher>
  /** Ends what runs. */
  close(): Promise<void>
}

type ProxiedBy = { proxy: ProxyServer; login: ProxyLogin | null; secureContext: SecureContext }

export function createAgents(rules: {
  judge: (address: string) => AddressKind
  resolve: Resolve
  /** Asked for with the first connection that needs it. */
  trust: () => Promise<SecureContext>
  /** For proxies that bring none of their own. */
  login: () => Promise<ProxyLogin | null>
  timeouts: Timeouts
}): Agents {
  const { judge, resolve, trust, timeouts } = rules
  const { connectMs } = timeouts
  const made = new Map<string, Dispatcher>()

  const limitsOf = (reach: Reach) => {
    const isServer = reach === 'server' || reach === 'loopback'
    const silence = isServer ? timeouts.serverSilenceMs : timeouts.silenceMs
    const connections = isServer ? connectionsPerServer : connectionsPerHost
    return { connections, headersTimeout: silence, bodyTimeout: silence }
  }

  function makeDirect(reach: Reach): Dispatcher {
    const onlyHere = (address: string) => (isLoopback(address) ? 'private' : 'never')
    const kinds: AddressKind[] =
      reach === 'public' ? ['public'] : reach === 'loopback' ? ['private'] : ['public', 'private']
    const connect = createGuardedConnector({
      ...{ resolve, trust, timeoutMs: connectMs },
      allowed: new Set(kinds),
      judge: reach === 'loopback' ? onlyHere : judge,
    })
    return new Agent({ connect, ...limitsOf(reach) })
  }

  function makeProxied(reach: Reach, { proxy, login, secureContext }: ProxiedBy): Dispatcher {
    return new ProxyAgent({
      uri: describeProxy(proxy),
      ...(login === null ? {} : loginOf(proxy, login)),
      requestTls: { secureContext, timeout: connectMs },
      // undici takes it for a wish to speak TLS with a SOCKS proxy.
      ...(proxy.scheme === 'socks5' ? {} : { proxyTls: { secureContext, timeout: connectMs } }),
      connectTimeout: connectMs,
      // One that takes the connection and says nothing to CONNECT is given up as well.
      clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: connectMs }),
      ...limitsOf(reach),
    })
  }

  function keep(key: string, make: () => Dispatcher): Dispatcher {
    const agent = made.get(key) ?? make()
    made.set(key, agent)
    return agent
  }

  return {
    async of(reach, route) {
      if (route === 'direct') return keep(reach, () => makeDirect(reach))
      const [secureContext, login] = await Promise.all([trust(), route.login ?? rules.login()])
      const key = `${reach} ${describeProxy(route)} ${JSON.stringify(login)}`
      return keep(key, () => makeProxied(reach, { proxy: route, login, secureContext }))
    },
    async close() {
      await Promise.all([...made.values()].map((agent) => agent.destroy()))
    },
  }
}

function loginOf({ scheme }: ProxyServer, { user, password }: ProxyLogin) {
  if (scheme === 'socks5') return { username: user, password }
  return { token: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
