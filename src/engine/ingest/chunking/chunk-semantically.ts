import type { Chunking } from '../../../contract/chunking.ts'
import { cosineDistance, findBreakpoints } from '../../../domain/chunk-breakpoints.ts'
import type { ChunkSpan } from '../../store/packed-content.ts'
import { type ChunkSource, type Cut, sizesOf, withoutOverlap } from './cutter.ts'
import type { ChunkSizes, Piece } from './pieces.ts'
import { splitByPage } from './sections.ts'
import { sentencesOf } from './split-sentences.ts'
import { splitSpan } from './split-span.ts'
import { toChunks } from './to-chunks.ts'

/** Vectors of texts, in their order. */
export type Embed = (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>

/**
 * Cuts where the subject changes: each sentence is compared with the next, both with a neighbour beside them so that one
 * odd sentence does not count for much, and a chunk ends at distances beyond the percentile of the document's distances.
 */
export async function chunkSemantically(source: ChunkSource, chunking: Chunking, embed: Embed): Promise<ChunkSpan[]> {
  const { text } = source
  const sizes = withoutOverlap(sizesOf(chunking))
  const pages = splitByPage(source.blocks).map((page) => sentencesOf(text, page, sizes))
  const sentences = pages.flat()
  const vectors = await embed(pages.flatMap((page) => page.map((_sentence, index) => groupAround(text, page, index))))
  const pageEnds = new Set(pages.map((page) => page.at(-1)))
  const distances = sentences.slice(0, -1).map((sentence, index) => {
    const [vector, next] = [vectors[index], vectors[index + 1]]
    if (vector === undefined || next === undefined) throw new Error('the model gave fewer vectors than texts')
    return pageEnds.has(sentence) ? null : cosineDistance(vector, next)
  })
  const starts = new Set(findBreakpoints(distances, chunking.semanticPercentile))
  return toChunks(source, joinBetween(text, { sentences, starts, pageEnds }, sizes))
}

function groupAround(text: string, page: readonly Piece[], index: number): string {
  const first = page[Math.max(0, index - 1)]
  const last = page[Math.min(page.length - 1, index + 1)]
  return text.slice(first?.start, last?.end).trim()
}

function* joinBetween(
  text: string,
  {
    sentences,
    starts,
    pageEnds,
  }: { sentences: readonly Piece[]; starts: Set<number>; pageEnds: Set<Piece | undefined> },
  sizes: ChunkSizes,
): Generator<Cut> {
  let start: number | null = null
  for (const [index, sentence] of sentences.entries()) {
    start ??= sentence.start
    if (!starts.has(index + 1) && !pageEnds.has(sentence)) continue
    yield* splitSpan(text, { unit: 'sentence', start, end: sentence.end }, sizes)
    start = null
  }
}
