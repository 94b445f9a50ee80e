import { beginPiece, type ChunkSizes, extendPiece, type Piece } from './pieces.ts'

export type WindowSizes = {
  /** Units of a window. */
  units: number
  /** Units that a window repeats from the one before it; fewer than `units`. */
  overlap: number
  sizes: ChunkSizes
}

/**
 * Windows over units that follow each other without a gap, each of which fits into a chunk. A window that would be too
 * long for a chunk has fewer units; none lies inside another.
 */
export function* cutWindows(text: string, units: readonly Piece[], options: WindowSizes): Generator<Piece> {
  let reached = -1
  for (let first = 0; reached < units.length - 1; ) {
    const { piece, last } = growWindow(text, units.slice(first, first + options.units), options.sizes)
    if (first + last > reached) yield piece
    reached = Math.max(reached, first + last)
    first = Math.max(first + 1, reached + 1 - options.overlap)
  }
}

/** As many of the units as fit into one chunk, at least the first, and the index of the last of them. */
export function growWindow(text: string, units: readonly Piece[], sizes: ChunkSizes): { piece: Piece; last: number } {
  const [first, ...others] = units
  if (first === undefined) throw new Error('a window without units')
  let piece = beginPiece(text, first)
  for (const [index, next] of others.entries()) {
    const longer = extendPiece(text, piece, { next, sizes })
    if (longer === null) return { piece, last: index }
    piece = longer
  }
  return { piece, last: others.length }
}
