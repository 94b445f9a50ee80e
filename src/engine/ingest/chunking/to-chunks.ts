import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'
import { createLineFinder } from '../../../domain/chunk-lines.ts'
import { describeSymbols } from '../../../domain/chunk-symbols.ts'
import type { ChunkSpan } from '../../store/packed-content.ts'
import { countInParts, countTokens, type TokenCount } from './count-tokens.ts'
import type { ChunkSource, Cut } from './cutter.ts'
import { createHeadingPaths } from './heading-paths.ts'
import { trimSpan } from './pieces.ts'

/** Makes chunks of what a strategy cut: with their page, line, headings and tokens. */
export function toChunks(source: ChunkSource, cuts: Iterable<Cut>): ChunkSpan[] {
  const { text, blocks } = source
  const chunks: ChunkSpan[] = []
  const lineAt = createLineFinder({ text }, blocks)
  const headingPaths = createHeadingPaths(source)
  let first = 0
  for (const cut of cuts) {
    const { start, end } = trimSpan(text, cut)
    // What only repeats the end of the chunk before is none of its own.
    if (start === end || end <= (chunks.at(-1)?.end ?? 0)) continue
    while ((blocks[first]?.end ?? end) <= start) first++
    const inside = blocksBefore(blocks, { first, end })
    chunks.push({
      ordinal: chunks.length,
      start,
      end,
      page: blocks[first]?.page ?? null,
      line: lineAt(start),
      headingPath: [...headingPaths(first, inside.length), ...symbolsOf(inside)],
      context: cut.context ?? '',
      tokens: tokensOf(text, { start, end }, start === cut.start && end === cut.end ? cut.count : undefined),
    })
  }
  return chunks
}

function blocksBefore(blocks: readonly Block[], { first, end }: { first: number; end: number }): Block[] {
  let last = first
  while ((blocks[last]?.start ?? end) < end) last++
  return blocks.slice(first, last)
}

function symbolsOf(blocks: readonly Block[]): string[] {
  return describeSymbols(blocks.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol])))
}

/** What the cutter counted is right when it counted whole words, and these characters. */
function tokensOf(text: string, { start, end }: Span, counted: TokenCount | undefined): number {
  const known = counted ?? countInParts(text.slice(start, end))
  return known.rough === 0 ? known.tokens : countTokens(text.slice(start, end))
}
