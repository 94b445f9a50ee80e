import type { Net } from '../net/net.ts'
import type { StreamPatience } from './adapters/calling/waiting.ts'
import type { LanguageModel, LanguageModelFacts } from './language-model.ts'
import type { LanguageServer, ListedLanguage, RemoteLanguage } from './language-source.ts'
import type { RateLimits } from './rate-limits.ts'

export type RemoteLanguageOptions = {
  net: Net
  patience: StreamPatience
  /** Told what the headers of each answer say, refusals included. */
  onRateLimits: (limits: RateLimits) => void
  /** What its server says of it, where it was listed. */
  facts: LanguageModelFacts | undefined
}

// Each SDK is some megabytes, and most starts of the engine ask no provider.
const loadAnthropic = () =>
  Promise.all([
    import('./adapters/anthropic/anthropic-model.ts'),
    import('./adapters/anthropic/list-anthropic-models.ts'),
  ])
const loadOpenAi = () =>
  Promise.all([import('./adapters/openai/openai-model.ts'), import('./adapters/openai/list-openai-models.ts')])

/** A model of a server, by the protocol that it is spoken to in. Nothing is asked of the server before the first request. */
export async function openRemoteLanguage(
  model: RemoteLanguage,
  options: RemoteLanguageOptions,
): Promise<LanguageModel> {
  if (model.protocol === 'anthropic-messages') {
    const [{ openAnthropicModel }] = await loadAnthropic()
    return openAnthropicModel({ ...model, ...options })
  }
  const [{ openOpenAiModel }] = await loadOpenAi()
  return openOpenAiModel({ ...model, ...options })
}

/**
 * The models that a server says it has. Costs nothing, and tells whether address and key are right.
 *
 * @throws ModelError, or the signal's reason
 */
export async function listRemoteLanguages(
  server: LanguageServer,
  { net, ...options }: { net: Net; totalMs: number; signal: AbortSignal },
): Promise<ListedLanguage[]> {
  if (server.protocol === 'anthropic-messages') {
    const [, { listAnthropicModels }] = await loadAnthropic()
    return listAnthropicModels({ ...server, net }, options)
  }
  const [, { listOpenAiModels }] = await loadOpenAi()
  return listOpenAiModels({ ...server, net }, options)
}
