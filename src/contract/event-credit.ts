/**
 * Back-pressure of streams on a channel that carries many calls at once (MessagePort, WebSocket).
 *
 * Such a channel delivers as fast as it can, whatever the reader does, so a slow reader would pile events up in its own
 * memory, and a port has no way to tell its sender to wait. Hence credit: a caller that names a stream in `creditHeader`
 * is sent `creditWindow` events, and each credit frame lets that many more through. A caller that names none (a plain
 * oRPC client) is held back by the transport alone.
 */
export const creditHeader = 'x-diwan-credit'

/** Events that may be on their way or waiting in the reader's memory, for each stream. */
export const creditWindow = 256

/** The reader gives credit back in lots of this many events, so that acknowledging costs next to nothing. */
export const creditLot = 64

const streamName = /^[\w-]{1,40}$/
const frame = /^credit ([\w-]{1,40}) (\d{1,6})$/

export type Credit = { stream: string; events: number }

/** The frame that gives credit back. oRPC's own frames are JSON objects, so that this cannot be mistaken for one. */
export function encodeCredit({ stream, events }: Credit): string {
  return `credit ${stream} ${events}`
}

/** The credit that a frame gives, or null when it is another kind of frame. */
export function decodeCredit(data: unknown): Credit | null {
  const match = typeof data === 'string' && data.startsWith('credit ') ? frame.exec(data) : null
  return match?.[1] && match[2] ? { stream: match[1], events: Number(match[2]) } : null
}

/** The stream that a call's header names, or null when it names none or not as it should. */
export function readCreditHeader(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' && streamName.test(value) ? value : null
}
