import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { Contract } from '../../contract/contract.ts'
import { openSocket, receivePorts, socketAddress } from './channel.ts'
import { type Connection, createConnection } from './connection.ts'
import { desktop } from './desktop.ts'
import { createLink } from './link.ts'

const openLimit = 8_000

function connect(): Connection {
  if (desktop() === null) return createConnection(() => openSocket(socketAddress(window.location), openLimit))
  const connection = createConnection(null)
  receivePorts(connection.adopt)
  return connection
}

/** The page's one connection; lives as long as the page. */
export const connection = connect()

/** Calls the engine. Every failure is a `CallFailure`. */
export const client: ContractRouterClient<Contract> = createORPCClient(createLink(connection))

/** Query and mutation options for every procedure. */
export const engine = createTanstackQueryUtils(client)
