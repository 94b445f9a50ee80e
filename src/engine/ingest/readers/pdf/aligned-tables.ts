import type { Fragment } from './fragments.ts'
import { type Line, toLine } from './lines.ts'
import { isLeaderLine, startsListItem } from './paragraphs.ts'
import type { FoundTable } from './ruled-tables.ts'

/** Steps from line to line, in font sizes: more ends a table, up to `tight` a line goes on in the cell above it. */
const widest = 3.4
const tight = 1.35

type Interval = { from: number; to: number }
type Cell = Interval & { fragments: Fragment[] }
type Row = { line: Line; cells: Cell[] }

/** Tables without rulings: lines one below the other, of parts that stand in the same columns with empty strips between. */
export function findAlignedTables(lines: readonly Line[]): FoundTable[] {
  const tables: FoundTable[] = []
  for (let start = 0; start < lines.length; ) {
    const rows = growTable(lines, start)
    const table = rows.length > 1 ? toTable(rows) : null
    if (table !== null) tables.push(table)
    start += table === null ? 1 : rows.length
  }
  return tables
}

/** The longest run of lines from `start` on that leaves empty strips between at least two columns. */
function growTable(lines: readonly Line[], start: number): Row[] {
  const rows: Row[] = []
  let columns: Interval[] = []
  for (let index = start; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || (rows.length === 0 && line.segments.length < 2)) break
    const previous = rows.at(-1)?.line
    if (isLeaderLine(line.text) || (previous && !follows(previous, line))) break
    const row = toRow(line)
    const merged = mergeIntervals([...columns, ...row.cells])
    // A line that fills the strip between columns, or that has parts in only one of them, is prose again.
    if (merged.length < 2 || (rows.length > 1 && merged.length < columns.length)) break
    if (row.cells.length === 1 && !goesOn({ row, columns: merged, rows, next: lines[index + 1] })) break
    columns = merged
    rows.push(row)
  }
  return rows
}

function follows(previous: Line, line: Line): boolean {
  const step = (line.across - previous.across) / line.size
  const sameSize = Math.abs(line.size - previous.size) <= previous.size * 0.15
  return previous.angle === line.angle && sameSize && step > 0 && step <= widest
}

type Single = { row: Row; columns: readonly Interval[]; rows: readonly Row[]; next: Line | undefined }

/** Whether a line with one part belongs to the table: the rest of a cell, or a row of one cell with full rows after it. */
function goesOn({ row, columns, rows, next }: Single): boolean {
  const previous = rows.at(-1)?.line
  const [cell] = row.cells
  if (previous === undefined || cell === undefined) return false
  if (columns.findIndex((column) => overlap(column, cell)) > 0) return true
  return next !== undefined && next.segments.length > 1 && follows(row.line, next)
}

function toRow(line: Line): Row {
  const cells = line.segments.map((fragments) => ({
    fragments,
    from: Math.min(...fragments.map(({ along }) => along)),
    to: Math.max(...fragments.map(({ alongEnd }) => alongEnd)),
  }))
  return { line, cells }
}

function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  for (const { from, to } of intervals.toSorted((left, right) => left.from - right.from)) {
    const last = merged.at(-1)
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

function overlap(one: Interval, other: Interval): boolean {
  return one.from < other.to && other.from < one.to
}

function toTable(rows: readonly Row[]): FoundTable | null {
  const columns = mergeIntervals(rows.flatMap(({ cells }) => cells))
  const full = rows.filter(({ cells }) => cells.length > 1)
  if (full.length < 2 || full.length * 2 < rows.length) return null
  const first = full.map(({ cells }) => cells[0]?.fragments.map(({ text }) => text).join(' ') ?? '')
  if (first.every((text) => startsListItem(`${text} `))) return null
  if (!columns.slice(1).every((column) => isAligned(rows, column))) return null
  const cells: Line[][][] = []
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1]?.line
    const step = above === undefined ? Number.POSITIVE_INFINITY : (row.line.across - above.across) / row.line.size
    const isRest = row.cells.length === 1 && step <= tight
    const target = (isRest ? cells.at(-1) : undefined) ?? columns.map((): Line[] => [])
    if (target !== cells.at(-1)) cells.push(target)
    for (const cell of row.cells)
      target[columns.findIndex((column) => overlap(column, cell))]?.push(toLine(cell.fragments))
  }
  const ordered = readsFromRight(rows) ? cells.map((row) => row.toReversed()) : cells
  return ordered.length < 2 ? null : { cells: ordered, lines: new Set(rows.map(({ line }) => line)) }
}

/** Most cells of a column begin together, end together or have their middles together. */
function isAligned(rows: readonly Row[], column: Interval): boolean {
  const cells = rows.flatMap((row) => row.cells.filter((cell) => overlap(column, cell)))
  const size = rows[0]?.line.size ?? 1
  return [({ from }: Interval) => from, ({ to }: Interval) => to, ({ from, to }: Interval) => (from + to) / 2].some(
    (edge) => {
      const places = cells.map(edge).sort((left, right) => left - right)
      const middle = places[places.length >> 1] ?? 0
      return places.filter((place) => Math.abs(place - middle) <= size).length >= places.length * 0.7
    },
  )
}

function readsFromRight(rows: readonly Row[]): boolean {
  const fragments = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell.fragments))
  return fragments.filter(({ rightToLeft }) => rightToLeft).length * 2 > fragments.length
}
