import { setImmediate as letOthersWork } from 'node:timers/promises'
import { extractiveModel, type GenerationWarning } from '../../../../contract/language-models.ts'
import { readPassagePrompt } from '../../../../domain/passage-prompt.ts'
import { quoteSources, type SourceQuote } from '../../../../domain/quote-sources.ts'
import { collectParts } from '../../collect-parts.ts'
import { estimateTextTokens, estimateTokens } from '../../estimate-tokens.ts'
import type {
  FinishReason,
  GenerationRequest,
  LanguageModel,
  LanguageModelFacts,
  StreamPart,
} from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'

/** No context is too long for it, and no answer is longer than its sources. */
export const extractiveFacts: LanguageModelFacts = {
  contextTokens: null,
  maximumOutputTokens: null,
  supports: { tools: false, structured: false, images: false, reasoning: false, caching: false },
}

const withoutSources =
  'This model only quotes documents, and none were put before it. Ask about documents, or choose another model.'
const nothingSaid = 'None of the sources answers this question.'

/**
 * The model that needs nothing and costs nothing: it answers with sentences of the sources in the last message of the user
 * (domain/passage-prompt.ts), word for word, each with the number of its source. Whatever else it is told, it quotes.
 */
export function openExtractiveModel(): LanguageModel {
  async function* stream(request: GenerationRequest): AsyncGenerator<StreamPart> {
    const { signal, structured } = request
    signal.throwIfAborted()
    if (structured !== undefined) throw new ModelError('MODEL_REJECTED', 'it quotes, and writes no JSON')
    yield { type: 'stream-start', warnings: unsupported(request) }
    yield { type: 'text-start', id: '0' }
    let reason: FinishReason = 'stop'
    let outputTokens = 0
    for (const text of answer(request)) {
      await letOthersWork()
      signal.throwIfAborted()
      const tokens = await estimateTextTokens(text)
      if (outputTokens + tokens > request.maximumOutputTokens) {
        reason = 'length'
        break
      }
      outputTokens += tokens
      yield { type: 'text-delta', id: '0', text }
    }
    yield { type: 'text-end', id: '0' }
    const inputTokens = await estimateTokens(request)
    const usage = { inputTokens, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens, reasoningTokens: 0 }
    yield { type: 'finish', reason, usage, model: extractiveModel }
  }

  return {
    facts: extractiveFacts,
    countTokens: estimateTokens,
    stream,
    generate: (request) => collectParts(stream(request)),
    close: async () => undefined,
  }
}

/** The answer's sentences, each with the space before it. */
function* answer({ messages }: GenerationRequest): Generator<string> {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? []
  const prompt = readPassagePrompt(content.map((part) => (part.type === 'text' ? part.text : '')).join(''))
  if (prompt === null || prompt.sources.length === 0) return yield withoutSources
  const quotes = quoteSources(prompt)
  if (quotes.length === 0) return yield nothingSaid
  for (const [place, quote] of quotes.entries()) {
    const before = quotes[place - 1]
    // Another source begins a paragraph: what stands next to each other was not written next to each other.
    const space = before === undefined ? '' : before.source === quote.source ? ' ' : '\n\n'
    yield `${space}${quote.text}${markOf(quote)}`
  }
}

const markOf = ({ source }: SourceQuote) => (source === null ? '' : ` [${source}]`)

function unsupported(request: GenerationRequest): GenerationWarning[] {
  const asked: Record<string, boolean> = {
    temperature: request.temperature !== undefined,
    topP: request.topP !== undefined,
    seed: request.seed !== undefined,
    stop: (request.stop ?? []).length > 0,
    reasoning: request.reasoning !== undefined && request.reasoning !== 'off',
    tools: (request.tools ?? []).length > 0 && request.toolChoice !== 'none',
    images: request.messages.some(({ content }) => content.some(({ type }) => type === 'image')),
  }
  return Object.entries(asked).flatMap(([option, isAsked]) =>
    isAsked ? [{ option, reason: 'this model only quotes' }] : [],
  )
}
