/** Names under which the host listens: loopback and nothing else, because its calls carry a person's documents. */
const loopbackHosts = new Map([
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['::1', '::1'],
  ['[::1]', '::1'],
])

export class NotLoopbackError extends Error {
  override readonly name = 'NotLoopbackError'
  readonly code = 'NOT_LOOPBACK'
}

/** The address to bind for a name that a person typed. Throws `NotLoopbackError` for any other than loopback. */
export function loopbackAddress(host: string): string {
  const address = loopbackHosts.get(host.toLowerCase())
  if (address === undefined) {
    throw new NotLoopbackError(`Diwan serves on loopback only (127.0.0.1, ::1 or localhost), not on ${host}.`)
  }
  return address
}

/**
 * Whether a `Host` header names this host as this machine does. A page that made its own name resolve to 127.0.0.1
 * (DNS rebinding) sends that name, and is refused.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  const name = host?.toLowerCase()
  return name === `127.0.0.1:${port}` || name === `localhost:${port}` || name === `[::1]:${port}`
}

export type Origin = {
  method: string
  upgrade: boolean
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`, which browsers send and scripts cannot forge. */
  fetchSite: string | undefined
  fetchMode: string | undefined
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a browser sent the request from the host's own page. A page of another site or of another local server gives
 * itself away by its origin, whatever secret it may have come by.
 */
export function isOwnOrigin(request: Origin): boolean {
  const { origin, fetchSite } = request
  const safe = safeMethods.has(request.method) && !request.upgrade
  if (origin !== undefined) {
    if (origin.toLowerCase() !== `http://${request.host?.toLowerCase()}`) return false
  } else if (!safe) {
    return false
  }
  const ownSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none'
  return ownSite || (safe && request.fetchMode === 'navigate')
}
