import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { WebSocket } from 'ws'
import { engineInterceptor, portChannel } from '../../../src/contract/engine-link.ts'
import { probeContract } from './probe.ts'

export type ProbeClient = ContractRouterClient<typeof probeContract, { headers?: Record<string, string> }>
type Connection = { client: ProbeClient; breakChannel(): void; close(): Promise<void> }
type CallHeaders = { context: { headers?: Record<string, string> } }

const headers = (_options: CallHeaders) => _options.context.headers ?? {}

/** A port of Node or of anything alike. */
export function connectPort(port: import('node:worker_threads').MessagePort): Connection {
  const link = new MessagePortLink<{ headers?: Record<string, string> }>({
    port: port as unknown as MessagePort,
    headers,
    clientInterceptors: [engineInterceptor(portChannel(port))],
  })
  port.start()
  return { client: createORPCClient(link), breakChannel: () => port.close(), close: async () => port.close() }
}

export async function connectSocket(address: string, token: string): Promise<Connection & { socket: WebSocket }> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/rpc`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  })
  const link = new WebSocketLink<{ headers?: Record<string, string> }>({
    websocket: socket as unknown as globalThis.WebSocket,
    headers,
    clientInterceptors: [engineInterceptor({ sendFrame: (frame) => socket.send(frame) })],
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  const close = () =>
    new Promise<void>((resolve) => {
      if (socket.readyState === socket.CLOSED) return resolve()
      socket.once('close', () => resolve())
      socket.close()
    })
  return { client: createORPCClient(link), socket, breakChannel: () => socket.terminate(), close }
}

export function connectRest(address: string, token: string): Connection {
  const link = new OpenAPILink<{ headers?: Record<string, string> }>(probeContract, {
    url: `${address}/api`,
    headers: ({ context }) => ({ ...context.headers, authorization: `Bearer ${token}` }),
    clientInterceptors: [engineInterceptor()],
  })
  const client: JsonifiedClient<ProbeClient> = createORPCClient(link)
  return { client: client as unknown as ProbeClient, breakChannel: () => undefined, close: async () => undefined }
}
