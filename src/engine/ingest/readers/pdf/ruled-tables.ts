import type { Fragment } from './fragments.ts'
import { groupLines, type Line } from './lines.ts'
import type { Ruling } from './page-graphics.ts'
import type { PageLines } from './read-pages.ts'

/** The lines of each cell, row by row. */
export type TableCells = Line[][][]
/** A table with the lines of the page that it takes the place of. */
export type FoundTable = { cells: TableCells; lines: Set<Line> }

/** Points by which rulings may miss each other, and by which two of them are one. */
const slack = 3
const mostCells = 20_000
/** More text in a cell is a page that is framed, not a table. */
const longestCell = 2_000

type Grid = { xs: number[]; ys: number[] }

/** Tables whose cells are drawn: at least two columns and two rows between lines that cross. */
export function findRuledTables({ lines, rulings, width, height }: PageLines): FoundTable[] {
  return findGrids(rulings).flatMap(({ xs, ys }) => {
    const cells: Fragment[][][] = ys.slice(1).map(() => xs.slice(1).map(() => []))
    const taken = new Set<Line>()
    for (const line of lines) {
      const places = line.segments
        .flat()
        .map((fragment) => ({ fragment, place: placeOf(fragment, { xs, ys, width, height }) }))
      // A line that only begins in the grid is no part of it.
      if (places.some(({ place }) => place === null)) continue
      taken.add(line)
      for (const { fragment, place } of places) if (place) cells[place.row]?.[place.column]?.push(fragment)
    }
    const filled = cells.filter((row) => row.filter((cell) => cell.length > 0).length > 1)
    const fits = cells.flat().every((cell) => cell.reduce((sum, { text }) => sum + text.length, 0) <= longestCell)
    return filled.length >= 2 && fits ? [{ cells: cells.map((row) => row.map(groupLines)), lines: taken }] : []
  })
}

/** The cell in which the middle of a fragment lies; null outside of the grid. */
function placeOf({ box }: Fragment, { xs, ys, width, height }: Grid & { width: number; height: number }) {
  const column = indexIn(xs, (box.x + box.width / 2) * width)
  const row = indexIn(ys, (box.y + box.height / 2) * height)
  return column === null || row === null ? null : { column, row }
}

function indexIn(edges: readonly number[], at: number): number | null {
  const next = edges.findIndex((edge) => edge > at)
  return next < 1 ? null : next - 1
}

/** Rulings that cross form a grid; its columns and rows lie between their distinct places. */
function findGrids(rulings: readonly Ruling[]): Grid[] {
  const across = rulings.filter(({ direction }) => direction === 'across')
  const down = rulings.filter(({ direction }) => direction === 'down')
  const open = new Set<Ruling>(rulings)
  const grids: Grid[] = []
  for (const first of across) {
    if (!open.delete(first)) continue
    const members = [first]
    for (let next = 0; next < members.length; next++) {
      const member = members[next] ?? first
      for (const other of member.direction === 'across' ? down : across) {
        if (open.has(other) && cross(member, other)) {
          open.delete(other)
          members.push(other)
        }
      }
    }
    const xs = distinct(members.filter(({ direction }) => direction === 'down').map(({ at }) => at))
    const ys = distinct(members.filter(({ direction }) => direction === 'across').map(({ at }) => at))
    if (xs.length > 2 && ys.length > 2 && xs.length * ys.length <= mostCells) grids.push({ xs, ys })
  }
  return grids
}

function cross(one: Ruling, other: Ruling): boolean {
  const within = (at: number, { from, to }: Ruling) => at >= from - slack && at <= to + slack
  return within(one.at, other) && within(other.at, one)
}

function distinct(places: readonly number[]): number[] {
  const sorted = places.toSorted((left, right) => left - right)
  return sorted.filter((place, index) => index === 0 || place - (sorted[index - 1] ?? 0) > slack)
}
