import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'
import { countInParts, fitCount, isCleanCut, joinCounts, type TokenCount } from './count-tokens.ts'
import { type ChunkSource, type Cut, type Cutter, sizesOf, withoutOverlap } from './cutter.ts'
import { beginPiece, type ChunkSizes, longestChunk, type Piece } from './pieces.ts'
import { splitSpan, splitUnitOf } from './split-span.ts'
import { headerOf } from './table-header.ts'

/**
 * Cuts a document where its structure does: a heading begins a chunk, blocks under one heading share a chunk while they
 * fit, tables and code stay whole while they fit, longer blocks are split with an overlap. No chunk crosses a page, so a
 * citation's page is right for every sentence of it.
 */
export const cutByStructure: Cutter = (source, chunking) => cutStructure(source, source.blocks, sizesOf(chunking))

/** As `cutByStructure`, for some of a document's blocks that follow each other. */
export function cutStructure(source: ChunkSource, blocks: readonly Block[], sizes: ChunkSizes): Cut[] {
  const walk = new StructureWalk(source.text, sizes)
  for (const block of blocks) walk.add(block)
  return walk.finish()
}

type OpenChunk = Piece & { page: number | null; onlyHeadings: boolean; context: string }

class StructureWalk {
  readonly #text: string
  readonly #sizes: ChunkSizes
  readonly #cuts: Cut[] = []
  #open: OpenChunk | null = null

  constructor(text: string, sizes: ChunkSizes) {
    this.#text = text
    this.#sizes = sizes
  }

  add(block: Block): void {
    const isHeading = block.kind === 'heading'
    if (this.#open?.page !== block.page || (isHeading && !this.#open.onlyHeadings)) this.#close()
    const count = this.#count(block)
    const extended = this.#open === null || count === null ? null : this.#extend(this.#open, block, count)
    if (this.#open !== null && extended !== null) {
      this.#open = { ...this.#open, ...extended, onlyHeadings: this.#open.onlyHeadings && isHeading }
      return
    }
    const alone = count === null || this.#wouldLeaveHeading(block) ? null : this.#fitAlone(block, count)
    if (alone === null) this.#split(block)
    else {
      this.#close()
      this.#open = { ...alone, page: block.page, onlyHeadings: isHeading, context: '' }
    }
  }

  finish(): Cut[] {
    this.#close()
    return this.#cuts
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
    const span = { unit: splitUnitOf(block.kind), start: heading?.start ?? block.start, end: block.end }
    const header = headerOf(this.#text, block, this.#sizes)
    // A row that stood twice would be found twice; the header says enough of what is around it.
    const sizes = header === null ? this.#sizes : withoutOverlap(this.#sizes)
    this.#open = null
    for (const piece of splitSpan(this.#text, span, sizes)) {
      this.#close()
      const context = header !== null && piece.start >= header.end ? header.text : ''
      this.#open = { ...piece, page: block.page, onlyHeadings: false, context }
    }
  }

  #close(): void {
    if (this.#open !== null) this.#cuts.push(this.#open)
    this.#open = null
  }
}
