import type { Line } from './lines.ts'

/** Lines that read as one piece. In a tabular paragraph each line is a row. */
export type Paragraph = { lines: Line[]; size: number; tabular: boolean }

/** A line of a table of contents: dots that lead to a page number. */
const leader = /(?:\.\s?){4,}\s*(?:\d+|[ivxlc]+)$/i

export function isLeaderLine(text: string): boolean {
  return leader.test(text)
}

const listMark = /^(?:[•◦▪▫●○■□‣⁃∙·*–—-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s)/

export function startsListItem(text: string): boolean {
  return listMark.test(text)
}

/** Groups the ordered lines of a page. */
export function groupParagraphs(lines: readonly Line[]): Paragraph[] {
  const pitch = usualPitch(lines)
  const paragraphs: Paragraph[] = []
  for (const line of lines) {
    const open = paragraphs.at(-1)
    if (open !== undefined && belongs(open, line, { pitch, lines })) open.lines.push(line)
    else paragraphs.push({ lines: [line], size: line.size, tabular: line.segments.length > 1 })
  }
  return paragraphs
}

/** The distance of most lines to the next, in font sizes; 1.2 when a page has too few to tell. */
function usualPitch(lines: readonly Line[]): number {
  const steps: number[] = []
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1]
    const step = previous && previous.angle === line.angle ? (line.across - previous.across) / line.size : 0
    if (step > 0.8 && step < 2.5) steps.push(step)
  }
  if (steps.length < 4) return 1.2
  steps.sort((left, right) => left - right)
  // Below the middle, because the gaps between paragraphs are steps too.
  return steps[Math.floor(steps.length * 0.4)] ?? 1.2
}

function belongs(open: Paragraph, line: Line, page: { pitch: number; lines: readonly Line[] }): boolean {
  const last = open.lines.at(-1)
  if (last === undefined || last.angle !== line.angle) return false
  if (open.tabular !== line.segments.length > 1) return false
  if (Math.abs(line.size - open.size) > open.size * 0.08) return false
  const step = (line.across - last.across) / line.size
  if (step < 0 && goesOnInNextColumn(last, line)) return true
  if (step <= 0 || step > Math.max(page.pitch, 1.2) * 1.3) return false
  if (line.along >= last.alongEnd || line.alongEnd <= last.along) return false
  if (open.tabular) return true
  if (leavesBold(last, line, page.lines)) return false
  if ((startsListItem(line.text) && !/[-\u2010,]$/.test(last.text)) || isLeaderLine(last.text)) return false
  const edge = rightEdge(last, page.lines)
  return !isIndented(open, line) && !isOutdented(open, line, edge) && !endsShort(last, edge)
}

/** From a line in bold that does not fill its column to one that is not bold, or into bold after a sentence. */
function leavesBold(last: Line, line: Line, lines: readonly Line[]): boolean {
  if (last.bold === line.bold) return false
  if (line.bold === true) return /[.!?:]["'”’)]?$/.test(last.text)
  const edge = rightEdge(last, lines)
  return last.alongEnd < edge - (edge - last.along) * 0.1
}

/** Further up and further along, in the middle of a sentence: the foot of a column and the head of the next. */
function goesOnInNextColumn(last: Line, line: Line): boolean {
  return line.along > last.along + line.size * 4 && !/[.!?:;]["'”’)]?$/.test(last.text) && /^\p{Ll}/u.test(line.text)
}

/** A first line stands further in than the lines before it; under a list's mark that is where its text goes on. */
function isIndented(open: Paragraph, line: Line): boolean {
  const first = open.lines[0]
  const last = open.lines.at(-1)
  if (first === undefined || last === undefined) return false
  const indented = line.along - last.along > line.size * 0.8
  const hanging = open.lines.length === 1 && startsListItem(first.text)
  const centred = Math.abs(line.along + line.alongEnd - last.along - last.alongEnd) < line.size
  return indented && !hanging && !centred
}

/** The opposite, where it can't be the second line of a paragraph whose first line is set in. */
function isOutdented(open: Paragraph, line: Line, edge: number): boolean {
  const last = open.lines.at(-1)
  if (last === undefined || last.along - line.along <= line.size * 0.8) return false
  const centred = Math.abs(line.along + line.alongEnd - last.along - last.alongEnd) < line.size
  return !centred && (open.lines.length > 1 || last.alongEnd < edge - (edge - last.along) * 0.25)
}

/** A sentence that ends well before the right edge of its column ends its paragraph. */
function endsShort(last: Line, edge: number): boolean {
  return /[.!?:]["'”’)]?$/.test(last.text) && last.alongEnd < edge - (edge - last.along) * 0.25
}

/** How far the lines reach that begin about where this one does. */
function rightEdge(last: Line, lines: readonly Line[]): number {
  let edge = last.alongEnd
  for (const line of lines) {
    const sameColumn = line.segments.length === 1 && Math.abs(line.along - last.along) < last.size * 4
    if (sameColumn && line.angle === last.angle) edge = Math.max(edge, line.alongEnd)
  }
  return edge
}
