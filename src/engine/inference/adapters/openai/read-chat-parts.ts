import type { TokenUsage } from '../../../../contract/money.ts'
import type { FinishReason, StreamPart } from '../../language-model.ts'
import { believedUsage } from '../calling/believed-usage.ts'
import { createCallGatherer } from './gather-calls.ts'
import { refuseWith } from './openai-error.ts'
import { toTokenUsage } from './read-usage.ts'
import { createSpeech } from './speech.ts'
import { createThoughtSplitter } from './split-thoughts.ts'
import { writeSignature } from './thought-signature.ts'
import { doneObject, WireChunk, type WireDelta } from './wire-chunks.ts'

/** Turns the events of one answer into parts. */
export type PartReader = {
  /** Parts of the next event, in their order. @throws ModelError for one that reports a failure */
  take(event: unknown): StreamPart[]
  /** The answer has all that belongs to it, whether or not the server says so in the end. */
  isWhole(): boolean
  /** Closes what is still open, and gives the last part. */
  finish(): StreamPart[]
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  tool_use: 'tool-calls',
  content_filter: 'content-filter',
  safety: 'content-filter',
  refusal: 'content-filter',
  sensitive: 'content-filter',
}

/** `model`: the name that it was asked by, to which its thoughts are bound. */
export function createChatReader({ model, tags }: { model: string; tags: boolean }): PartReader {
  const speech = createSpeech()
  const splitter = createThoughtSplitter(tags)
  const calls = createCallGatherer()
  let answeredBy: string | null = null
  let usage: TokenUsage | null = null
  let finishReason: string | null = null
  let hasRefused = false
  let hasBegun = false
  let hasSaid = false
  let isDone = false

  const answer = (text: string): StreamPart[] =>
    splitter.take(text).flatMap((piece) => speech.say(piece.isThought ? 'reasoning' : 'text', piece.text))

  function say(delta: WireDelta): StreamPart[] {
    const parts = speech.say('reasoning', delta.reasoning_content || delta.reasoning || '')
    const { content } = delta
    if (typeof content === 'string') parts.push(...answer(content))
    else {
      for (const piece of content ?? []) {
        for (const thought of piece.thinking ?? []) parts.push(...speech.say('reasoning', thought.text ?? ''))
        parts.push(...answer(piece.text ?? ''))
      }
    }
    if (delta.refusal) {
      hasRefused = true
      parts.push(...speech.say('text', delta.refusal))
    }
    return [...parts, ...(delta.tool_calls ?? []).flatMap((piece) => calls.take(piece))]
  }

  return {
    take(event) {
      const { data: chunk } = WireChunk.safeParse(event)
      if (chunk === undefined) return []
      // Some servers put a failure in the place of a chunk, without the `error` that the SDK looks for.
      if (chunk.object === 'error') throw refuseWith({ status: null, error: event, headers: null })
      if (chunk.object === doneObject) {
        isDone = true
        return []
      }
      answeredBy = chunk.model ?? answeredBy
      const choice = chunk.choices?.find(({ index }) => (index ?? 0) === 0)
      const said = chunk.usage ?? chunk.x_groq?.usage ?? choice?.usage
      if (said != null) usage = laterUsage(usage, toTokenUsage(said))
      const delta = choice?.delta ?? choice?.message
      hasBegun ||= delta != null
      const parts = delta == null ? [] : say(delta)
      hasSaid ||= parts.length > 0
      // Some servers say no more than this of what went wrong.
      if (choice?.finish_reason === 'error') throw refuseWith({ status: null, error: {}, headers: null })
      if (choice?.finish_reason) finishReason = choice.finish_reason
      return parts
    },
    isWhole: () => finishReason !== null || (isDone && hasBegun),
    finish() {
      const held = splitter.end().flatMap((piece) => speech.say(piece.isThought ? 'reasoning' : 'text', piece.text))
      const called = calls.end()
      hasSaid ||= held.length > 0 || called.length > 0
      const signatures = calls.signatures()
      const signature = Object.keys(signatures).length === 0 ? null : writeSignature({ model, calls: signatures })
      return [
        ...held,
        ...speech.end(),
        ...(signature === null ? [] : signedThought(signature)),
        ...called,
        { type: 'finish', reason: reasonOf(), usage: believedUsage(usage, { hasSaid }), model: answeredBy },
      ]
    },
  }

  /** Some servers end their calls as if they were answers. */
  function reasonOf(): FinishReason {
    const reason = finishReasons[(finishReason ?? '').toLowerCase()] ?? 'other'
    if (hasRefused) return 'content-filter'
    if (finishReason === null && calls.count() === 0) return 'stop'
    return calls.count() > 0 && (reason === 'stop' || reason === 'other') ? 'tool-calls' : reason
  }
}

/** Each counts from the beginning, so the last one counts; zeros after it are those of a server that has no more to say. */
function laterUsage(before: TokenUsage | null, after: TokenUsage | null): TokenUsage | null {
  const isNothing = after === null || (after.inputTokens === 0 && after.outputTokens === 0)
  return isNothing ? (before ?? after) : after
}

/** A thought that is not shown, and without which its provider does not take the calls back. */
const signedThought = (signature: string): StreamPart[] => [
  { type: 'reasoning-start', id: 'reasoning-signed' },
  { type: 'reasoning-end', id: 'reasoning-signed', signature },
]
