import type { Span } from '../contract/common.ts'
import type { Block, BlockKind } from '../contract/document.ts'
import { splitSentences, trimSpan } from './sentences.ts'

/** The smallest thing that is quoted: a sentence of prose, or a list item, table or piece of code as a whole. */
export type QuoteUnit = Span & {
  kind: BlockKind
  page: number | null
  text: string
  /** Which block of the passage it is in. */
  block: number
}

const wholeKinds: ReadonlySet<BlockKind> = new Set(['heading', 'list-item', 'table', 'code'])

/**
 * The units of a passage in order, headings included. Spans count in the document's canonical text and stay within the
 * passage, so that `unit.text` is the canonical text from `start` to `end`, exactly. A passage without blocks is prose.
 */
export function splitIntoUnits(
  passage: Span & { text: string; page: number | null },
  blocks: readonly Block[],
): QuoteUnit[] {
  const prose = { kind: 'paragraph' as const, start: passage.start, end: passage.end, page: passage.page }
  return (blocks.length > 0 ? blocks : [prose]).flatMap((block, place) => {
    const start = Math.max(block.start, passage.start)
    const end = Math.min(block.end, passage.end)
    if (end <= start) return []
    const text = passage.text.slice(start - passage.start, end - passage.start)
    const spans = wholeKinds.has(block.kind)
      ? [trimSpan(text, { start: 0, end: text.length })].map((span) => ({
          start: span.start + start,
          end: span.end + start,
        }))
      : splitSentences(text, start)
    return spans
      .filter((span) => span.end > span.start)
      .map((span) => ({
        ...span,
        kind: block.kind,
        page: block.page,
        text: passage.text.slice(span.start - passage.start, span.end - passage.start),
        block: place,
      }))
  })
}
