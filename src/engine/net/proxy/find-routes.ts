import { isIP } from 'node:net'
import { type AddressKind, namesThisMachine } from '../addresses.ts'
import { NetError } from '../net-error.ts'
import type { NetSettings } from '../net-request.ts'
import type { Resolve, ResolvedAddress } from '../resolve.ts'
import type { Pac } from './pac.ts'
import { type Route, readProxyAddress, readProxyList, type SystemProxy } from './proxy.ts'

/**
 * The ways to a server, best first, by the settings. This machine and what is inside its network are reached directly, where
 * their addresses are judged: a proxy would resolve their names by itself.
 *
 * @throws NetError PROXY_SCRIPT, PROXY_FAILED
 */
export type FindRoutes = (url: URL, options: { settings: NetSettings; isNamed: boolean }) => Promise<readonly Route[]>

const direct: readonly Route[] = ['direct']
/** A name that nobody knows here is not waited for: where a proxy is the only way out, that is every name. */
const resolveMs = 2_000
const judgedMs = 60_000
const mostJudged = 1_000

/** Ends of names that mean something inside a network only (RFC 6761, 6762, 8375, 9476, and what routers hand out). */
const insideNames = /(?:^[^.]+|\.(?:local|localhost|internal|intranet|lan|home|corp|private|home\.arpa))\.?$/i

export function createRouteFinder(options: {
  judge: (address: string) => AddressKind
  resolve: Resolve
  system: SystemProxy | null
  pac: Pac
  now?: () => number
}): FindRoutes {
  const { judge, resolve, system, pac, now = Date.now } = options
  const judged = new Map<string, { verdict: Promise<Place>; until: number }>()

  async function place(hostname: string): Promise<Place> {
    const bare = hostname.replace(/^\[|\]$/g, '')
    if (isIP(bare) !== 0) return judge(bare) === 'public' ? 'outside' : 'inside'
    const found = await resolveSoon(resolve, bare)
    if (found === null) return 'unknown'
    // With a proxy it would be the proxy's choice which of several addresses is taken.
    return found.every(({ address }) => judge(address) === 'public') ? 'outside' : 'inside'
  }

  function placeOf(hostname: string): Promise<Place> {
    const kept = judged.get(hostname)
    if (kept !== undefined && kept.until > now()) return kept.verdict
    if (judged.size >= mostJudged) judged.clear()
    const verdict = place(hostname)
    judged.set(hostname, { verdict, until: now() + judgedMs })
    return verdict
  }

  return async (url, { settings, isNamed }) => {
    if (settings.proxy === 'none' || namesThisMachine(url.hostname)) return direct
    const routes = await findOffered(url, { settings, system, pac })
    if (routes.every((route) => route === 'direct')) return routes
    const found = await placeOf(url.hostname)
    // What a page leads to may not choose a server that only the proxy knows, inside; a person may name one.
    const isInside = found === 'inside' || (found === 'unknown' && !isNamed && insideNames.test(url.hostname))
    return isInside ? direct : routes
  }
}

type Place = 'outside' | 'inside' | 'unknown'

/** What the settings offer for a server, wherever it is. */
export async function findOffered(
  url: URL,
  { settings, system, pac }: { settings: NetSettings; system: SystemProxy | null; pac: Pac },
): Promise<readonly Route[]> {
  switch (settings.proxy) {
    case 'none':
      return direct
    case 'system':
      return system === null ? direct : readProxyList(await askSystem(system, url))
    case 'address': {
      const proxy = readProxyAddress(settings.proxyAddress)
      if (proxy === null) throw new NetError('PROXY_FAILED', 'the address of the proxy is none')
      return [proxy]
    }
    case 'pac':
      return await pac.find(settings.pacAddress, url)
  }
}

/** A system that does not say is not taken for one without a proxy. */
async function askSystem(system: SystemProxy, url: URL): Promise<string> {
  try {
    return await system.find(`${url.origin}/`)
  } catch (cause) {
    throw new NetError('PROXY_FAILED', 'the system does not say which proxy to take', { cause })
  }
}

/** Null for a name that has no address here, or none in time. */
async function resolveSoon(resolve: Resolve, name: string): Promise<ResolvedAddress[] | null> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<null>()
  const timer = setTimeout(() => giveUp(null), resolveMs)
  const found = resolve(name).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) return null
    throw error
  })
  try {
    return await Promise.race([found, late])
  } finally {
    clearTimeout(timer)
  }
}
