import { z } from 'zod'
import type { LanguageModelFacts } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { traitsOf } from './model-traits.ts'
import { type OllamaDetails, readOllamaDetails } from './ollama-details.ts'
import { openOpenAiClient } from './openai-client.ts'
import { toModelError } from './openai-error.ts'
import type { OpenAiServer } from './openai-options.ts'

export type ListedModel = { name: string; title: string; facts: LanguageModelFacts }

const text = z.string().nullish().catch(null)
const tokens = z.number().int().positive().nullish().catch(null)
const yes = z.boolean().nullish().catch(null)

/** The fields of each server beside the name; what another shape has is as if it were not there. */
const Entry = z.object({
  id: z.string().min(1),
  display_name: text,
  name: text,
  /** Together: `chat`, `language`, `image`, … Others: their kind of model. */
  type: text,
  active: yes,
  /** Groq; Together and Moonshot; vLLM; LM Studio and OpenRouter. */
  context_window: tokens,
  context_length: tokens,
  max_model_len: tokens,
  max_context_length: tokens,
  /** Groq; OpenAI and Gemini of some gateways. */
  max_completion_tokens: tokens,
  max_output_tokens: tokens,
  /** OpenRouter. */
  top_provider: z.object({ context_length: tokens, max_completion_tokens: tokens }).nullish().catch(null),
  supported_parameters: z.array(z.string()).nullish().catch(null),
  architecture: z
    .object({ input_modalities: z.array(z.string()).nullish().catch(null) })
    .nullish()
    .catch(null),
  /** Moonshot. */
  supports_image_in: yes,
  supports_reasoning: yes,
  /** llama.cpp. */
  meta: z.object({ n_ctx: tokens, n_ctx_train: tokens }).nullish().catch(null),
})
type Entry = z.infer<typeof Entry>

const listed = z.array(z.unknown())
/** Together answers with the list alone. */
const List = z.union([z.object({ data: listed }).transform(({ data }) => data), listed])

/** Of Together and others: what answers no questions. */
const otherTypes = new Set(['embedding', 'embeddings', 'image', 'rerank', 'audio', 'transcribe', 'moderation', 'video'])
/** Where a list does not say what its models are for, as OpenAI's: names of those that take no conversation. */
const otherNames =
  /(?:embed|rerank|whisper|(?:^|[-/])tts|dall-e|imagen|veo-|moderation|transcribe|realtime|(?:^|[-/])(?:sora|babbage|davinci|omni-moderation|gpt-image|gpt-audio)|aqa$|guard)/i

/**
 * The models that a server says it has and that answer questions, in its order. Costs nothing, and tells whether address and
 * key are right.
 *
 * @throws ModelError, or the signal's reason
 */
export async function listOpenAiModels(
  server: OpenAiServer,
  { totalMs, signal }: { totalMs: number; signal: AbortSignal },
): Promise<ListedModel[]> {
  signal.throwIfAborted()
  const client = openOpenAiClient(server, { use: 'models', totalMs })
  try {
    const { data } = List.safeParse(await client.get('/models', { signal }))
    if (data === undefined)
      throw new ModelError('MODEL_FAILED', 'the server does not list models: is the address right?')
    const models = data.flatMap((value) => {
      const entry = Entry.safeParse(value).data
      return entry === undefined || !answers(entry) ? [] : [describe(entry, server.kind)]
    })
    if (server.kind !== 'ollama') return models
    const details = await readOllamaDetails(client, { names: models.map(({ name }) => name), signal })
    return models.flatMap((model) => withDetails(model, details.get(model.name)))
  } catch (error) {
    signal.throwIfAborted()
    throw toModelError(error)
  }
}

function withDetails(model: ListedModel, details: OllamaDetails | undefined): ListedModel[] {
  if (details === undefined) return [model]
  if (!details.answers) return []
  const { facts } = model
  const contextTokens = details.contextTokens ?? facts.contextTokens
  return [{ ...model, facts: { ...facts, contextTokens, supports: { ...facts.supports, ...details.supports } } }]
}

const answers = ({ id, type, active }: Entry): boolean =>
  active !== false && !otherTypes.has(type?.toLowerCase() ?? '') && !otherNames.test(id)

function describe(entry: Entry, kind: OpenAiServer['kind']): ListedModel {
  const { id, top_provider: provider, supported_parameters: parameters, meta } = entry
  const traits = traitsOf(kind, id)
  const has = (...names: string[]): boolean | null =>
    parameters == null ? null : names.some((name) => parameters.includes(name))
  const sees = entry.architecture?.input_modalities?.includes('image') ?? entry.supports_image_in
  return {
    // Gemini's list has them with the path before them, which its calls take too.
    name: kind === 'gemini' ? id.replace(/^models\//, '') : id,
    title: entry.display_name ?? entry.name ?? id.replace(/^models\//, ''),
    facts: {
      contextTokens:
        entry.context_window ??
        entry.context_length ??
        entry.max_model_len ??
        meta?.n_ctx ??
        entry.max_context_length ??
        provider?.context_length ??
        meta?.n_ctx_train ??
        null,
      maximumOutputTokens:
        entry.max_completion_tokens ?? entry.max_output_tokens ?? provider?.max_completion_tokens ?? null,
      supports: {
        tools: has('tools') ?? true,
        structured: has('structured_outputs', 'response_format') ?? true,
        images: sees ?? traits.images,
        reasoning: entry.supports_reasoning ?? has('reasoning', 'reasoning_effort') ?? traits.reasons,
        caching: true,
      },
    },
  }
}
