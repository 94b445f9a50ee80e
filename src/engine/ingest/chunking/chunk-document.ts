import { Chunking } from '../../../contract/chunking.ts'
import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'
import type { ChunkSpan } from '../../store/packed-content.ts'
import type { ExtractedDocument } from '../extracted.ts'
import { countInParts, countTokens, fitCount, isCleanCut, joinCounts, type TokenCount } from './count-tokens.ts'
import { beginPiece, type ChunkSizes, longestChunk, type Piece, splitBlock, trimSpan } from './split-block.ts'

export const defaultChunking: Chunking = Chunking.parse({})

/**
 * Cuts a document where its structure does: a heading begins a chunk, blocks under one heading share a chunk while they
 * fit, tables and code stay whole while they fit, longer blocks are split with an overlap. No chunk crosses a page, so a
 * citation's page is right for every sentence of it.
 */
export function chunkDocument(
  document: Pick<ExtractedDocument, 'text' | 'blocks' | 'type'>,
  chunking: Chunking = defaultChunking,
): ChunkSpan[] {
  const chunker = new Chunker(document.text, { maximum: chunking.maximumTokens, overlap: chunking.overlapTokens })
  for (const block of document.blocks) chunker.add(block)
  return chunker.finish()
}

type OpenChunk = Piece & { page: number | null; onlyHeadings: boolean }

class Chunker {
  readonly #text: string
  readonly #sizes: ChunkSizes
  readonly #chunks: ChunkSpan[] = []
  #headings: { level: number; text: string }[] = []
  #open: OpenChunk | null = null

  constructor(text: string, sizes: ChunkSizes) {
    this.#text = text
    this.#sizes = sizes
  }

  add(block: Block): void {
    const isHeading = block.kind === 'heading'
    if (this.#open?.page !== block.page || (isHeading && !this.#open.onlyHeadings)) this.#close()
    if (isHeading) this.#descend(block)
    const count = this.#count(block)
    const extended = this.#open === null || count === null ? null : this.#extend(this.#open, block, count)
    if (this.#open !== null && extended !== null) {
      this.#open = { ...extended, page: block.page, onlyHeadings: this.#open.onlyHeadings && isHeading }
      return
    }
    const alone = count === null || this.#wouldLeaveHeading(block) ? null : this.#fitAlone(block, count)
    if (alone === null) this.#split(block)
    else {
      this.#close()
      this.#open = { ...alone, page: block.page, onlyHeadings: isHeading }
    }
  }

  finish(): ChunkSpan[] {
    this.#close()
    return this.#chunks
  }

  /** Null when the length alone shows that it is too long for one chunk. */
  #count(block: Block): TokenCount | null {
    if (block.end - block.start > longestChunk(this.#sizes)) return null
    return countInParts(this.#text.slice(block.start, block.end))
  }

  /** Null when the span is too long for one chunk. */
  #fit({ start, end }: Span, count: TokenCount): Piece | null {
    if (end - start > longestChunk(this.#sizes)) return null
    const fitting = fitCount(() => this.#text.slice(start, end), count, this.#sizes.maximum)
    return fitting === null ? null : { start, end, count: fitting }
  }

  /** Null when the block is too long for one chunk. */
  #fitAlone(block: Block, count: TokenCount): Piece | null {
    const piece = beginPiece(this.#text, { start: block.start, end: block.end, count })
    return this.#fit(piece, piece.count)
  }

  /** Null when both together are too long for one chunk. */
  #extend(open: Piece, block: Block, count: TokenCount): Piece | null {
    // The empty line before the block counts as one.
    const added = { tokens: count.tokens + 1, rough: count.rough }
    const joined = joinCounts(open.count, added, isCleanCut(this.#text, open.end))
    return this.#fit({ start: open.start, end: block.end }, joined)
  }

  /** Prose is split rather than parted from its heading; tables and code are better kept whole. */
  #wouldLeaveHeading(block: Block): boolean {
    return this.#open?.onlyHeadings === true && block.kind !== 'table' && block.kind !== 'code'
  }

  #split(block: Block): void {
    const heading = this.#open?.onlyHeadings ? this.#open : null
    if (heading === null) this.#close()
    // The first piece goes under the heading, so the block is split as if it began there.
    const span = { kind: block.kind, start: heading?.start ?? block.start, end: block.end }
    this.#open = null
    for (const piece of splitBlock(this.#text, span, this.#sizes)) {
      this.#close()
      this.#open = { ...piece, page: block.page, onlyHeadings: false }
    }
  }

  #descend(block: Block): void {
    const level = block.level ?? 1
    const above = this.#headings.filter((heading) => heading.level < level)
    const text = this.#text.slice(block.start, block.end).replace(/\s+/g, ' ')
    this.#headings = [...above, { level, text: text.length > 300 ? `${text.slice(0, 299).toWellFormed()}…` : text }]
  }

  #close(): void {
    if (this.#open === null) return
    const { page, count } = this.#open
    const { start, end } = trimSpan(this.#text, this.#open)
    this.#open = null
    if (start === end) return
    const headingPath = this.#headings.map((heading) => heading.text)
    const tokens = count.rough === 0 ? count.tokens : countTokens(this.#text.slice(start, end))
    this.#chunks.push({ ordinal: this.#chunks.length, start, end, page, line: null, headingPath, context: '', tokens })
  }
}
