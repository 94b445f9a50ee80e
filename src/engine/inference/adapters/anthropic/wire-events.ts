import { z } from 'zod'

/**
 * The events of a stream as they are read: only the fields that are used, and lenient, because servers of others leave out
 * what they don't have; what has another shape than it should is as if it were not there. `index` ties the events of one
 * block together.
 */
const count = z.int().nonnegative().nullish().catch(null)

export const WireUsage = z.object({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
  output_tokens_details: z.object({ thinking_tokens: count }).nullish().catch(null),
})
export type WireUsage = z.infer<typeof WireUsage>

const usage = WireUsage.nullish().catch(null)

const text = z.string().nullish().catch(null)

export const WireBlock = z.object({
  type: z.string(),
  text,
  thinking: text,
  signature: text,
  data: text,
  id: text,
  name: text,
  input: z.unknown().optional(),
})
export type WireBlock = z.infer<typeof WireBlock>

export const WireDelta = z.object({
  type: z.string().catch(''),
  text,
  thinking: text,
  signature: text,
  partial_json: text,
})
export type WireDelta = z.infer<typeof WireDelta>

export const WireMessage = z.object({
  model: text,
  usage,
  stop_reason: text,
  content: z.array(WireBlock).nullish(),
})

const index = z.int().nonnegative().catch(0)

const events = {
  message_start: z.object({ message: WireMessage.nullish().catch(null) }),
  /** A whole answer in one piece, from a server that does not stream. */
  message: WireMessage,
  content_block_start: z.object({ index, content_block: WireBlock.nullish().catch(null) }),
  content_block_delta: z.object({ index, delta: WireDelta.catch({ type: '' }) }),
  content_block_stop: z.object({ index }),
  message_delta: z.object({ delta: z.object({ stop_reason: text }).nullish().catch(null), usage }),
  message_stop: z.object({}),
  error: z.object({ error: z.object({ type: text, message: text }).nullish().catch(null) }),
}

export type WireEvent = {
  [Type in keyof typeof events]: { type: Type } & z.infer<(typeof events)[Type]>
}[keyof typeof events]

const Named = z.object({ type: z.string().optional() })

/**
 * An event by the JSON of its data; null for one that this protocol has not (yet), and for pings.
 *
 * @param name of the event, which counts where the data does not say its type
 * @throws SyntaxError, ZodError
 */
export function readWireEvent({ name, data }: { name: string | null; data: string }): WireEvent | null {
  // The end of streams of another protocol, which some servers put after this one's.
  if (data === '[DONE]') return null
  const value: unknown = JSON.parse(data)
  const type = Named.parse(value).type ?? name ?? ''
  if (!isKnown(type)) return null
  return { ...events[type].parse(value), type } as WireEvent
}

const isKnown = (type: string): type is keyof typeof events => Object.hasOwn(events, type)
