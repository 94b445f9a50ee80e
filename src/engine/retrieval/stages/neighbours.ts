import type { Span } from '../../../contract/common.ts'
import type { ChunkHit } from '../../store/repositories/search-chunks.ts'
import type { Store } from '../../store/store.ts'
import type { FoundPassage } from '../findings.ts'

/** A piece of a document that goes into a context: a passage, or what stands beside one. */
export type ContextPiece = {
  /** With its own span, text, page and headings; the length is that of the span. */
  passage: FoundPassage
  /** The picked passage that it stands beside; null for one itself. */
  neighbourOf: number | null
}

/**
 * Passages with the chunks before and after them, in the order of their documents. Chunks overlap, so what a passage or an
 * earlier neighbour holds already is left out of a neighbour.
 *
 * @param passages in the order in which they were picked
 */
export async function addNeighbours(
  store: Store,
  passages: readonly FoundPassage[],
  options: { reach: number; signal: AbortSignal | undefined },
): Promise<ContextPiece[]> {
  const own = passages.map((passage): ContextPiece => ({ passage, neighbourOf: null }))
  if (options.reach === 0 || passages.length === 0) return own
  const chunkIds = passages.map(({ chunkId }) => chunkId)
  const around = await store.read('search.surroundings', { chunkIds, reach: options.reach }, options.signal)
  const taken = new Map<string, Span[]>()
  const spansOf = (documentId: string) => {
    const spans = taken.get(documentId) ?? []
    taken.set(documentId, spans)
    return spans
  }
  for (const { documentId, start, end } of passages) spansOf(documentId).push({ start, end })
  return own.flatMap((piece) => {
    const { passage } = piece
    const neighbours = around.find(({ chunkId }) => chunkId === passage.chunkId)?.neighbours ?? []
    const beside = neighbours.flatMap((hit) => {
      const spans = spansOf(hit.documentId)
      const pieces = withoutSpans(hit, spans).map((span) => cutTo(hit, span, passage))
      spans.push({ start: hit.start, end: hit.end })
      return pieces
    })
    return [piece, ...beside].sort((a, b) => a.passage.start - b.passage.start)
  })
}

/** What of a span no other span holds. */
export function withoutSpans({ start, end }: Span, others: readonly Span[]): Span[] {
  let rest: Span[] = [{ start, end }]
  for (const other of others) {
    rest = rest.flatMap((span) => [
      { start: span.start, end: Math.min(span.end, other.start) },
      { start: Math.max(span.start, other.end), end: span.end },
    ])
    rest = rest.filter((span) => span.end > span.start)
  }
  return rest
}

function cutTo(hit: ChunkHit, { start, end }: Span, beside: FoundPassage): ContextPiece {
  const text = hit.text.slice(start - hit.start, end - hit.start)
  const tokens = Math.ceil((hit.tokens * text.length) / Math.max(hit.text.length, 1))
  const ranks = { keyword: null, dense: null, reranked: null }
  return { passage: { ...hit, start, end, text, tokens, score: beside.score, ranks }, neighbourOf: beside.chunkId }
}
