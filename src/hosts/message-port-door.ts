import { createFrameHandler, type EngineRouter, type Frame, openRpcChannel, type RpcChannel } from './rpc-channel.ts'

/** The part of a port that a door uses: a `MessagePort` of Node or a browser, or Electron's `MessagePortMain`. */
export type DoorPort = {
  postMessage(data: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start?(): void
  close(): void
}

export type MessagePortDoor = {
  /** Serves calls that come in through the port until it closes. */
  accept(port: DoorPort): RpcChannel
}

/**
 * The door of a page in the desktop application. Whoever holds the other end of the port is the owner of the data
 * folder: the host that hands ports out decides who gets one.
 */
export function createMessagePortDoor(
  router: EngineRouter,
  options: { maximumFrameBytes?: number; onError?: (error: unknown) => void } = {},
): MessagePortDoor {
  const handler = createFrameHandler(router)
  return {
    accept(port) {
      const channel = openRpcChannel(handler, {
        context: { door: 'message-port' },
        send: (frame) => port.postMessage(frame),
        ...(options.maximumFrameBytes === undefined ? {} : { maximumFrameBytes: options.maximumFrameBytes }),
      })
      port.on('message', (message) => {
        channel.receive(readFrame(message)).catch((error: unknown) => {
          options.onError?.(error)
          port.close()
        })
      })
      port.on('close', () => channel.close())
      port.start?.()
      return channel
    },
  }
}

/** Node's ports hand over the data itself, Electron's an event that holds it. */
function readFrame(message: unknown): Frame {
  if (typeof message === 'string' || message instanceof Uint8Array) return message
  if (message instanceof ArrayBuffer) return new Uint8Array(message)
  if (typeof message === 'object' && message !== null && 'data' in message) return readFrame(message.data)
  return ''
}
