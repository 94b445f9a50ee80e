import type { ProviderKind, ProviderProtocol } from '../../contract/providers.ts'
import type { LanguageModelFacts } from './language-model.ts'
import type { LocalModel } from './model-source.ts'

/** A model of a provider, under the name that its server calls it by. The key is sent, and never logged or thrown. */
export type RemoteLanguage = {
  kind: ProviderKind
  protocol: ProviderProtocol
  url: string
  name: string
  key: string | null
}

/** Where a language model is: on a server, on this machine, or in the rules that quote. */
export type LanguageSource =
  | ({ type: 'remote' } & RemoteLanguage)
  | ({ type: 'local' } & LocalModel)
  | { type: 'extractive' }

/** A server of language models, whichever of them is asked. */
export type LanguageServer = Omit<RemoteLanguage, 'name'>

/** A model as its server lists it. */
export type ListedLanguage = { name: string; title: string; facts: LanguageModelFacts }
