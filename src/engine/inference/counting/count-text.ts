/** How a provider's tokens are reckoned from those of an encoding. */
export type TextCounting = {
  /** The provider's own tokeniser, or the one that its own is measured by. */
  encoding: 'o200k_base' | 'cl100k_base'
  /** Tokens that the provider makes of what is one token of the encoding; 1 where the encoding is its own. */
  factor: number
  /** Tokens more for each character beyond ASCII, which other tokenisers may cut into its bytes; 0 for the provider's own. */
  perForeignCharacter: number
  /** Tokens more for each digit, which other tokenisers may take one by one; none without it. */
  perDigit?: number
}

export type Encode = (text: string) => number

const loaded = new Map<TextCounting['encoding'], Promise<Encode>>()

/** The same for all who ask. The tables are some megabytes whose reading holds its thread for some 300 ms. */
export function loadEncoding(name: TextCounting['encoding']): Promise<Encode> {
  const encode = loaded.get(name) ?? load(name)
  loaded.set(name, encode)
  return encode
}

async function load(name: TextCounting['encoding']): Promise<Encode> {
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

/**
 * Tokens of a text. Gives way to others every few milliseconds, and looks at the signal then.
 *
 * @throws the signal's reason
 */
export async function countText(
  text: string,
  { encode, counting, signal }: { encode: Encode; counting: TextCounting; signal: AbortSignal },
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
    if (++windows % windowsAtOnce !== 0) continue
    await new Promise(setImmediate)
    signal.throwIfAborted()
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
