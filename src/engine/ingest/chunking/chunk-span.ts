import type { ChunkDraft } from '../extracted.ts'

/** A chunk without its text, which is cheaper to move between threads. */
export type ChunkSpan = Omit<ChunkDraft, 'text'>

/**
 * The chunks with their text, which are slices of the document's and take no memory of their own. Apart from the
 * chunker, so that the engine's thread does not load the tokeniser (80 MB) for it.
 */
export function withText(text: string, spans: readonly ChunkSpan[]): ChunkDraft[] {
  return spans.map((span) => ({ ...span, text: text.slice(span.start, span.end) }))
}
