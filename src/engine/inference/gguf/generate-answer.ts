import {
  type ChatWrapper,
  type LLamaChatGenerateResponseOptions,
  LlamaChat,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaGrammar,
  type Token,
} from 'node-llama-cpp'
import type { GenerationWarning } from '../../../contract/language-models.ts'
import type { FinishReason } from '../language-model.ts'
import type { PostedRequest } from '../local/language-protocol.ts'
import { ModelError } from '../model-runner.ts'
import { createAnswerParts } from './answer-parts.ts'
import { forcedCallParts } from './forced-call.ts'
import { toGrammarSchema } from './grammar-schema.ts'
import { type Prepared, prepareRequest } from './prepare-request.ts'
import type { SequencePool } from './sequence-pool.ts'
import type { GenerateOptions } from './serve-language-model.ts'
import { tightenGrammar } from './tighten-grammar.ts'

export type LanguageRuntime = {
  context: LlamaContext
  wrapper: ChatWrapper
  pool: SequencePool
  batchTokens: number
}

/** Kept free of the context: the runtime makes room by itself, and cuts the conversation, before its very end. */
const spareTokens = 3
/** As llama.cpp itself has it where nobody says. */
const usualTemperature = 0.8
/** Tokens of thought by how much a model may think. */
const thoughtTokens = { off: 0, low: 1_024, medium: 4_096, high: Number.POSITIVE_INFINITY } as const

/** One answer: counts before anything is computed, goes on from what is known of the conversation, and streams. */
export async function generateAnswer(
  runtime: LanguageRuntime,
  request: PostedRequest,
  { emit, onProgress, signal }: GenerateOptions,
): Promise<void> {
  const { context, wrapper, pool } = runtime
  const prepared = prepareRequest(request, runtime)
  const { tokens } = prepared
  const room = roomFor(tokens.length, context)
  const maxTokens = Math.min(request.maximumOutputTokens, room)
  const { grammar, warnings } = await openGrammar(prepared, maxTokens, runtime)
  emit({ type: 'stream-start', warnings: [...prepared.warnings, ...warnings, ...warningsOf(request, runtime, room)] })

  const { sequence, giveBack } = await pool.borrow(tokens, signal)
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
  const parts = createAnswerParts(emit)
  try {
    const cachedInputTokens = await readPrompt(sequence, tokens, { runtime, onProgress, signal })
    const written = sequence.tokenMeter.usedOutputTokens
    const isCall = prepared.form?.kind === 'forced-call'
    const answer = await chat.generateResponse(prepared.history, {
      ...samplingOf(request),
      maxTokens,
      // Never by itself: what is cut from a conversation is for the engine to decide.
      contextShift: { size: 1 },
      signal,
      onResponseChunk(chunk) {
        onProgress()
        if (!isCall || chunk.type === 'segment') parts.chunk(chunk)
      },
      ...(grammar === null ? functionsOf(prepared, parts.call) : { grammar }),
    })
    parts.end()
    const calls = isCall ? forcedCallParts(answer.response) : []
    for (const part of calls) emit(part)
    const hasCalls = calls.length > 0 || answer.metadata.stopReason === 'functionCalls'
    emit({
      type: 'finish',
      reason: hasCalls ? 'tool-calls' : reasonOf(answer.metadata.stopReason),
      usage: {
        inputTokens: tokens.length,
        cachedInputTokens,
        cacheWriteTokens: 0,
        outputTokens: sequence.tokenMeter.usedOutputTokens - written,
        reasoningTokens: parts.reasoningTokens(),
      },
      model: null,
    })
  } finally {
    chat.dispose()
    giveBack()
  }
}

/** @throws ModelError CONTEXT_EXCEEDED when nothing could be answered any more */
function roomFor(given: number, { contextSize }: LlamaContext): number {
  const maximum = contextSize - spareTokens - 1
  if (given > maximum) {
    const message = `the request has ${given} tokens; the model reads ${maximum} at most`
    throw new ModelError('CONTEXT_EXCEEDED', message, { tokens: { given, maximum } })
  }
  return contextSize - spareTokens - given
}

/**
 * Evaluates what is new of a prompt, in batches between which a stop is heard. How much of it was known already is what is
 * returned; the last token is always evaluated again, as the first of the answer comes of it.
 */
async function readPrompt(
  sequence: LlamaContextSequence,
  tokens: Token[],
  { runtime, onProgress, signal }: Pick<GenerateOptions, 'onProgress' | 'signal'> & { runtime: LanguageRuntime },
): Promise<number> {
  const most = tokens.slice(0, -1)
  await sequence.adaptStateToTokens(most, false)
  const known = Math.min(sequence.nextTokenIndex, most.length)
  for (let start = known; start < most.length; start += runtime.batchTokens) {
    signal.throwIfAborted()
    await sequence.evaluateWithoutGeneratingNewTokens(most.slice(start, start + runtime.batchTokens))
    onProgress()
  }
  signal.throwIfAborted()
  return known
}

async function openGrammar(
  { form }: Prepared,
  outputTokens: number,
  { context }: LanguageRuntime,
): Promise<{ grammar: LlamaGrammar | null; warnings: GenerationWarning[] }> {
  if (form === null) return { grammar: null, warnings: [] }
  const { llama } = context.model
  const { schema, unheld, bound } = toGrammarSchema(form.schema, outputTokens * charactersAToken(context))
  const loose = await llama.createGrammarForJsonSchema(schema as never)
  const grammar = await llama.createGrammar({
    grammar: tightenGrammar(loose.grammar, bound),
    stopGenerationTriggers: loose.stopGenerationTriggers,
    trimWhitespaceSuffix: true,
  })
  const reason = `a grammar does not hold an answer to: ${unheld.join(', ')}`
  return { grammar, warnings: unheld.length > 0 ? [{ option: 'structured', reason }] : [] }
}

/** A vocabulary of some thousands has words, a small one little more than letters. */
function charactersAToken({ model }: LlamaContext): number {
  const { tokens } = model.fileInfo.metadata.tokenizer.ggml
  return tokens.length > 8_000 ? 3 : 1
}

type Sampling = Pick<
  LLamaChatGenerateResponseOptions,
  'temperature' | 'topP' | 'seed' | 'customStopTriggers' | 'budgets' | 'repeatPenalty'
>

function samplingOf(request: PostedRequest): Sampling {
  const { temperature = usualTemperature, topP, seed, stop = [], reasoning } = request
  return {
    temperature,
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop.length === 0 ? {} : { customStopTriggers: stop }),
    ...(reasoning === undefined ? {} : { budgets: { thoughtTokens: thoughtTokens[reasoning] } }),
    // What servers do not do by themselves either: it would make JSON and quotes of documents worse.
    repeatPenalty: false,
  }
}

function warningsOf(request: PostedRequest, { wrapper }: LanguageRuntime, room: number): GenerationWarning[] {
  const { reasoning, maximumOutputTokens } = request
  const warnings: GenerationWarning[] = []
  if (reasoning !== undefined && reasoning !== 'off' && !reasons(wrapper)) {
    warnings.push({ option: 'reasoning', reason: 'this model does not think before it answers' })
  }
  if (maximumOutputTokens > room) {
    warnings.push({ option: 'maximumOutputTokens', reason: `the context has room for ${room} tokens of an answer` })
  }
  return warnings
}

export const reasons = ({ settings }: ChatWrapper): boolean => settings.segments?.thought !== undefined

function functionsOf({ functions }: Prepared, onCall: ReturnType<typeof createAnswerParts>['call']) {
  return functions === null ? {} : { functions, onFunctionCallParamsChunk: onCall }
}

function reasonOf(stopReason: string): FinishReason {
  if (stopReason === 'maxTokens') return 'length'
  return ['eogToken', 'stopGenerationTrigger', 'customStopTrigger'].includes(stopReason) ? 'stop' : 'other'
}
