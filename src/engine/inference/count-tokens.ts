import type { TextCounting } from './counting/count-text.ts'
import { createTokenThread } from './counting/token-thread.ts'
import type { ContentPart, GenerationRequest } from './language-model.ts'

/** How a provider counts what it reads, as far as that is known without asking it. All in tokens, all at most. */
export type TokenCounting = TextCounting & {
  perRequest: number
  perMessage: number
  perImage: number
  /** What is said to the model once when there are tools or a schema, and with each of them, beside their text. */
  withTools: number
  perTool: number
}

export type CountedRequest = Pick<GenerationRequest, 'messages' | 'tools' | 'structured'> & { signal?: AbortSignal }

/** One for the whole process: its tables are some megabytes. */
const thread = createTokenThread()

/**
 * Tokens that a provider will count for a request's input: exact for text in its own tokeniser, else a bound that texts of
 * ordinary use stay under. Providers have an address that counts exactly, which is not asked: that is a call of its own
 * before each call, it sends the documents' text once more, and an estimate has to be there while a person types.
 *
 * @throws ModelError MODEL_FAILED when the counting thread breaks; the signal's reason
 */
export async function countRequestTokens(request: CountedRequest, counting: TokenCounting): Promise<number> {
  const texts = textsIn(request)
  return overhead(request, counting) + (texts.length === 0 ? 0 : await thread.count(texts, counting, request.signal))
}

/**
 * Tokens that `countRequestTokens` never counts more than, at once and without any tables: no tokeniser makes more tokens
 * than a text has bytes in UTF-8. For what only has to know that a request certainly fits: prose has about a quarter of it.
 */
export function mostRequestTokens(request: CountedRequest, counting: TokenCounting): number {
  return textsIn(request).reduce((sum, text) => sum + Buffer.byteLength(text), overhead(request, counting))
}

/** What comes beside the texts. */
function overhead({ messages, tools = [], structured }: CountedRequest, counting: TokenCounting): number {
  const images = messages.flatMap(({ content }) => content).filter(({ type }) => type === 'image').length
  const schemas = tools.length + (structured === undefined ? 0 : 1)
  const ofSchemas = schemas === 0 ? 0 : counting.withTools + counting.perTool * schemas
  return counting.perRequest + counting.perMessage * messages.length + counting.perImage * images + ofSchemas
}

function textsIn({ messages, tools = [], structured }: CountedRequest): string[] {
  const said = messages.flatMap(({ content }) => content.flatMap(textsOf))
  const schemas = [...tools, ...(structured === undefined ? [] : [structured])]
  return [...said, ...schemas.map((schema) => JSON.stringify(schema))].filter((text) => text !== '')
}

function textsOf(part: ContentPart): string[] {
  switch (part.type) {
    case 'image':
      return []
    case 'text':
      return [part.text]
    case 'reasoning':
      return [part.text, part.signature ?? '']
    case 'tool-call':
      return [part.id, part.name, part.input]
    case 'tool-result':
      return [part.id, part.name, part.output]
  }
}
