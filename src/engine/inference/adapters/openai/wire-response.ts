import { z } from 'zod'

/** What is read of an event of the responses protocol; what has another shape than it should is as if it were not there. */
const text = z.string().nullish().catch(null)
const count = z.number().int().nonnegative().nullish().catch(null)

const Piece = z.object({ type: text, text, refusal: text })

const WireItem = z.object({
  type: text,
  id: text,
  call_id: text,
  name: text,
  arguments: text,
  encrypted_content: text,
  summary: z.array(Piece).nullish().catch(null),
  content: z.array(Piece).nullish().catch(null),
})
export type WireItem = z.infer<typeof WireItem>

const WireResponse = z.object({
  model: text,
  status: text,
  error: z.unknown().optional(),
  incomplete_details: z.object({ reason: text }).nullish().catch(null),
  output: z.array(WireItem).nullish().catch(null),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      input_tokens_details: z.object({ cached_tokens: count, cache_write_tokens: count }).nullish().catch(null),
      output_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})
export type WireResponse = z.infer<typeof WireResponse>

export const WireResponseEvent = z.object({
  type: text,
  object: text,
  item_id: text,
  delta: text,
  text,
  refusal: text,
  arguments: text,
  summary_index: count,
  item: WireItem.nullish().catch(null),
  response: WireResponse.nullish().catch(null),
})
export type WireResponseEvent = z.infer<typeof WireResponseEvent>

/** The event that a whole answer stands for, where a stream was asked for. */
export function readResponseEvent(event: unknown): WireResponseEvent | null {
  const { data } = WireResponseEvent.safeParse(event)
  if (data === undefined) return null
  if (data.object !== 'response') return data
  const response = WireResponse.safeParse(event).data
  return { ...data, type: `response.${response?.status ?? 'completed'}`, response: response ?? null }
}
