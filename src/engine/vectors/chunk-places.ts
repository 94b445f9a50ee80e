import type { Shelf } from './shelf.ts'

/** Where chunks are: the shelf and the row that counts. */
export type ChunkPlaces = {
  get(chunkId: number): { shelf: Shelf; row: number } | null
  set(chunkId: number, shelf: Shelf, row: number): void
  delete(chunkId: number): void
}

/** More than any part has. */
const rowLimit = 2 ** 24

/**
 * Both in one number, since a million small objects would take as much again as the map. Made from the shelves at the
 * first call: an index that is only searched does without.
 */
export function createChunkPlaces(shelves: () => readonly Shelf[]): ChunkPlaces {
  const numbers = new Map<Shelf, number>()
  const byNumber: Shelf[] = []
  let places: Map<number, number> | null = null

  function numberOf(shelf: Shelf): number {
    const known = numbers.get(shelf)
    if (known !== undefined) return known
    numbers.set(shelf, byNumber.length)
    return byNumber.push(shelf) - 1
  }

  function all(): Map<number, number> {
    if (places !== null) return places
    places = new Map()
    for (const shelf of shelves()) {
      const first = numberOf(shelf) * rowLimit
      for (const [row, chunkId] of shelf.chunkIds.entries()) if (shelf.gone[row] === 0) places.set(chunkId, first + row)
    }
    return places
  }

  return {
    get(chunkId) {
      const place = all().get(chunkId)
      if (place === undefined) return null
      return { shelf: byNumber[Math.floor(place / rowLimit)] as Shelf, row: place % rowLimit }
    },
    set: (chunkId, shelf, row) => void all().set(chunkId, numberOf(shelf) * rowLimit + row),
    delete: (chunkId) => void all().delete(chunkId),
  }
}
