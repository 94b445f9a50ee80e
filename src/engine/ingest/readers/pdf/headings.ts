import { collapseSpaces } from '../text/clean-text.ts'
import type { Line } from './lines.ts'
import { isLeaderLine, type Paragraph } from './paragraphs.ts'
import type { PDFDocumentProxy } from './pdfjs.ts'

const longestHeading = 200
const mostLines = 3
const longestBoldHeading = 120
/** Of all characters: with more in bold, bold means nothing. */
const mostBold = 0.3
const mostOutlineItems = 10_000

/** What makes a heading: the file's outline names it, it is set larger than most of the text, or in bold on its own. */
export type HeadingLevels = {
  byText: ReadonlyMap<string, number>
  bySize: ReadonlyMap<number, number>
  /** Level of headings that only bold type tells; null where too much is bold for that. */
  bold: number | null
}

/** Level 1 to 6 when the paragraph is a heading, otherwise null. */
export function headingLevel(paragraph: Paragraph, text: string, levels: HeadingLevels): number | null {
  if (text.length > longestHeading || paragraph.lines.length > mostLines || !/\p{L}/u.test(text)) return null
  if (isLeaderLine(text)) return null
  const level = levels.byText.get(normalise(text)) ?? levels.bySize.get(roundSize(paragraph.size))
  return level ?? (standsOutInBold(paragraph, text) ? levels.bold : null)
}

function standsOutInBold({ lines }: Paragraph, text: string): boolean {
  return lines.every(({ bold }) => bold === true) && text.length <= longestBoldHeading && !/[.,;:!?]$/.test(text)
}

export function headingLevels(lines: readonly Line[], byText: ReadonlyMap<string, number>): HeadingLevels {
  const bySize = headingSizes(lines)
  const [all, bold] = lines.reduce(
    ([sum, inBold], line) => [sum + line.text.length, inBold + (line.bold === true ? line.text.length : 0)],
    [0, 0],
  )
  return { byText, bySize, bold: bold > all * mostBold ? null : Math.min(bySize.size + 1, 6) }
}

/** Size of most characters, in half points. */
export function bodySize(lines: Iterable<Line>): number {
  return [...charactersBySize(lines)].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0])[0]
}

/** Sizes that headings are set in, largest first: at least 15 % over the size of most characters. Six at most. */
function headingSizes(lines: readonly Line[]): Map<number, number> {
  const body = bodySize(lines)
  const sizes = [...charactersBySize(lines).keys()]
  const larger = sizes.filter((size) => size >= body * 1.15).sort((left, right) => right - left)
  return new Map(larger.map((size, index) => [size, Math.min(index + 1, 6)]))
}

function charactersBySize(lines: Iterable<Line>): Map<number, number> {
  const characters = new Map<number, number>()
  for (const line of lines) {
    const size = roundSize(line.size)
    characters.set(size, (characters.get(size) ?? 0) + line.text.length)
  }
  return characters
}

/** The titles of the document's outline with their depth from 1. */
export async function outlineLevels(pdf: PDFDocumentProxy): Promise<Map<string, number>> {
  const levels = new Map<string, number>()
  let row = (await pdf.getOutline()) ?? []
  for (let level = 1; row.length > 0 && level <= 6; level++) {
    for (const item of row.slice(0, mostOutlineItems - levels.size)) {
      const title = normalise(item.title)
      if (title !== '' && !levels.has(title)) levels.set(title, level)
    }
    row = row.flatMap((item) => item.items)
  }
  return levels
}

function normalise(text: string): string {
  return collapseSpaces(text).trim().toLowerCase()
}

/** Half points: the same font can differ by rounding from page to page. */
function roundSize(size: number): number {
  return Math.round(size * 2) / 2
}
