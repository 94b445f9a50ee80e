import { z } from 'zod'

/** `object` of the event that is put in for the server's `[DONE]`. */
export const doneObject = 'stream.done'

/**
 * What is read of a chunk of a chat completion. Servers differ in all but a few fields: what has another shape than it should
 * is as if it were not there, so that one odd field does not cost the answer.
 */
const text = z.string().nullish().catch(null)
const count = z.number().int().nonnegative().nullish().catch(null)

export const WireUsage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count, cache_write_tokens: count }).nullish().catch(null),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(null),
  /** Where other servers than OpenAI's say it. */
  cached_tokens: count,
  prompt_cache_hit_tokens: count,
  reasoning_tokens: count,
})
export type WireUsage = z.infer<typeof WireUsage>

const usage = WireUsage.nullish().catch(null)

const Piece = z.object({ type: text, text, thinking: z.array(z.object({ text })).nullish().catch(null) })
const bare = z.string().transform((text): z.infer<typeof Piece> => ({ type: 'text', text, thinking: null }))

/** Text, or pieces of it, among which some servers put thoughts; or one piece alone. */
const Content = z
  .union([z.string(), z.array(z.union([Piece, bare])), Piece.transform((piece) => [piece])])
  .nullish()
  .catch(null)

const WireCall = z.object({
  index: count,
  id: text,
  function: z
    .object({
      name: text,
      /** JSON as a text, or, from some servers, the value itself. */
      arguments: z
        .union([z.string(), z.record(z.string(), z.unknown())])
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  extra_content: z
    .object({ google: z.object({ thought_signature: text }).nullish().catch(null) })
    .nullish()
    .catch(null),
})
export type WireCall = z.infer<typeof WireCall>

const Delta = z.object({
  content: Content,
  refusal: text,
  reasoning_content: text,
  reasoning: text,
  tool_calls: z.array(WireCall).nullish().catch(null),
})
export type WireDelta = z.infer<typeof Delta>

export const WireChunk = z.object({
  object: text,
  model: text,
  choices: z
    .array(
      z.object({
        index: count,
        delta: Delta.nullish().catch(null),
        /** Of a whole answer, where a stream was asked for. */
        message: Delta.nullish().catch(null),
        finish_reason: text,
        usage,
      }),
    )
    .nullish()
    .catch(null),
  usage,
  x_groq: z.object({ usage }).nullish().catch(null),
})
export type WireChunk = z.infer<typeof WireChunk>
