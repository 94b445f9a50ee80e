import type { Line } from './lines.ts'
import type { PageLines } from './read-pages.ts'

/** Parts of the page's height, from the top and from the bottom, in which headers and footers stand. */
const zone = 0.13
/** How much higher or lower the same header may stand on another page, in parts of the page's height. */
const drift = 0.012
/** With more alike at one edge the pages are copies of a form, not pages with a header. */
const mostLines = 3
const leastPages = 3
/** Left and right pages have headers of their own. */
const reach = 2

const pageNumber = /^\W*(?:(?:page|p\.?|seite|صفحة)\s*)?(?:\d+|[ivxlc]+)(?:\s*(?:of|\/|von|de|من)\s*\d+)?\W*$/iu

type Candidate = { page: number; line: Line; key: string; numbers: number[]; top: number }

/** The pages without the headers, footers and page numbers that repeat on them. A page never loses all that it has. */
export function removeRunningLines(pages: readonly PageLines[]): PageLines[] {
  const edges = pages.map(({ lines }, page) => ({
    header: edgeOf(lines, { page, from: 'top' }),
    footer: edgeOf(lines, { page, from: 'bottom' }),
  }))
  const byKey = Map.groupBy(
    edges.flatMap(({ header, footer }) => [...header, ...footer]),
    ({ key }) => key,
  )
  const running = new Set<Line>()
  for (const alike of byKey.values()) for (const line of repeatedLines(alike)) running.add(line)
  return pages.map((page, index) => {
    const { header, footer } = edges[index] ?? { header: [], footer: [] }
    const removed = new Set([...outermost(header, running), ...outermost(footer, running)])
    const lines = page.lines.filter((line) => !removed.has(line))
    return lines.length === 0 ? page : { ...page, lines }
  })
}

/** The lines next to an edge of the page, outermost first. */
function edgeOf(lines: readonly Line[], { page, from }: { page: number; from: 'top' | 'bottom' }): Candidate[] {
  const distance = (line: Line) => (from === 'top' ? topOf(line) : 1 - bottomOf(line))
  return lines
    .filter((line) => line.angle === 0 && distance(line) < zone)
    .toSorted((left, right) => distance(left) - distance(right))
    .slice(0, mostLines + 1)
    .map((line) => ({ page, line, top: topOf(line), ...keyOf(line.text) }))
}

function keyOf(text: string): { key: string; numbers: number[] } {
  const plain = text.toLowerCase().replace(/\s+/g, ' ').trim()
  if (/^\W*[ivxlc]+\W*$/.test(plain)) return { key: 'roman', numbers: [] }
  return { key: plain.replace(/\d+/g, '#'), numbers: (plain.match(/\d+/g) ?? []).map(Number) }
}

/** Those of lines with the same words that stand at one height on pages near each other, three or more of them. */
function repeatedLines(alike: readonly Candidate[]): Line[] {
  const found = alike.filter((one, index) => {
    for (const step of [-1, 1]) {
      for (let at = index + step; at >= 0 && at < alike.length; at += step) {
        const other = alike[at]
        if (other === undefined || Math.abs(other.page - one.page) > reach) break
        if (other.page !== one.page && repeats(one, other)) return true
      }
    }
    return false
  })
  const least = found.every(({ line }) => pageNumber.test(line.text)) ? 2 : leastPages
  return new Set(found.map(({ page }) => page)).size >= least ? found.map(({ line }) => line) : []
}

/** The same text, or the same but for a number that counts pages. */
function repeats(one: Candidate, other: Candidate): boolean {
  if (Math.abs(one.top - other.top) > drift || one.numbers.length !== other.numbers.length) return false
  const changed = one.numbers.flatMap((number, index) => (number === other.numbers[index] ? [] : [index]))
  return changed.every(
    (index) =>
      (one.numbers[index] ?? 0) - (other.numbers[index] ?? 0) === one.page - other.page && changed.length === 1,
  )
}

/** Running lines from the edge inwards, up to the first line that is none, and page numbers after that too. */
function outermost(edge: readonly Candidate[], running: ReadonlySet<Line>): Line[] {
  const end = edge.findIndex(({ line }) => !running.has(line))
  const outer = end === -1 ? edge.length : end
  return edge
    .filter(
      ({ line }, index) => running.has(line) && ((index < outer && outer <= mostLines) || pageNumber.test(line.text)),
    )
    .map(({ line }) => line)
}

function topOf(line: Line): number {
  return Math.min(...line.pieces.map(({ box }) => box.y))
}

function bottomOf(line: Line): number {
  return Math.max(...line.pieces.map(({ box }) => box.y + box.height))
}
