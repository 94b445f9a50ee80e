import type { Span } from '../../../contract/common.ts'
import { findTurns } from '../../../domain/chunk-turns.ts'
import { type ChunkSource, type Cut, type Cutter, sizesOf } from './cutter.ts'
import { beginPiece, type ChunkSizes, extendPiece, type Piece } from './pieces.ts'
import { type Section, splitByPage } from './sections.ts'
import { type SplitUnit, splitSpan, splitWithoutGaps } from './split-span.ts'

/** A chunk with less than this part of what it may hold takes the beginning of a turn that does not fit whole. */
const leastFilled = 0.5

/**
 * Whole turns of a conversation, as many as fit: messages of a mail box, which are its pages, and in text what each
 * speaker says. Text without speakers is cut at its blocks.
 */
export const cutByTurns: Cutter = function* (source, chunking): Generator<Cut> {
  for (const page of splitByPage(source.blocks)) {
    yield* packTurns(source.text, turnsOf(source, page), sizesOf(chunking))
  }
}

/** Whether a text is a conversation. */
export function isTranscript({ text }: ChunkSource): boolean {
  return findTurns(text) !== null
}

/** Without gaps; a turn that is too long for a chunk is one all the same. */
function turnsOf({ text }: ChunkSource, page: Section): Span[] {
  const turns = findTurns(text.slice(page.start, page.end))
  if (turns !== null) return turns.map(({ start, end }) => ({ start: start + page.start, end: end + page.start }))
  return page.blocks.map(({ end }, index) => ({ start: page.blocks[index - 1]?.end ?? page.start, end }))
}

function* packTurns(text: string, turns: readonly Span[], sizes: ChunkSizes): Generator<Cut> {
  let open: Piece | null = null
  for (const turn of turns) {
    const [whole, ...more] = splitWithoutGaps(text, { unit: 'sentence', ...turn }, sizes)
    if (whole === undefined) continue
    const longer: Piece | null =
      open === null || more.length > 0 ? null : extendPiece(text, open, { next: whole, sizes })
    if (longer !== null) {
      open = longer
      continue
    }
    const fills: boolean = open !== null && open.count.tokens < sizes.maximum * leastFilled
    if (open !== null && !fills) yield open
    if (more.length === 0 && !fills) {
      open = beginPiece(text, whole)
      continue
    }
    const span: Span & { unit: SplitUnit } = {
      unit: 'sentence',
      start: fills && open !== null ? open.start : turn.start,
      end: turn.end,
    }
    let last: Piece | null = null
    for (const piece of splitSpan(text, span, sizes)) {
      if (last !== null) yield last
      last = piece
    }
    open = last
  }
  if (open !== null) yield open
}
