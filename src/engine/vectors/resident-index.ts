import { createExactPart } from './exact-part.ts'
import { createGraphPart, type GraphPart } from './graph-part.ts'
import type { Retirement } from './index-task.ts'
import { createNearest } from './nearest.ts'
import type { Accepted, Part } from './part.ts'
import type { Neighbour } from './vectors.ts'

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

export type ResidentOptions = {
  dimensions: number
  /** Of parts that are begun. */
  kind: Part['kind']
  /** Rows that a graph takes before the next is begun. */
  partVectors: number
}

/** Removed rows above this share of a part are worth the work of building it anew, when they are not just a few. */
const mostGone = 0.2
const fewGone = 64

/** Of the index's own book: where each chunk is. */
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
  private readonly places = new Map<number, { shelf: Shelf; row: number }>()

  constructor(options: ResidentOptions) {
    this.dimensions = options.dimensions
    this.kind = options.kind
    this.partVectors = options.partVectors
  }

  get vectors(): number {
    return this.places.size
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

  /** Puts a part that was read from a file behind the others. */
  restore(saved: {
    part: GraphPart
    file: string
    chunkIds: number[]
    gone: readonly number[]
    isRetired: boolean
  }): void {
    const { part, file, chunkIds, isRetired } = saved
    const gone = new Uint8Array(chunkIds.length)
    for (const row of saved.gone) gone[row] = 1
    const shelf: Shelf = { part, file, fileRows: chunkIds.length, chunkIds, gone, live: 0, isRetired }
    this.shelves.push(shelf)
    for (const [row, chunkId] of chunkIds.entries()) if (gone[row] === 0) this.place(chunkId, { shelf, row })
  }

  /** Adds vectors, or puts them in the place of those that the chunks have. They stand one after the other. */
  put(chunkIds: readonly number[], vectors: Float16Array<ArrayBuffer>): void {
    for (let done = 0; done < chunkIds.length; ) {
      const shelf = this.open()
      const ids = chunkIds.slice(done, done + this.room() - shelf.part.rows())
      const first = shelf.part.rows()
      shelf.part.add(vectors.slice(done * this.dimensions, (done + ids.length) * this.dimensions))
      shelf.chunkIds.push(...ids)
      if (shelf.chunkIds.length > shelf.gone.length) shelf.gone = lengthen(shelf.gone, 2 * shelf.chunkIds.length)
      for (const [place, chunkId] of ids.entries()) this.place(chunkId, { shelf, row: first + place })
      done += ids.length
    }
    this.dropEmpty()
  }

  remove(chunkIds: readonly number[]): void {
    for (const chunkId of chunkIds) {
      this.forget(chunkId)
      this.places.delete(chunkId)
    }
    this.dropEmpty()
  }

  /**
   * Gives up parts: those that are not of the index's kind, and those that are worn, have anything gone, or all. What
   * is in them counts until it has been put into another. False when there was none.
   */
  retire(which: Retirement): boolean {
    const before = this.shelves.filter(({ isRetired }) => isRetired).length
    for (const shelf of this.shelves) {
      if (which === 'all' || shelf.part.kind !== this.kind || isSpent(shelf, which)) shelf.isRetired = true
    }
    const isAny = this.shelves.filter(({ isRetired }) => isRetired).length > before
    this.dropEmpty()
    return isAny
  }

  /** Chunks of parts that are given up. */
  listRetired(limit: number): number[] {
    const found: number[] = []
    for (const shelf of this.shelves) {
      if (!shelf.isRetired) continue
      for (let row = 0; row < shelf.chunkIds.length && found.length < limit; row++) {
        if (shelf.gone[row] === 0) found.push(shelf.chunkIds[row] as number)
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
    const rows = new Map<Shelf, { count: number; marks: Uint8Array }>()
    for (const chunkId of only) {
      const place = this.places.get(chunkId)
      if (place === undefined) continue
      let filter = rows.get(place.shelf)
      if (filter === undefined) {
        filter = { count: 0, marks: new Uint8Array(place.shelf.chunkIds.length) }
        rows.set(place.shelf, filter)
      }
      filter.count += filter.marks[place.row] === 0 ? 1 : 0
      filter.marks[place.row] = 1
    }
    const accepts = ({ count, marks }: { count: number; marks: Uint8Array }) => ({
      count,
      has: (row: number) => marks[row] === 1,
    })
    return new Map([...rows].map(([shelf, filter]) => [shelf, accepts(filter)]))
  }

  /** The part that takes what is new. */
  private open(): Shelf {
    const last = this.shelves.at(-1)
    if (last !== undefined && !last.isRetired && last.part.kind === this.kind && last.part.rows() < this.room())
      return last
    const part = this.kind === 'graph' ? createGraphPart(this.dimensions) : createExactPart(this.dimensions)
    const shelf = {
      part,
      file: null,
      fileRows: 0,
      chunkIds: [],
      gone: new Uint8Array(1_024),
      live: 0,
      isRetired: false,
    }
    this.shelves.push(shelf)
    return shelf
  }

  /** Rows of one part. */
  private room(): number {
    return this.kind === 'graph' ? this.partVectors : Number.POSITIVE_INFINITY
  }

  private place(chunkId: number, at: { shelf: Shelf; row: number }): void {
    this.forget(chunkId)
    this.places.set(chunkId, at)
    at.shelf.live++
  }

  private forget(chunkId: number): void {
    const place = this.places.get(chunkId)
    if (place === undefined) return
    place.shelf.gone[place.row] = 1
    place.shelf.live--
  }

  private dropEmpty(): void {
    this.shelves = this.shelves.filter(({ isRetired, live }) => !isRetired || live > 0)
  }
}

function isSpent({ part, live }: Shelf, which: 'worn' | 'stained'): boolean {
  const gone = part.rows() - live
  return which === 'stained' ? gone > 0 : gone >= fewGone && gone > mostGone * part.rows()
}

function acceptLive(shelf: Shelf): Accepted {
  const { gone } = shelf
  return { count: shelf.live, has: (row) => gone[row] === 0 }
}

function lengthen(marks: Uint8Array, length: number): Uint8Array {
  const longer = new Uint8Array(length)
  longer.set(marks)
  return longer
}
