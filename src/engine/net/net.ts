import type { NetworkState, OutboundCall } from '../../contract/network.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { type AddressKind, judgeAddress } from './addresses.ts'
import type { Timeouts } from './agents.ts'
import { createAgentsInUse } from './agents-in-use.ts'
import { NetError } from './net-error.ts'
import type { NetRequest, NetSettings } from './net-request.ts'
import type { NetResponse } from './net-response.ts'
import { describeNetwork } from './net-state.ts'
import { createRouteFinder, type FindRoutes } from './proxy/find-routes.ts'
import { createPac } from './proxy/pac.ts'
import type { ProxyLogin, SystemProxy } from './proxy/proxy.ts'
import { type Resolve, resolveBySystem } from './resolve.ts'
import { type Means, send, type UnderWay } from './send.ts'
import { createTrustStore } from './trust/trust-store.ts'

export type { NetRequest, NetSettings } from './net-request.ts'
export type { NetResponse } from './net-response.ts'

/** The one way out: whatever leaves this machine leaves it here. */
export type Net = {
  /**
   * Sends a request; GET and HEAD follow redirects. Each redirect is held to the same rules as the first address, and a
   * key in the headers does not go to another site. To be disposed of.
   *
   * @throws NetError, or the signal's reason
   */
  fetch(request: NetRequest): Promise<NetResponse>
  /** How calls find their way just now. @throws NetError when what the host says of proxies can't be read */
  state(): Promise<NetworkState>
  /** What of the way out does not work as it was set; null when all does. */
  trouble(): Promise<NetTrouble | null>
  /** Ends the calls that are under way, but for those to this machine: the offline switch was turned. */
  cutOff(): void
  close(): Promise<void>
}

export type NetTrouble = 'PROXY_SCRIPT_FAILED' | 'CERTIFICATES_MISSING'

export type NetOptions = {
  telemetry: Telemetry
  /** Asked at each step of each call. */
  settings: () => Promise<NetSettings>
  version: string
  /** What the host says of proxies; null where it says nothing. */
  systemProxy?: SystemProxy | null
  /** For proxies that bring none of their own; asked with each call that takes one. */
  proxyLogin?: () => Promise<ProxyLogin | null>
  /** Told of every call at its end, also of those that were kept from leaving. Must not throw. */
  record?: (call: OutboundCall) => void
  /** These stand in for the system's names, for what their addresses are, and for patience, in trials. */
  resolve?: Resolve
  judge?: (address: string) => AddressKind
  timeouts?: Partial<Timeouts>
}

// undici is a quarter of what the engine's thread loads, and most starts of the engine call nobody.
const loadClient = () => Promise.all([import('./agents.ts'), import('./follow.ts')])

const straight: FindRoutes = async () => ['direct']
/** How long a server may take to give a proxy's script. */
const scriptMs = 30_000

export function createNet(options: NetOptions): Net {
  const { telemetry, settings, version, resolve = resolveBySystem, judge = judgeAddress } = options
  const { systemProxy = null, proxyLogin = async () => null, record = () => undefined } = options
  const trusts = createTrustStore()
  const agentsInUse = createAgentsInUse()
  const pac = createPac({ download: downloadScript })
  const findRoutes = createRouteFinder({ judge, resolve, system: systemProxy, pac })
  const underWay: UnderWay = new Set()
  let closed = false

  async function open(): Promise<Means> {
    assertOpen()
    const [[{ createAgents, usualTimeouts }, { createFollower }], network] = await Promise.all([
      loadClient(),
      settings(),
    ])
    assertOpen()
    const { systemCertificates, certificateFiles } = network
    const held = agentsInUse.hold(JSON.stringify([systemCertificates, certificateFiles]), () =>
      createAgents({
        ...{ judge, resolve, login: proxyLogin },
        trust: async () => (await trusts.load(network)).context,
        timeouts: { ...usualTimeouts, ...options.timeouts },
      }),
    )
    return { ...held, follow: createFollower({ settings, version }) }
  }

  function assertOpen(): void {
    if (closed) throw new NetError('UNREACHABLE', 'the engine is closing')
  }

  const means = { open, telemetry, record, underWay }

  async function downloadScript(url: string, mostBytes: number): Promise<string> {
    const request: NetRequest = {
      ...{ url, purpose: 'proxy-script', destination: 'server', totalMs: scriptMs },
      signal: new AbortController().signal,
    }
    // Not by way of a proxy, which it would be needed for.
    await using response = await send(request, { ...means, findRoutes: straight })
    if (response.status !== 200) throw new NetError('UNREACHABLE', `its server answers ${response.status}`)
    const pieces: Uint8Array[] = []
    let bytes = 0
    for await (const piece of response.body) {
      bytes += piece.length
      if (bytes > mostBytes) throw new NetError('UNREACHABLE', 'it is too large')
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString('utf8')
  }

  return {
    fetch: (request) => send(request, { ...means, findRoutes }),
    async state() {
      const [network, login] = await Promise.all([settings(), proxyLogin()])
      return describeNetwork({ settings: network, systemProxy, login, trusts })
    },
    async trouble() {
      const network = await settings()
      if (network.proxy === 'pac' && pac.hasFailed()) return 'PROXY_SCRIPT_FAILED'
      return (await trusts.areFilesThere(network)) ? null : 'CERTIFICATES_MISSING'
    },
    cutOff() {
      for (const call of [...underWay]) call.endUnlessHere()
    },
    async close() {
      closed = true
      await Promise.all([agentsInUse.close(), pac.close()])
    },
  }
}
