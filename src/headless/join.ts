import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../contract/contract.ts'
import { engineInterceptor } from '../contract/engine-link.ts'

export type EngineClient = ContractRouterClient<Contract>

/** Milliseconds within which a host that is there answers on loopback. */
const openMilliseconds = 2_000

/** A client of the host at `address`, or null when no host answers there or it does not take the token. */
export async function joinHost(reach: {
  address: string
  token: string
}): Promise<{ client: EngineClient; close(): void } | null> {
  const socket = new WebSocket(`${reach.address.replace(/^http/, 'ws')}/rpc`, {
    headers: { authorization: `Bearer ${reach.token}` },
    handshakeTimeout: openMilliseconds,
    perMessageDeflate: false,
  })
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true))
    // Stays after the socket has opened: a socket that breaks says so here, and its calls fail by themselves.
    socket.on('error', () => resolve(false))
  })
  if (!opened) return null
  const link = new RPCLink({
    // The two have the same events and methods; only the types of their events differ.
    websocket: socket as unknown as globalThis.WebSocket,
    clientInterceptors: [engineInterceptor({ sendFrame: (frame) => socket.send(frame) })],
  })
  return { client: createORPCClient(link), close: () => socket.close() }
}
