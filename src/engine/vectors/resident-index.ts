import { type ChunkPlaces, createChunkPlaces } from './chunk-places.ts'
import type { Retirement } from './index-task.ts'
import { createNearest } from './nearest.ts'
import type { Accepted, Part } from './part.ts'
import {
  acceptLive,
  addRows,
  dropRow,
  emptyShelf,
  isSpent,
  restoredShelf,
  type SavedShelf,
  type Shelf,
} from './shelf.ts'
import type { Neighbour } from './vectors.ts'

export type ResidentOptions = {
  dimensions: number
  /** Of parts that are begun. */
  kind: Part['kind']
  /** Rows that a graph takes before the next is begun. */
  partVectors: number
}

/** Of the index's own books: where each chunk is. */
const bookBytes = 60

/**
 * The vectors of one index in memory: parts, of which the last takes what is new. Each chunk has one row that counts;
 * a later vector of it takes another row.
 */
export class ResidentIndex {
  readonly dimensions: number
  kind: Part['kind']
  shelves: Shelf[] = []
  private readonly partVectors: number
  private places: ChunkPlaces

  constructor(options: ResidentOptions) {
    this.dimensions = options.dimensions
    this.kind = options.kind
    this.partVectors = options.partVectors
    this.places = createChunkPlaces(() => this.shelves)
  }

  get vectors(): number {
    return this.shelves.reduce((sum, { live }) => sum + live, 0)
  }

  /** Rows of parts that are given up, and still count. */
  get retired(): number {
    return this.shelves.reduce((sum, shelf) => sum + (shelf.isRetired ? shelf.live : 0), 0)
  }

  /** Whether all of it can be saved: what is scanned is not kept in files. */
  get isGraph(): boolean {
    return this.kind === 'graph' && this.shelves.every(({ part }) => part.kind === 'graph')
  }

  get bytes(): number {
    return this.shelves.reduce((sum, { part }) => sum + part.bytes() + part.rows() * bookBytes, 0)
  }

  /** Puts a part that was read from a file behind the others; before anything is added or removed. */
  restore(saved: SavedShelf): void {
    this.shelves.push(restoredShelf(saved))
  }

  /** Adds vectors, or puts them in the place of those that the chunks have. They stand one after the other. */
  put(chunkIds: readonly number[], vectors: Float16Array<ArrayBuffer>): void {
    for (let done = 0; done < chunkIds.length; ) {
      const shelf = this.open()
      const ids = chunkIds.slice(done, done + this.room() - shelf.part.rows())
      for (const chunkId of ids) this.forget(chunkId)
      const first = addRows(shelf, ids, vectors.slice(done * this.dimensions, (done + ids.length) * this.dimensions))
      for (const [place, chunkId] of ids.entries()) {
        // The same chunk twice: the last counts.
        this.forget(chunkId)
        this.places.set(chunkId, shelf, first + place)
      }
      done += ids.length
    }
    this.dropEmpty()
  }

  remove(chunkIds: readonly number[]): void {
    for (const chunkId of chunkIds) this.forget(chunkId)
    this.dropEmpty()
  }

  /**
   * Gives up parts: those that are not of the index's kind, and those that are worn, have anything gone, or all. What
   * is in them counts until it has been put into another. False when there was none.
   */
  retire(which: Retirement): boolean {
    const spent = this.shelves.filter(
      (shelf) => !shelf.isRetired && (which === 'all' || shelf.part.kind !== this.kind || isSpent(shelf, which)),
    )
    for (const shelf of spent) shelf.isRetired = true
    this.dropEmpty()
    return spent.length > 0
  }

  /** Chunks of parts that are given up. */
  listRetired(limit: number): number[] {
    const found: number[] = []
    for (const { isRetired, chunkIds, gone } of this.shelves) {
      if (!isRetired) continue
      for (let row = 0; row < chunkIds.length && found.length < limit; row++) {
        if (gone[row] === 0) found.push(chunkIds[row] as number)
      }
    }
    return found
  }

  /** Forgets what is left in parts that are given up. */
  dropRetired(): void {
    this.remove(this.listRetired(Number.POSITIVE_INFINITY))
  }

  /** Null when a filter leaves so few that comparing just those is the shorter way. */
  search(query: Float32Array<ArrayBuffer>, limit: number, only: Iterable<number> | null): Neighbour[] | null {
    const nearest = createNearest<Neighbour>(limit)
    const filters = only === null ? null : this.filters(only)
    for (const shelf of this.shelves) {
      const accepted = filters === null ? acceptLive(shelf) : filters.get(shelf)
      if (accepted === undefined || accepted.count === 0) continue
      const { matches, gaveUp } = shelf.part.search({ query, limit, accepted, mayGiveUp: filters !== null })
      if (gaveUp) return null
      for (const { row, similarity } of matches) nearest.add({ chunkId: shelf.chunkIds[row] as number, similarity })
    }
    return nearest.sorted()
  }

  private filters(only: Iterable<number>): Map<Shelf, Accepted> {
    const filters = new Map<Shelf, { count: number; marks: Uint8Array }>()
    for (const chunkId of only) {
      const place = this.places.get(chunkId)
      if (place === null) continue
      const { shelf, row } = place
      const filter = filters.get(shelf) ?? { count: 0, marks: new Uint8Array(shelf.chunkIds.length) }
      filters.set(shelf, filter)
      if (filter.marks[row] === 0) filter.count++
      filter.marks[row] = 1
    }
    return new Map([...filters].map(([shelf, { count, marks }]) => [shelf, { count, has: (row) => marks[row] === 1 }]))
  }

  /** The part that takes what is new. */
  private open(): Shelf {
    const last = this.shelves.at(-1)
    const fits = last !== undefined && !last.isRetired && last.part.kind === this.kind
    if (fits && last.part.rows() < this.room()) return last
    const shelf = emptyShelf(this.kind, this.dimensions)
    this.shelves.push(shelf)
    return shelf
  }

  /** Rows of one part. */
  private room(): number {
    return this.kind === 'graph' ? this.partVectors : Number.POSITIVE_INFINITY
  }

  private forget(chunkId: number): void {
    const place = this.places.get(chunkId)
    if (place === null) return
    dropRow(place.shelf, place.row)
    this.places.delete(chunkId)
  }

  private dropEmpty(): void {
    this.shelves = this.shelves.filter(({ isRetired, live }) => !isRetired || live > 0)
  }
}
