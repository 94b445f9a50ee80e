import type { Net } from '../../../net/net.ts'
import type { LanguageModelFacts } from '../../language-model.ts'
import type { RemoteLanguage } from '../../language-source.ts'
import type { RateLimits } from '../../rate-limits.ts'
import type { StreamPatience } from '../calling/waiting.ts'

/** A server that speaks the Messages protocol: Anthropic's own, or another's. */
export type AnthropicServer = Pick<RemoteLanguage, 'kind' | 'url' | 'key'> & {
  net: Net
  /** Told what the headers of each answer say, refusals included. */
  onRateLimits?: ((limits: RateLimits) => void) | undefined
}

export type AnthropicOptions = RemoteLanguage &
  AnthropicServer & {
    patience: StreamPatience
    /** What is known of the model, such as from `listAnthropicModels`; what is null here is filled in. */
    facts?: Partial<LanguageModelFacts> | undefined
  }
