import { BlockList, isIP } from 'node:net'

/** For an address without path and query, in the words of a PAC file. The engine's `SystemProxy`. */
export type EnvironmentProxy = { source: 'environment'; find: (url: string) => Promise<string> }

const kinds: Readonly<Record<string, string>> = { http: 'PROXY', https: 'HTTPS', socks5: 'SOCKS5', socks5h: 'SOCKS5' }

/**
 * What programs of a terminal or a service go by: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in small letters
 * first, as curl has it. Null when none is set.
 */
export function readEnvironmentProxy(
  environment: Readonly<Record<string, string | undefined>>,
): EnvironmentProxy | null {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || ''
  const all = read('ALL_PROXY')
  // In capitals it could come from a header of a request (CGI), where Diwan does not run; still the usual name of it here.
  const proxies = { 'http:': read('HTTP_PROXY') || all, 'https:': read('HTTPS_PROXY') || all }
  if (proxies['http:'] === '' && proxies['https:'] === '') return null
  const exceptions = read('NO_PROXY')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => entry.toLowerCase())
  return {
    source: 'environment',
    async find(url) {
      const { protocol, hostname, port } = new URL(url)
      const proxy = protocol === 'http:' || protocol === 'https:' ? proxies[protocol] : ''
      const place = { name: hostname.replace(/^\[|\]$|\.$/g, ''), port: port || (protocol === 'https:' ? '443' : '80') }
      if (proxy === '' || exceptions.some((entry) => isExcepted(place, entry))) return 'DIRECT'
      return inWords(proxy)
    },
  }
}

/** `*`, a host, a domain with or without a dot or `*.` before it, each with a port or without; a network of addresses. */
function isExcepted(place: { name: string; port: string }, entry: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return isWithin(place.name, entry)
  const [, host = entry, port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
  // An IPv6 address is all colons: its last part is no port.
  const [name, wanted] = /:.*:/.test(entry) && !entry.startsWith('[') ? [entry, undefined] : [host, port]
  if (wanted !== undefined && wanted !== place.port) return false
  const domain = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
  return place.name === domain || place.name.endsWith(`.${domain}`)
}

/** `10.0.0.0/8`, `fd00::/8`: for hosts that are addresses. What is no such network holds none. */
function isWithin(host: string, network: string): boolean {
  const [, address = '', bits = ''] = /^\[?([^/\]]*)\]?\/(\d{1,3})$/.exec(network) ?? []
  const family = isIP(address)
  if (family === 0 || isIP(host) !== family || Number(bits) > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(address, Number(bits), type)
  return list.check(host, type)
}

/** A variable that names no kind of proxy means one of HTTP. One that can't be read is not passed over in silence. */
function inWords(address: string): string {
  const [, scheme = 'http', place = ''] = /^(?:([a-z0-9]+):\/\/)?([^/]+)\/?$/i.exec(address) ?? []
  const kind = kinds[scheme.toLowerCase()]
  return `${kind ?? 'UNKNOWN'} ${place}`
}
