import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/documents.ts'
import type { ChunkSpan } from '../../store/packed-content.ts'
import type { ExtractedDocument } from '../extracted.ts'
import { countTokens } from './count-tokens.ts'
import { type ChunkSizes, type Piece, splitBlock } from './split-block.ts'

export const defaultChunkSizes: ChunkSizes = { maximum: 512, overlap: 64 }

/**
 * Cuts a document where its structure does: a heading begins a chunk, blocks under one heading share a chunk while they
 * fit, tables and code stay whole while they fit, longer blocks are split with an overlap. No chunk crosses a page, so a
 * citation's page is right for every sentence of it.
 */
export function chunkDocument(
  document: Pick<ExtractedDocument, 'text' | 'blocks'>,
  sizes: ChunkSizes = defaultChunkSizes,
): ChunkSpan[] {
  const chunker = new Chunker(document.text, sizes)
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
    const tokens = this.#countUpTo(block)
    // The empty line before the block counts as one.
    if (this.#open !== null && this.#open.tokens + 1 + tokens <= this.#sizes.maximum) {
      this.#extend(this.#open, { start: block.start, end: block.end, tokens: tokens + 1 }, isHeading)
    } else if (tokens <= this.#sizes.maximum && !this.#wouldLeaveHeading(block)) {
      this.#close()
      this.#begin({ start: block.start, end: block.end, tokens }, { page: block.page, onlyHeadings: isHeading })
    } else {
      this.#split(block)
    }
  }

  finish(): ChunkSpan[] {
    this.#close()
    return this.#chunks
  }

  /** Tokens of a block, or infinity when its length alone shows that it won't fit. */
  #countUpTo(block: Block): number {
    const length = block.end - block.start
    if (length > this.#sizes.maximum * 40) return Number.POSITIVE_INFINITY
    return countTokens(this.#text.slice(block.start, block.end))
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
      this.#begin(piece, { page: block.page, onlyHeadings: false })
    }
  }

  #descend(block: Block): void {
    const level = block.level ?? 1
    const above = this.#headings.filter((heading) => heading.level < level)
    const text = this.#text.slice(block.start, block.end).replace(/\s+/g, ' ')
    this.#headings = [...above, { level, text: text.length > 300 ? `${text.slice(0, 299).toWellFormed()}…` : text }]
  }

  #begin(piece: Piece, where: { page: number | null; onlyHeadings: boolean }): void {
    this.#open = { ...piece, ...where }
  }

  #extend(open: OpenChunk, piece: Piece, isHeading: boolean): void {
    open.end = piece.end
    open.tokens += piece.tokens
    open.onlyHeadings &&= isHeading
  }

  #close(): void {
    if (this.#open === null) return
    const { page, tokens } = this.#open
    const end = trimEnd(this.#text, this.#open)
    const start = trimStart(this.#text, { start: this.#open.start, end })
    this.#open = null
    if (start === end) return
    const headingPath = this.#headings.map((heading) => heading.text)
    this.#chunks.push({ ordinal: this.#chunks.length, start, end, page, headingPath, tokens })
  }
}

/** A piece that was cut between sentences carries the space behind the last one. */
function trimEnd(text: string, span: Span): number {
  let end = span.end
  while (end > span.start && /\s/.test(text.charAt(end - 1))) end--
  return end
}

function trimStart(text: string, span: Span): number {
  let start = span.start
  while (start < span.end && /\s/.test(text.charAt(start))) start++
  return start
}
