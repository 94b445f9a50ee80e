import { collectParts } from '../collect-parts.ts'
import type { LanguageModel } from '../language-model.ts'
import type { LanguageClient } from './language-client.ts'
import type { LanguageFacts } from './language-protocol.ts'

/** A language model over one in a process of its own. */
export function asLanguageModel(client: LanguageClient, { contextTokens, reasons }: LanguageFacts): LanguageModel {
  return {
    facts: {
      contextTokens,
      maximumOutputTokens: null,
      supports: { tools: true, structured: true, images: false, reasoning: reasons, caching: true },
    },
    countTokens: (request) => client.count(request),
    stream: (request) => client.stream(request),
    generate: (request) => collectParts(client.stream(request)),
    close: () => client.close(),
  }
}
