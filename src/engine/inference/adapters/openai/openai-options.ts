import type { Net } from '../../../net/net.ts'
import type { LanguageModelFacts } from '../../language-model.ts'
import type { RemoteLanguage } from '../../language-source.ts'
import type { RateLimits } from '../../rate-limits.ts'
import type { StreamPatience } from '../calling/waiting.ts'

/** A server that speaks OpenAI's protocols: OpenAI's own, or another's. */
export type OpenAiServer = Pick<RemoteLanguage, 'kind' | 'url' | 'key'> & {
  net: Net
  /** Told what the headers of each answer say, refusals included. */
  onRateLimits?: ((limits: RateLimits) => void) | undefined
}

export type OpenAiOptions = RemoteLanguage &
  OpenAiServer & {
    patience: StreamPatience
    /** What is known of the model, such as from `listOpenAiModels`; what is null or missing here is filled in. */
    facts?: Partial<LanguageModelFacts> | undefined
  }
