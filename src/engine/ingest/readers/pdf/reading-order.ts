import type { Fragment } from './fragments.ts'
import { type Line, toLine } from './lines.ts'

/**
 * The lines of a page in the order in which they read. Files nearly always set text in that order, and no geometry knows
 * better; so places decide only where the file's order is plainly not one: lines that run across a gutter between two
 * columns of prose, or text that keeps jumping up the page.
 */
export function orderLines(lines: readonly Line[]): readonly Line[] {
  if (!runsAcrossColumns(lines) && !jumpsAbout(lines)) return lines
  return cut(lines.flatMap((line) => line.segments))
}

/** Prose in two columns that was set line by line across both. Cells of tables are shorter than lines of prose. */
function runsAcrossColumns(lines: readonly Line[]): boolean {
  const pairs = lines.filter(
    (line) => line.segments.length === 2 && line.segments.every((part) => lengthOf(part) >= 20),
  )
  if (pairs.length < 4 || pairs.length * 2 < lines.length) return false
  const left = Math.max(...pairs.map((line) => end(line.segments[0])))
  const right = Math.min(...pairs.map((line) => start(line.segments[1])))
  return right > left
}

function jumpsAbout(lines: readonly Line[]): boolean {
  let jumps = 0
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1]
    if (previous && previous.angle === line.angle && previous.across - line.across > line.size * 2) jumps++
  }
  return jumps > 3 + lines.length / 8
}

/** Recursive cuts along empty strips, columns first: a gutter that nothing crosses, else the widest gap between lines. */
function cut(segments: Fragment[][]): Line[] {
  if (segments.length < 2) return segments.map(toLine)
  const columns = splitAtGap(segments, { from: start, to: end, least: 1.2 })
  if (columns?.every(isProse)) return columns.flatMap(cut)
  const bands = splitAtGap(segments, { from: top, to: bottom, least: 0.3 })
  if (bands) return bands.flatMap(cut)
  const inOrder = segments.toSorted((left, right) => bottom(left) - bottom(right) || start(left) - start(right))
  return inOrder.map(toLine)
}

type Axis = { from: (segment: Fragment[]) => number; to: (segment: Fragment[]) => number; least: number }

/** The segments before and after the widest empty strip on an axis; null when none is `least` font sizes wide. */
function splitAtGap(segments: Fragment[][], axis: Axis): [Fragment[][], Fragment[][]] | null {
  const ordered = segments.toSorted((left, right) => axis.from(left) - axis.from(right))
  let reach = Number.NEGATIVE_INFINITY
  let widest = { gap: 0, index: 0 }
  for (const [index, segment] of ordered.entries()) {
    const gap = axis.from(segment) - reach
    if (index > 0 && gap > widest.gap) widest = { gap, index }
    reach = Math.max(reach, axis.to(segment))
  }
  if (widest.gap < axis.least * sizeOf(segments)) return null
  return [ordered.slice(0, widest.index), ordered.slice(widest.index)]
}

function isProse(column: Fragment[][]): boolean {
  const characters = column.reduce((sum, segment) => sum + lengthOf(segment), 0)
  return column.length >= 2 && characters / column.length >= 12
}

function sizeOf(segments: Fragment[][]): number {
  const sizes = segments.map((segment) => segment[0]?.size ?? 0).sort((left, right) => left - right)
  return sizes[sizes.length >> 1] ?? 0
}

function lengthOf(segment: readonly Fragment[]): number {
  return segment.reduce((sum, fragment) => sum + fragment.text.length, 0)
}

function start(segment: readonly Fragment[] | undefined): number {
  return Math.min(...(segment ?? []).map((fragment) => fragment.along))
}

function end(segment: readonly Fragment[] | undefined): number {
  return Math.max(...(segment ?? []).map((fragment) => fragment.alongEnd))
}

function top(segment: readonly Fragment[]): number {
  return Math.min(...segment.map((fragment) => fragment.across - fragment.size * 0.8))
}

function bottom(segment: readonly Fragment[]): number {
  return Math.max(...segment.map((fragment) => fragment.across + fragment.size * 0.2))
}
