import { createExactPart } from './exact-part.ts'
import { createGraphPart, type GraphPart } from './graph-part.ts'
import type { Accepted, Part } from './part.ts'

/** A part with what the index knows of its rows. */
export type Shelf = {
  part: Part
  /** Name of its file; null when it has none. */
  file: string | null
  /** Rows that its file holds. */
  fileRows: number
  /** Of each row. */
  chunkIds: number[]
  /** 1 for rows that were removed or have a later one. */
  gone: Uint8Array
  live: number
  /** Nothing is added to it any more; its rows wait to be taken over by another or to be dropped. */
  isRetired: boolean
}

export type SavedShelf = {
  part: GraphPart
  file: string
  chunkIds: number[]
  /** Rows. */
  gone: readonly number[]
  isRetired: boolean
}

/** Removed rows above this share of a part are worth the work of building it anew, when they are not just a few. */
const mostGone = 0.2
const fewGone = 64

const firstRows = 1_024

export function emptyShelf(kind: Part['kind'], dimensions: number): Shelf {
  const part = kind === 'graph' ? createGraphPart(dimensions) : createExactPart(dimensions)
  return { part, file: null, fileRows: 0, chunkIds: [], gone: new Uint8Array(firstRows), live: 0, isRetired: false }
}

export function restoredShelf({ part, file, chunkIds, gone, isRetired }: SavedShelf): Shelf {
  const marks = new Uint8Array(chunkIds.length)
  for (const row of gone) marks[row] = 1
  const live = chunkIds.length - new Set(gone).size
  return { part, file, fileRows: chunkIds.length, chunkIds, gone: marks, live, isRetired }
}

/** Adds vectors of these chunks. Gives the row of the first. */
export function addRows(shelf: Shelf, chunkIds: readonly number[], vectors: Float16Array<ArrayBuffer>): number {
  const first = shelf.chunkIds.length
  shelf.part.add(vectors)
  shelf.chunkIds.push(...chunkIds)
  shelf.live += chunkIds.length
  if (shelf.chunkIds.length > shelf.gone.length) {
    const longer = new Uint8Array(2 * shelf.chunkIds.length)
    longer.set(shelf.gone)
    shelf.gone = longer
  }
  return first
}

export function dropRow(shelf: Shelf, row: number): void {
  shelf.gone[row] = 1
  shelf.live--
}

/** Whether too much of it is gone, or anything. */
export function isSpent({ part, live }: Shelf, which: 'worn' | 'stained'): boolean {
  const gone = part.rows() - live
  return which === 'stained' ? gone > 0 : gone >= fewGone && gone > mostGone * part.rows()
}

export function acceptLive({ gone, live }: Shelf): Accepted {
  return { count: live, has: (row) => gone[row] === 0 }
}
