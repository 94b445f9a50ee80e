import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { Contract } from '../../contract/contract.ts'
import { type Channel, openSocket, receivePorts, socketAddress } from './channel.ts'
import { type Connection, createConnection, SignedOutError } from './connection.ts'
import { desktop } from './desktop.ts'
import { createLink } from './link.ts'

const openLimit = 8_000

function connect(): Connection {
  if (desktop() === null) return createConnection(openOwnSocket)
  const connection = createConnection(null)
  receivePorts(connection.adopt)
  return connection
}

/** A refused socket does not say why; the page's own address does. */
async function openOwnSocket(): Promise<Channel> {
  try {
    return await openSocket(socketAddress(window.location), openLimit)
  } catch (error) {
    const response = await fetch(window.location.pathname, { method: 'HEAD', cache: 'no-store' })
    throw response.status === 401 ? new SignedOutError() : error
  }
}

/** The page's one connection; lives as long as the page. */
export const connection = connect()

/** Calls the engine. Every failure is a `CallFailure`. */
export const client: ContractRouterClient<Contract> = createORPCClient(createLink(connection))

/** Query and mutation options for every procedure. */
export const engine = createTanstackQueryUtils(client)
