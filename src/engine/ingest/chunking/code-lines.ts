import type { Chunking } from '../../../contract/chunking.ts'
import type { Span } from '../../../contract/common.ts'
import { sizesOf, withoutOverlap } from './cutter.ts'
import { fitSpan, measureSpan, type Piece } from './pieces.ts'
import { splitSpan } from './split-span.ts'
import { growWindow } from './windows.ts'

/** A piece has at least this part of the lines it may have. */
const leastFilled = 0.6

type Line = Piece & { indent: number; empty: boolean }

/**
 * Splits code that is too long for one chunk between its lines, where it is indented the least; each piece begins with
 * the last lines of the one before. A line that is too long by itself is split at white space where it has any.
 */
export function* splitLines(text: string, span: Span, chunking: Chunking): Generator<Span> {
  const sizes = sizesOf(chunking)
  const lines = linesOf(text, span)
  const overlap = Math.min(chunking.codeOverlapLines, Math.floor(chunking.codeLines / 2))
  let reached = 0
  for (let first = 0; first < lines.length; ) {
    const line = lines[first]
    if (line !== undefined && fitSpan(text, line, sizes) === null) {
      yield* splitSpan(text, { unit: 'line', start: line.start, end: line.end }, withoutOverlap(sizes))
      first += 1
      reached = first
      continue
    }
    const most = growWindow(text, lines.slice(first, first + chunking.codeLines), sizes).last + 1
    const end = first + most >= lines.length ? lines.length : bestEnd(lines, { first, most, reached })
    yield { start: line?.start ?? span.start, end: lines[end - 1]?.end ?? span.end }
    if (end === lines.length) return
    reached = end
    // Lines are not repeated when no other fits beside them: the next piece would end where this one does.
    const repeated = end - overlap
    const isRoom = growWindow(text, lines.slice(repeated, end + 1), sizes).last === overlap
    first = repeated > first && isRoom ? repeated : end
  }
}

/** Each with the white space that indents it and with its line end. */
function linesOf(text: string, span: Span): Line[] {
  const lines: Line[] = []
  for (let start = span.start; start < span.end; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 || found >= span.end ? span.end : found + 1
    const line = text.slice(start, end)
    const indent = line.length - line.trimStart().length
    lines.push({ ...measureSpan(text, { start, end }), indent, empty: indent === line.length })
    start = end
  }
  return lines
}

/** The last line end within reach before a line that is indented the least; empty lines are no part of what follows. */
function bestEnd(
  lines: readonly Line[],
  { first, most, reached }: { first: number; most: number; reached: number },
): number {
  const earliest = Math.max(first + Math.ceil(most * leastFilled), reached + 1)
  let best = first + most
  let least = Number.POSITIVE_INFINITY
  for (let end = first + most; end >= earliest; end--) {
    const next = lines[end]
    if (next === undefined || next.empty) continue
    const rank = next.indent * 2 + (lines[end - 1]?.empty ? 0 : 1)
    if (rank < least) {
      least = rank
      best = end
    }
  }
  return best
}
