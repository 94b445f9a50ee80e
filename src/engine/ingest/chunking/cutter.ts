import type { Chunking } from '../../../contract/chunking.ts'
import type { Span } from '../../../contract/common.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'
import type { TokenCount } from './count-tokens.ts'
import type { ChunkSizes } from './pieces.ts'

/** What chunks are cut from: a document as it was read, or as it is stored. */
export type ChunkSource = Pick<ExtractedDocument, 'text' | 'blocks' | 'type'>

/** A chunk as a strategy cuts it: where it lies, what is to be indexed with it, and its tokens when they are known. */
export type Cut = Span & { context?: string; count?: TokenCount }

/**
 * A way of cutting. Cuts come in order of start and end, have at most `maximumTokens`, do not cross pages, and together
 * hold every visible character. They may have white space around them.
 */
export type Cutter = (source: ChunkSource, chunking: Chunking) => Iterable<Cut>

export function sizesOf({ maximumTokens, overlapTokens }: Chunking): ChunkSizes {
  return { maximum: maximumTokens, overlap: overlapTokens }
}

export function withoutOverlap(sizes: ChunkSizes): ChunkSizes {
  return { ...sizes, overlap: 0 }
}
