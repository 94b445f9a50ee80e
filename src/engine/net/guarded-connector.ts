import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import type { AddressKind } from './addresses.ts'
import { NetError } from './net-error.ts'
import type { Resolve, ResolvedAddress } from './resolve.ts'

const connectMs = 15_000

/**
 * Makes connections only to addresses of the allowed kinds. The names are resolved here and the connection is made to
 * what was resolved and judged, so a name that answers differently the second time gains nothing; and the address at the
 * other end of the finished connection is judged once more.
 */
export function createGuardedConnector(options: {
  allowed: ReadonlySet<AddressKind>
  judge: (address: string) => AddressKind
  resolve: Resolve
}): buildConnector.connector {
  const { allowed, judge, resolve } = options
  const mayReach = (address: string) => allowed.has(judge(address))

  async function findAddresses(hostname: string): Promise<ResolvedAddress[]> {
    const bare = hostname.replace(/^\[|\]$/g, '')
    const family = isIP(bare)
    const found = family === 0 ? await resolve(bare) : [{ address: bare, family }]
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
      buildConnector({ timeout: connectMs, lookup: found, autoSelectFamily: true } as buildConnector.BuildOptions)(
        request,
        (error, socket) => {
          if (error !== null) {
            callback(error, null)
          } else if (mayReach(socket.remoteAddress ?? '')) {
            callback(null, socket)
          } else {
            socket.destroy()
            callback(new NetError('ADDRESS_PRIVATE', `${request.hostname} was reached at another address`), null)
          }
        },
      )
    }
    connect().catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null))
  }
}
