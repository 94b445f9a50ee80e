import type OpenAI from 'openai'
import type { GenerationWarning } from '../../../../contract/language-models.ts'
import { collectParts } from '../../collect-parts.ts'
import type { GenerationRequest, LanguageModel, LanguageModelFacts, StreamPart } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { batchCallMs } from '../calling/batch-calls.ts'
import { startWaiting, type Waiting } from '../calling/waiting.ts'
import { countOpenAiTokens } from './count-openai-tokens.ts'
import { traitsOf } from './model-traits.ts'
import { openOpenAiBatches } from './openai-batches.ts'
import { openOpenAiClient } from './openai-client.ts'
import { refusesUsageOption, toModelError } from './openai-error.ts'
import { kindOf } from './openai-kinds.ts'
import type { OpenAiOptions } from './openai-options.ts'
import type { Target } from './openai-target.ts'
import { createChatReader, type PartReader } from './read-chat-parts.ts'
import { createResponseReader } from './read-response-parts.ts'
import { writeChatRequest } from './write-chat-request.ts'
import { writeResponseRequest } from './write-response-request.ts'

/** One call of one protocol: what is sent, and who reads what comes. */
type Exchange = {
  warnings: GenerationWarning[]
  send(signal: AbortSignal): PromiseLike<AsyncIterable<unknown>>
  reader: PartReader
}

/**
 * A model of OpenAI, or of another server that speaks one of its protocols. Nothing is asked of the server before the first
 * request, and each request is one call; the first may be two, where a server can't be asked for the usage of a stream.
 */
export function openOpenAiModel(options: OpenAiOptions): LanguageModel {
  const { name, kind, protocol, patience } = options
  const client = openOpenAiClient(options, { use: { protocol, name }, totalMs: patience.totalMs })
  const traits = traitsOf(kind, name)
  const facts = withKnown(options.facts, { reasoning: traits.reasons, images: traits.images })
  const target: Target = { name, kind: kindOf(kind), traits, supports: facts.supports }
  // Other servers of these protocols have none, or their own.
  const hasBatches = kind === 'openai'
  const plan = protocol === 'openai-responses' ? planResponse : planChat

  async function* stream(request: GenerationRequest): AsyncGenerator<StreamPart> {
    using waiting = startWaiting(patience, request.signal)
    const { signal } = waiting
    try {
      const exchange = plan(request, { client, target })
      const events = await waiting.for(() => exchange.send(signal))
      yield { type: 'stream-start', warnings: exchange.warnings }
      yield* readEvents(events[Symbol.asyncIterator](), { waiting, reader: exchange.reader })
    } catch (error) {
      signal.throwIfAborted()
      throw toModelError(error)
    }
  }

  return {
    facts,
    countTokens: (request) => countOpenAiTokens(request, { kind, name }),
    stream,
    generate: (request) => collectParts(stream(request)),
    ...(hasBatches
      ? {
          batches: openOpenAiBatches(openOpenAiClient(options, { use: 'models', totalMs: batchCallMs }), {
            target,
            protocol,
          }),
        }
      : {}),
    close: async () => undefined,
  }
}

function planChat(request: GenerationRequest, { client, target }: { client: OpenAI; target: Target }): Exchange {
  const { body, warnings } = writeChatRequest(request, target)
  const create = (sent: typeof body, signal: AbortSignal) => client.chat.completions.create(sent, { signal })
  return {
    warnings,
    async send(signal) {
      try {
        return await create(body, signal)
      } catch (error) {
        if (body.stream_options === undefined || !refusesUsageOption(error)) throw error
        // From now on its answers are counted here.
        target.kind = { ...target.kind, usageOption: false }
        const { stream_options: _refused, ...others } = body
        return create(others, signal)
      }
    },
    reader: createChatReader({ model: target.name, tags: target.kind.thoughtTags }),
  }
}

function planResponse(request: GenerationRequest, { client, target }: { client: OpenAI; target: Target }): Exchange {
  const { body, warnings } = writeResponseRequest(request, target)
  return {
    warnings,
    send: (signal) => client.responses.create(body, { signal }),
    reader: createResponseReader({ model: target.name }),
  }
}

function withKnown(
  facts: Partial<LanguageModelFacts> | undefined,
  { reasoning, images }: { reasoning: boolean; images: boolean },
): LanguageModelFacts {
  return {
    contextTokens: facts?.contextTokens ?? null,
    maximumOutputTokens: facts?.maximumOutputTokens ?? null,
    supports: facts?.supports ?? { tools: true, structured: true, images, reasoning, caching: true },
  }
}

async function* readEvents(
  events: AsyncIterator<unknown>,
  { waiting, reader }: { waiting: Waiting; reader: PartReader },
): AsyncGenerator<StreamPart> {
  for (;;) {
    const next = await nextEvent(events, { waiting, reader })
    if (next === null) break
    const parts = reader.take(next.event)
    if (parts.length > 0) waiting.tokenSeen()
    yield* parts
  }
  if (!reader.isWhole()) {
    throw new ModelError('MODEL_FAILED', 'the answer ended before it was whole', { isTransient: true })
  }
  yield* reader.finish()
}

/**
 * Null at the end. Once the answer is whole, a server that then falls silent or breaks off takes nothing from it but perhaps
 * the usage; a caller that gives up still ends the call.
 */
async function nextEvent(
  events: AsyncIterator<unknown>,
  { waiting, reader }: { waiting: Waiting; reader: PartReader },
): Promise<{ event: unknown } | null> {
  try {
    const { done, value } = await waiting.for(() => events.next())
    return done === true ? null : { event: value }
  } catch (error) {
    if (reader.isWhole() && !waiting.isGivenUp()) return null
    throw error
  }
}
