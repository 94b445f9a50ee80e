import type { ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { correlationHeader } from '../../contract/call-context.ts'
import { engineInterceptor } from '../../contract/engine-link.ts'
import { enginePort, pageReady } from '../../contract/page-port.ts'
import { socketProtocol } from '../../contract/page-session.ts'

/** What every call carries; the link sends it as a header, so one id runs from the page to the SQL. */
export type CallMark = { correlationId: string }

/** One way to the engine, as long as it lives. `closed` settles when it is gone; it never opens again. */
export type Channel = { link: ClientLink<CallMark>; closed: Promise<void>; close(): void }

/** What both links share: the call's id, a lost channel as a typed error, streams that wait for their reader. */
function linkOptions(sendFrame: (frame: string) => void) {
  return {
    headers: ({ context }: { context: CallMark }) => ({ [correlationHeader]: context.correlationId }),
    clientInterceptors: [engineInterceptor({ sendFrame })],
  }
}

/**
 * Opens the WebSocket door of the host that served this page. The session's secret goes as a protocol, the one header of
 * a socket that a page can set. Rejects when it does not open within `limit` ms.
 */
export function openSocket(address: string, secret: string, limit: number): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, [socketProtocol, secret])
    // Blobs would be read asynchronously and could overtake each other.
    socket.binaryType = 'arraybuffer'
    const timer = setTimeout(() => socket.close(), limit)
    const closed = new Promise<void>((settle) => socket.addEventListener('close', () => settle(), { once: true }))
    socket.addEventListener('close', () => {
      clearTimeout(timer)
      reject(new Error('The engine did not answer.'))
    })
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      const sendFrame = (frame: string) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame)
      }
      const link = new SocketLink({ websocket: socket, ...linkOptions(sendFrame) })
      resolve({ link, closed, close: () => socket.close() })
    })
  })
}

/**
 * Calls `take` with a channel for each port that the desktop hands over: one at the start and one after every restart of
 * the engine. Returns what stops listening.
 */
export function receivePorts(take: (channel: Channel) => void): () => void {
  const receive = (event: MessageEvent) => {
    const port = event.ports[0]
    if (event.source !== window || port === undefined || !isPortMessage(event.data)) return
    const closed = new Promise<void>((settle) => port.addEventListener('close', () => settle(), { once: true }))
    port.start()
    const link = new PortLink({ port, ...linkOptions((frame) => port.postMessage(frame)) })
    take({ link, closed, close: () => port.close() })
  }
  window.addEventListener('message', receive)
  window.postMessage({ type: pageReady }, window.location.origin === 'null' ? '*' : window.location.origin)
  return () => window.removeEventListener('message', receive)
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Reflect.get(data, 'type') === enginePort
}

/** `ws:` or `wss:` address of the door beside the page. */
export function socketAddress(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`
}
