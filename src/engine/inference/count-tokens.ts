import type { ContentPart, GenerationRequest } from './language-model.ts'

/** How a provider counts what it reads, as far as that is known without asking it. All in tokens, all at most. */
export type TokenCounting = {
  /** The provider's own tokeniser, or the one that its own is measured by. */
  encoding: 'o200k_base' | 'cl100k_base'
  /** Tokens that the provider makes of what is one token of the encoding; 1 where the encoding is its own. */
  factor: number
  /** Tokens more for each character beyond ASCII, which other tokenisers may cut into its bytes; 0 for the provider's own. */
  perForeignCharacter: number
  /** Tokens more for each digit, which other tokenisers may take one by one; none without it. */
  perDigit?: number
  perRequest: number
  perMessage: number
  perImage: number
  /** What is said to the model once when there are tools or a schema, and with each of them, beside their text. */
  withTools: number
  perTool: number
}

export type CountedRequest = Pick<GenerationRequest, 'messages' | 'tools' | 'structured'>

/**
 * Tokens that a provider will count for a request's input: exact for text in its own tokeniser, else a bound that texts of
 * ordinary use stay under. Providers have an address that counts exactly, which is not asked: that is a call of its own
 * before each call, it sends the documents' text once more, and an estimate has to be there while a person types.
 */
export async function countRequestTokens(request: CountedRequest, counting: TokenCounting): Promise<number> {
  const { messages, tools = [], structured } = request
  const encode = await loadEncoding(counting.encoding)
  let tokens = counting.perRequest + counting.perMessage * messages.length
  for (const message of messages) {
    for (const part of message.content) {
      if (part.type === 'image') tokens += counting.perImage
      else for (const text of textsOf(part)) tokens += await countText(text, { encode, counting })
    }
  }
  const schemas = [...tools, ...(structured === undefined ? [] : [structured])]
  if (schemas.length > 0) tokens += counting.withTools + counting.perTool * schemas.length
  for (const schema of schemas) tokens += await countText(JSON.stringify(schema), { encode, counting })
  return tokens
}

function textsOf(part: Exclude<ContentPart, { type: 'image' }>): string[] {
  switch (part.type) {
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

type Encode = (text: string) => number

/** The tables are some megabytes, and who never asks a model does not need them. */
async function loadEncoding(name: TokenCounting['encoding']): Promise<Encode> {
  const { countTokens, clearMergeCache } =
    name === 'o200k_base'
      ? await import('gpt-tokenizer/encoding/o200k_base')
      : await import('gpt-tokenizer/encoding/cl100k_base')
  let counts = 0
  return (text) => {
    // Its memory of words is slow once it is full.
    if (++counts % 1_000 === 0) clearMergeCache()
    return countTokens(text, asPlainText)
  }
}

/** Documents may hold `<|endoftext|>` and the like as plain words. */
const asPlainText = { disallowedSpecial: new Set<string>() }

/** UTF-16 units that are counted at once: the encoder's time grows with the square of a word's length. */
const window = 1_024
/** What a cut through a word can hide: the whole has at most so many tokens more than its parts. */
const mostHidden = 2
/** Windows between two looks at whatever else the thread has to do; some milliseconds. */
const windowsAtOnce = 4

async function countText(
  text: string,
  { encode, counting }: { encode: Encode; counting: TokenCounting },
): Promise<number> {
  let tokens = 0
  let windows = 0
  for (let start = 0; start < text.length; ) {
    const { end, isClean } = cutBefore(text, start)
    const piece = text.slice(start, end)
    const foreign = counting.perForeignCharacter * foreignCharacters(piece)
    const digits = (counting.perDigit ?? 0) * (piece.match(/[0-9]/g)?.length ?? 0)
    const bound = Math.ceil(encode(piece) * counting.factor) + foreign + digits
    // No tokeniser makes more tokens than there are bytes, and none of them is empty.
    tokens += Math.min(bound + (isClean ? 0 : mostHidden), Buffer.byteLength(piece))
    start = end
    if (++windows % windowsAtOnce === 0) await new Promise(setImmediate)
  }
  return tokens
}

/** The end of the window, before white space where there is any: words begin with their space. Never within a surrogate pair. */
function cutBefore(text: string, start: number): { end: number; isClean: boolean } {
  const limit = start + window
  if (limit >= text.length) return { end: text.length, isClean: true }
  for (let end = limit; end > start + window / 2; end--) {
    if (text.charAt(end) === ' ' && !/\s/u.test(text.charAt(end - 1))) return { end, isClean: true }
  }
  return { end: /[\uDC00-\uDFFF]/u.test(text.charAt(limit)) ? limit - 1 : limit, isClean: false }
}

function foreignCharacters(text: string): number {
  let count = 0
  for (const character of text) if (character > '\u007f') count++
  return count
}
