import type { Chunking } from '../../../contract/chunking.ts'
import type { Span } from '../../../contract/common.ts'
import { sizesOf, withoutOverlap } from './cutter.ts'
import { fitSpan } from './pieces.ts'
import { splitSpan } from './split-span.ts'

type Line = Span & { indent: number; empty: boolean }

/** A piece has at least this part of the lines it may have, when the limit of tokens allows. */
const leastFilled = 0.6

/**
 * Splits code that is too long for one chunk between its lines, where it is indented the least; each piece begins with
 * the last lines of the one before. A line that is too long by itself is split at white space where it has any.
 */
export function* splitLines(text: string, span: Span, chunking: Chunking): Generator<Span> {
  const lines = linesOf(text, span)
  const overlap = Math.min(chunking.codeOverlapLines, Math.floor(chunking.codeLines / 2))
  let reached = 0
  for (let first = 0; first < lines.length; ) {
    const most = countFitting(text, lines.slice(first, first + chunking.codeLines), chunking)
    if (most === 0) {
      const line = lines[first]
      if (line !== undefined) yield* splitSpan(text, { unit: 'line', ...line }, withoutOverlap(sizesOf(chunking)))
      first += 1
      reached = first
      continue
    }
    const end = first + most >= lines.length ? lines.length : bestEnd(lines, { first, most, reached })
    yield { start: lines[first]?.start ?? span.start, end: lines[end - 1]?.end ?? span.end }
    if (end === lines.length) return
    reached = end
    // Lines that no longer piece can follow are not repeated: the next piece would end where this one does.
    const next = lines.slice(end - overlap, end + 1)
    const repeats = end - overlap > first && fitsTogether(text, next, chunking)
    first = repeats ? end - overlap : end
  }
}

/** Each with the white space that indents it, without its line end. */
function linesOf(text: string, span: Span): Line[] {
  const lines: Line[] = []
  for (let start = span.start; start < span.end; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 || found > span.end ? span.end : found
    const line = text.slice(start, end)
    const indent = line.length - line.trimStart().length
    lines.push({ start, end, indent, empty: indent === line.length })
    start = end + 1
  }
  return lines
}

/** How many of the lines fit into one chunk; 0 when not even the first does. */
function countFitting(text: string, lines: readonly Line[], chunking: Chunking): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fitsTogether(text, lines.slice(0, middle), chunking)) low = middle
    else high = middle - 1
  }
  return low
}

function fitsTogether(text: string, lines: readonly Line[], chunking: Chunking): boolean {
  const start = lines[0]?.start ?? 0
  return fitSpan(text, { start, end: lines.at(-1)?.end ?? start }, sizesOf(chunking)) !== null
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
