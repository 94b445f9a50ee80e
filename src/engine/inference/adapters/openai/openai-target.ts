import type { LanguageModelFacts } from '../../language-model.ts'
import type { ModelTraits } from './model-traits.ts'
import type { OpenAiKind } from './openai-kinds.ts'

/** The model that a request is written for. */
export type Target = {
  name: string
  kind: OpenAiKind
  traits: ModelTraits
  supports: LanguageModelFacts['supports']
}
