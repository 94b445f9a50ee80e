import { collectParts } from '../collect-parts.ts'
import type { LanguageModel } from '../language-model.ts'
import type { LanguageClient } from './language-client.ts'
import type { LanguageFacts } from './language-protocol.ts'

/** A language model over one in a process of its own. Its facts are those of the process that was started last. */
export function asLanguageModel(client: LanguageClient, first: LanguageFacts): LanguageModel {
  return {
    get facts() {
      const { contextTokens, reasons } = client.latest() ?? first
      const supports = { tools: true, structured: true, images: false, reasoning: reasons, caching: true }
      return { contextTokens, maximumOutputTokens: null, supports }
    },
    countTokens: (request) => client.count(request),
    stream: (request) => client.stream(request),
    generate: (request) => collectParts(client.stream(request)),
    forgetConversations: () => client.forgetConversations(),
    close: () => client.close(),
  }
}
