import type { NetworkState } from '../../contract/network.ts'
import type { NetSettings } from './net-request.ts'
import { describeProxy, type ProxyLogin, readProxyAddress, readProxyList, type SystemProxy } from './proxy/proxy.ts'
import type { TrustStore } from './trust/trust-store.ts'

/** Any server out in the world: most systems answer the same for all of them. */
const sample = 'https://example.com/'

export async function describeNetwork(options: {
  settings: NetSettings
  systemProxy: SystemProxy | null
  login: ProxyLogin | null
  trusts: TrustStore
}): Promise<NetworkState> {
  const { settings, systemProxy, login, trusts } = options
  const { system, files } = await trusts.load(settings)
  return {
    offline: settings.offline,
    proxy: { ...(await describeWay(settings, systemProxy)), hasLogin: login !== null },
    certificates: { system, files },
  }
}

async function describeWay(
  settings: NetSettings,
  systemProxy: SystemProxy | null,
): Promise<Omit<NetworkState['proxy'], 'hasLogin'>> {
  switch (settings.proxy) {
    case 'none':
      return { source: 'none', address: null }
    case 'pac':
      return { source: 'pac', address: settings.pacAddress }
    case 'address': {
      const proxy = readProxyAddress(settings.proxyAddress)
      return { source: 'setting', address: proxy === null ? null : describeProxy(proxy) }
    }
    case 'system': {
      // A system may ask servers for the answer.
      if (systemProxy === null || settings.offline) return { source: systemProxy?.source ?? 'none', address: null }
      try {
        const [first = 'direct'] = readProxyList(await systemProxy.find(sample))
        if (first === 'direct') return { source: 'none', address: null }
        return { source: systemProxy.source, address: describeProxy(first) }
      } catch {
        // It does not say, or names what nobody speaks: calls fail by that, and here there is no address to show.
        return { source: systemProxy.source, address: null }
      }
    }
  }
}
