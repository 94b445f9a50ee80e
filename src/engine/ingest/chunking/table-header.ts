import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'
import { countTokens, cutBefore } from './count-tokens.ts'
import type { ChunkSizes } from './pieces.ts'

/** Of a chunk's tokens, how much the header beside them may have at most. */
const headerShare = 0.25

/**
 * The first row of a table, to be indexed with rows that are parted from it; null for other blocks. A header that is
 * longer than a quarter of a chunk is cut off.
 */
export function headerOf(text: string, block: Block, sizes: ChunkSizes): (Span & { text: string }) | null {
  if (block.kind !== 'table') return null
  const lineEnd = text.indexOf('\n', block.start)
  const end = lineEnd < 0 || lineEnd > block.end ? block.end : lineEnd
  return { start: block.start, end, text: shortenTo(text.slice(block.start, end), sizes.maximum * headerShare) }
}

/** The beginning of a text, whole words where it has any, of at most so many tokens. */
export function shortenTo(text: string, tokens: number): string {
  let short = text.slice(0, tokens * 6)
  for (let count = countTokens(short); count > tokens; count = countTokens(short)) {
    short = short.slice(0, cutBefore(short, 0, Math.floor((short.length * tokens * 0.95) / count)))
  }
  return short.toWellFormed().trim()
}
