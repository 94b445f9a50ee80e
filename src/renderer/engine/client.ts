import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import type { Contract } from '../../contract/contract.ts'
import { type Channel, openSocket, receivePorts, socketAddress } from './channel.ts'
import { type Connection, createConnection, SignedOutError } from './connection.ts'
import { desktop } from './desktop.ts'
import { createLink } from './link.ts'
import { askWhetherKnown, createSession, onFreshSession } from './session.ts'

const openLimit = 8_000

function connect(): Connection {
  const connection = createConnection(desktop() === null ? createSocketOpener() : null)
  if (desktop() === null) onFreshSession(connection.retry)
  else receivePorts(connection.adopt)
  return connection
}

/** Opens the door with whatever secret lets this page in. A refused socket does not say why; the host is asked then. */
function createSocketOpener(): () => Promise<Channel> {
  const session = createSession({ location: window.location, history: window.history, storage: localStorage })
  return async function open(): Promise<Channel> {
    const secret = session.secret()
    if (secret === null) throw new SignedOutError()
    try {
      const channel = await openSocket(socketAddress(window.location), secret, openLimit)
      session.keep(secret)
      return channel
    } catch (error) {
      if (await askWhetherKnown(secret)) throw error
      session.forget(secret)
      return open()
    }
  }
}

/** The page's one connection; lives as long as the page. */
export const connection = connect()

/** Calls the engine. Every failure is a `CallFailure`. */
export const client: ContractRouterClient<Contract> = createORPCClient(createLink(connection))

/** Query and mutation options for every procedure. */
export const engine: RouterUtils<typeof client> = createTanstackQueryUtils(client)
