import type { WebSocket } from 'ws'
import { type Frame, type FrameHandler, openRpcChannel, type RpcChannel } from '../hosts/rpc-channel.ts'

/** Bytes that may wait in a socket's buffer before streams pause for a slow reader. */
const highWaterBytes = 1024 * 1024

/** Close codes of RFC 6455 section 7.4.1. */
const invalidFrame = 1007

export type WebSocketDoorOptions = { maximumFrameBytes?: number; onError?: (error: unknown) => void }

/** Serves calls that come in through an accepted socket until it closes. */
export function serveWebSocket(
  handler: FrameHandler,
  socket: WebSocket,
  options: WebSocketDoorOptions = {},
): RpcChannel {
  const channel = openRpcChannel(handler, {
    context: { door: 'websocket' },
    send: (frame) => sendDrained(socket, frame),
    ...(options.maximumFrameBytes === undefined ? {} : { maximumFrameBytes: options.maximumFrameBytes }),
  })
  socket.on('message', (data, isBinary) => {
    channel.receive(toFrame(data, isBinary)).catch((error: unknown) => {
      if (socket.readyState !== socket.OPEN) return
      // What a parser says quotes what it read, and no text of a person's belongs in a log.
      options.onError?.(error instanceof SyntaxError ? new Error('A frame was no JSON.') : error)
      socket.close(invalidFrame, 'not a frame of this protocol')
    })
  })
  socket.on('close', () => channel.close())
  // A socket that breaks says so here and closes right after; without a listener the process would end.
  socket.on('error', (error) => options.onError?.(error))
  return channel
}

/** Settles at once while the reader keeps up, otherwise when this frame has left the buffer. */
function sendDrained(socket: WebSocket, frame: Frame): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(frame, (error) => (error ? reject(error) : resolve()))
    if (socket.bufferedAmount < highWaterBytes) resolve()
  })
}

function toFrame(data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean): Frame {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)
  return isBinary ? bytes : bytes.toString('utf8')
}
