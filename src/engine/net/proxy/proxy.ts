import { NetError } from '../net-error.ts'

export type ProxyLogin = { user: string; password: string }

export type ProxyServer = {
  scheme: 'http' | 'https' | 'socks5'
  /** With its port. */
  host: string
  /** Its own; null for one that takes whatever the person has said for proxies. */
  login: ProxyLogin | null
}

/** One way to a server. */
export type Route = 'direct' | ProxyServer

/** What the host knows about proxies: the system's settings, or the environment's variables. */
export type SystemProxy = {
  source: 'system' | 'environment'
  /** For an address without path and query, in the words of a PAC file: `PROXY host:port; DIRECT`. */
  find: (url: string) => Promise<string>
}

const usualPorts = { http: 80, https: 443, socks5: 1080 } as const
const schemes = { PROXY: 'http', HTTP: 'http', HTTPS: 'https', SOCKS5: 'socks5' } as const

/**
 * Reads what a PAC file or a system answers, best first. What it names no server for is direct, as browsers have it; kinds of
 * proxies that nobody here speaks are passed over. The environment's may have `user:password@` before the host.
 *
 * @throws NetError PROXY_FAILED when it names proxies of other kinds only
 */
export function readProxyList(text: string): Route[] {
  const entries = text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const routes = entries.map(readEntry).filter((route) => route !== null)
  if (routes.length === 0 && entries.length > 0) {
    throw new NetError('PROXY_FAILED', 'only proxies of an unknown kind are offered')
  }
  return routes.length === 0 ? ['direct'] : routes
}

function readEntry(entry: string): Route | null {
  const [kind = '', place = ''] = entry.split(/\s+/, 2)
  const upper = kind.toUpperCase()
  if (upper === 'DIRECT') return 'direct'
  if (!Object.hasOwn(schemes, upper)) return null
  return readProxyAddress(`${schemes[upper as keyof typeof schemes]}://${place}`)
}

/** `http://host:port`, `https://…` or `socks5://…`; null for anything else. */
export function readProxyAddress(text: string): ProxyServer | null {
  const [, scheme] = /^(https?|socks5):\/\//i.exec(text) ?? []
  if (scheme === undefined) return null
  const name = scheme.toLowerCase() as ProxyServer['scheme']
  // Read as one of the web's, whatever it is: URLs of other schemes keep hosts as they were typed.
  const url = URL.parse(text.replace(/^[^:]+/, 'http'))
  if (url === null || url.hostname === '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') return null
  const typedPort = /:(\d+)\/?$/.exec(text)?.[1]
  const port = typedPort === undefined ? usualPorts[name] : Number(typedPort)
  const login = url.username === '' ? null : { user: decode(url.username), password: decode(url.password) }
  return { scheme: name, host: `${url.hostname}:${port}`, login }
}

/** A `%` that stands for itself stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'))
}

/** For people and the log: without user and password. */
export function describeProxy({ scheme, host }: ProxyServer): string {
  return `${scheme}://${host}`
}
