import { type AnyContractRouter, ORPCError } from '@orpc/contract'
import type { Router } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import { encodeResponseMessage, MessageType, ServerPeer } from '@orpc/standard-server-peer'
import type { CallContext } from '../contract/call-context.ts'
import { creditHeader, creditWindow, decodeCredit, readCreditHeader } from '../contract/event-credit.ts'
import { CallHeadersPlugin } from './call-headers.ts'
import { CreditGate, gateStream } from './credit-gate.ts'

/** What a door carries: an implementation of any contract whose procedures start from a `CallContext`. */
export type EngineRouter = Router<AnyContractRouter, CallContext>

/** Parses frames, finds procedures, encodes answers. One for a host, shared by all of its channels. */
export type FrameHandler = StandardRPCHandler<CallContext>

/** A frame: JSON as text, or JSON followed by the bytes of files. */
export type Frame = string | Uint8Array

/** The largest frame that a door accepts: a batch of uploaded files. */
export const defaultMaximumFrameBytes = 256 * 1024 * 1024

/** The largest frame of text: a call without files, which is parsed in one piece while everything else waits. */
export const maximumTextCharacters = 8 * 1024 * 1024

export type RpcChannelOptions = {
  context: CallContext
  /**
   * Writes a frame. A promise that settles late holds back the stream that the frame belongs to, which is how a
   * transport with a buffer of its own exerts back-pressure.
   */
  send(frame: Frame): void | Promise<void>
  maximumFrameBytes?: number
}

export type RpcChannel = {
  /**
   * Takes one frame, and settles when the call in it has been answered.
   * Throws when the frame is none of the protocol's or its answer could not be sent: the caller closes the channel.
   */
  receive(frame: Frame): Promise<void>
  /** The channel is gone: aborts its calls and ends its streams, so that their generators run their `finally`. */
  close(): void
  /** Calls and streams that have not ended. */
  inFlight(): number
}

export function createFrameHandler(router: EngineRouter): FrameHandler {
  return new StandardRPCHandler(router, { plugins: [new CallHeadersPlugin()] })
}

/** One channel between a client and the engine, whatever carries its frames. */
export function openRpcChannel(handler: FrameHandler, options: RpcChannelOptions): RpcChannel {
  const maximumBytes = options.maximumFrameBytes ?? defaultMaximumFrameBytes
  const maximumCharacters = Math.min(maximumBytes, maximumTextCharacters)
  const gates = new Map<string, CreditGate>()
  const peer = new ServerPeer(async (frame) => options.send(toFrame(frame)))
  const answer = createServerPeerHandleRequestFn(handler, { context: options.context })

  return {
    async receive(frame) {
      const credit = decodeCredit(frame)
      if (credit) {
        gates.get(credit.stream)?.grant(credit.events)
        return
      }
      const maximum = typeof frame === 'string' ? maximumCharacters : maximumBytes
      if (frame.length > maximum) {
        await options.send(await refusal(frame, maximum))
        return
      }
      await peer.message(toWire(frame), async (request) => {
        const response = await answer(request)
        const stream = readCreditHeader(request.headers[creditHeader])
        if (stream === null || !isStream(response.body)) return response
        const gate = new CreditGate(creditWindow)
        gates.set(stream, gate)
        const body = gateStream(response.body, {
          gate,
          signal: request.signal,
          onEnd: () => gates.delete(stream),
        })
        return { ...response, body }
      })
    },
    close: () => peer.close(),
    inFlight: () => peer.length,
  }
}

/** The answer to a frame that is too large to be parsed: the call's number stands at its very beginning. */
async function refusal(frame: Frame, maximumBytes: number): Promise<Frame> {
  const head = typeof frame === 'string' ? frame.slice(0, 64) : new TextDecoder().decode(frame.subarray(0, 64))
  const id = /^\{"i":"([^"]{1,40})"/.exec(head)?.[1]
  if (id === undefined) throw new TypeError('A frame is too large and names no call.')
  const error = new ORPCError('PAYLOAD_TOO_LARGE', { status: 413, data: { maximumBytes } })
  return toFrame(
    await encodeResponseMessage(id, MessageType.RESPONSE, {
      status: error.status,
      headers: {},
      body: { json: error.toJSON() },
    }),
  )
}

function toFrame(encoded: string | ArrayBufferLike | Uint8Array): Frame {
  return typeof encoded === 'string' || encoded instanceof Uint8Array ? encoded : new Uint8Array(encoded)
}

function toWire(frame: Frame): string | Uint8Array<ArrayBuffer> {
  return typeof frame === 'string' || frame.buffer instanceof ArrayBuffer
    ? (frame as string | Uint8Array<ArrayBuffer>)
    : new Uint8Array(frame)
}

function isStream(body: unknown): body is AsyncIteratorObject<unknown, unknown, void> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'next' in body
}
