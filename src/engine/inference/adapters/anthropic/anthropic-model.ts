import { Stream } from '@anthropic-ai/sdk/streaming'
import { collectParts } from '../../collect-parts.ts'
import { countRequestTokens, type TokenCounting } from '../../count-tokens.ts'
import type { GenerationRequest, LanguageModel, LanguageModelFacts, StreamPart } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { batchCallMs } from '../calling/batch-calls.ts'
import { startWaiting, type Waiting } from '../calling/waiting.ts'
import { openAnthropicBatches } from './anthropic-batches.ts'
import { openAnthropicClient } from './anthropic-client.ts'
import { toModelError, toStreamError } from './anthropic-error.ts'
import type { AnthropicOptions } from './anthropic-options.ts'
import { traitsOf } from './claude-traits.ts'
import { createPartReader, type PartReader } from './read-parts.ts'
import { readWireEvent } from './wire-events.ts'
import { writeRequest } from './write-request.ts'

/**
 * Anthropic's tokenisers are not public. By its own account the younger one makes 30 % more tokens than the one before,
 * which measured 15 to 20 % above o200k on prose and code; scripts beyond Latin are cut finer. A picture of the largest
 * size that a model looks at is 4,784 tokens, and what it is told of tools up to 800.
 */
const counting: TokenCounting = {
  encoding: 'o200k_base',
  factor: 1.6,
  perForeignCharacter: 1,
  perRequest: 64,
  perMessage: 8,
  perImage: 4_800,
  withTools: 1_000,
  perTool: 32,
}

/**
 * A model of Anthropic, or of another server that speaks its Messages protocol. Nothing is asked of the server before the
 * first request, and each request is one call.
 */
export function openAnthropicModel(options: AnthropicOptions): LanguageModel {
  const { name, kind, patience, facts } = options
  const client = openAnthropicClient(options, patience.totalMs)
  const traits = traitsOf(name, kind === 'anthropic')
  const known = withKnown(facts, { reasoning: traits.thinking !== 'none' })
  const model = { name, traits: known.supports.reasoning ? traits : { ...traits, thinking: 'none' as const } }

  async function* stream(request: GenerationRequest): AsyncGenerator<StreamPart> {
    const { body, warnings, answerTool } = writeRequest(request, model)
    using waiting = startWaiting(patience, request.signal)
    const { signal } = waiting
    try {
      const response = await waiting.for(() => client.post('/v1/messages', { body, stream: true, signal }).asResponse())
      yield { type: 'stream-start', warnings }
      yield* readStream(response, { waiting, reader: createPartReader({ model: name, answerTool }) })
    } catch (error) {
      signal.throwIfAborted()
      throw toModelError(error)
    }
  }

  return {
    facts: known,
    countTokens: (request) => countRequestTokens(request, counting),
    stream,
    generate: (request) => collectParts(stream(request)),
    // Other servers of this protocol have none.
    ...(kind === 'anthropic'
      ? { batches: openAnthropicBatches(openAnthropicClient(options, batchCallMs), model) }
      : {}),
    close: async () => undefined,
  }
}

function withKnown(
  facts: Partial<LanguageModelFacts> | undefined,
  { reasoning }: { reasoning: boolean },
): LanguageModelFacts {
  return {
    contextTokens: facts?.contextTokens ?? null,
    maximumOutputTokens: facts?.maximumOutputTokens ?? null,
    supports: facts?.supports ?? { tools: true, structured: true, images: true, reasoning, caching: true },
  }
}

async function* readStream(
  response: Response,
  { waiting, reader }: { waiting: Waiting; reader: PartReader },
): AsyncGenerator<StreamPart> {
  /** A connection that breaks once everything is said does no harm. */
  function endOf(error: unknown): { done: true; value: undefined } {
    if (waiting.signal.aborted || !reader.isWhole()) throw error
    return { done: true, value: undefined }
  }

  const events = Stream.rawEvents(response)
  for (;;) {
    const { done, value } = await waiting.for(() => events.next()).catch(endOf)
    if (done) break
    const event = readWireEvent({ name: value.event, data: value.data })
    if (event === null) continue
    if (event.type === 'error') throw toStreamError(event.error ?? null)
    const parts = reader.take(event)
    if (parts.length > 0) waiting.tokenSeen()
    yield* parts
    if (event.type === 'message_stop') break
  }
  if (!reader.isWhole()) {
    throw new ModelError('MODEL_FAILED', 'the answer ended before it was whole', { isTransient: true })
  }
  yield* reader.finish()
}
