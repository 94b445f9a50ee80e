import { collapseSpaces } from '../clean-text.ts'
import type { Line } from './lines.ts'
import { isLeaderLine, type Paragraph } from './paragraphs.ts'
import type { PDFDocumentProxy } from './pdfjs.ts'

const longestHeading = 200
const mostLines = 3
const mostOutlineItems = 10_000

/** Levels of headings: what the file's outline names, and what is set larger than most of the text. */
export type HeadingLevels = { byText: ReadonlyMap<string, number>; bySize: ReadonlyMap<number, number> }

/** Level 1 to 6 when the paragraph is a heading, otherwise null. */
export function headingLevel(paragraph: Paragraph, text: string, levels: HeadingLevels): number | null {
  if (text.length > longestHeading || paragraph.lines.length > mostLines || !/\p{L}/u.test(text)) return null
  if (isLeaderLine(text)) return null
  return levels.byText.get(normalise(text)) ?? levels.bySize.get(roundSize(paragraph.size)) ?? null
}

/** Sizes that headings are set in, largest first: at least 15 % over the size of most characters. Six at most. */
export function headingSizes(lines: Iterable<Line>): Map<number, number> {
  const characters = new Map<number, number>()
  for (const line of lines) {
    const size = roundSize(line.size)
    characters.set(size, (characters.get(size) ?? 0) + line.text.length)
  }
  const body = [...characters].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0])[0]
  const larger = [...characters.keys()].filter((size) => size >= body * 1.15).sort((left, right) => right - left)
  return new Map(larger.map((size, index) => [size, Math.min(index + 1, 6)]))
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
