import { isIP, type LookupFunction } from 'node:net'
import type { SecureContext } from 'node:tls'
import { buildConnector } from 'undici'
import type { AddressKind } from './addresses.ts'
import { NetError } from './net-error.ts'
import type { Resolve, ResolvedAddress } from './resolve.ts'

/**
 * Makes connections only to addresses of the allowed kinds. The names are resolved here and the connection is made to
 * what was resolved and judged, so a name that answers differently the second time gains nothing; and the address at the
 * other end of the finished connection is judged once more.
 */
export function createGuardedConnector(options: {
  allowed: ReadonlySet<AddressKind>
  judge: (address: string) => AddressKind
  resolve: Resolve
  trust: () => Promise<SecureContext>
  /** For the name and for the connection, each. */
  timeoutMs: number
}): buildConnector.connector {
  const { allowed, judge, resolve, trust, timeoutMs } = options
  const mayReach = (address: string) => allowed.has(judge(address))

  async function findAddresses(hostname: string): Promise<ResolvedAddress[]> {
    const bare = hostname.replace(/^\[|\]$/g, '')
    const family = isIP(bare)
    const found = family === 0 ? await inTime(resolve(bare), timeoutMs) : [{ address: bare, family }]
    const reachable = found.filter(({ address }) => mayReach(address))
    if (found.length > 0 && reachable.length === 0) {
      throw new NetError('ADDRESS_PRIVATE', `${bare} leads to an address that is not allowed`)
    }
    return reachable
  }

  return (request, callback) => {
    const connect = async () => {
      const addresses = await findAddresses(request.hostname)
      const found: LookupFunction = (_hostname, { all }, answer) => {
        const [first] = addresses
        if (all === true) answer(null, addresses)
        else answer(null, first?.address ?? '', first?.family)
      }
      const tls = request.protocol === 'https:' ? { secureContext: await trust() } : {}
      const settings = { ...tls, timeout: timeoutMs, lookup: found, autoSelectFamily: true }
      buildConnector(settings as buildConnector.BuildOptions)(request, (error, socket) => {
        if (error !== null) {
          callback(error, null)
        } else if (mayReach(socket.remoteAddress ?? '')) {
          callback(null, socket)
        } else {
          socket.destroy()
          callback(new NetError('ADDRESS_PRIVATE', `${request.hostname} was reached at another address`), null)
        }
      })
    }
    connect().catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null))
  }
}

/** The system may look for a name much longer than anybody waits for a connection. */
async function inTime<Value>(looking: Promise<Value>, mostMs: number): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new NetError('TIMEOUT', `no address within ${mostMs} ms`)), mostMs)
  try {
    return await Promise.race([looking, promise])
  } finally {
    clearTimeout(timer)
  }
}
