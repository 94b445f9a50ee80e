import type { Match } from './nearest.ts'

/** Which rows of a part may be found, and how many they are. */
export type Accepted = { count: number; has(row: number): boolean }

/**
 * Vectors under row numbers from 0 up. Rows are only added: one that is not wanted any more is not accepted in searches,
 * until the whole part is given up.
 */
export type Part = {
  readonly kind: 'exact' | 'graph'
  rows(): number
  /** One vector after the other, each `dimensions` long. */
  add(vectors: Float16Array<ArrayBuffer>): void
  /**
   * The most similar accepted rows, the best first; fewer than asked for only when there are no more, or when too many
   * others stand before them: then `gaveUp`, if the search allowed it.
   */
  search(search: PartSearch): { matches: Match[]; gaveUp: boolean }
  /** Roughly, of memory. */
  bytes(): number
}

export type PartSearch = {
  /** Of length 1. */
  query: Float32Array<ArrayBuffer>
  limit: number
  accepted: Accepted
  mayGiveUp: boolean
}

export function dotProduct(rows: Float16Array, start: number, query: Float32Array): number {
  let sum = 0
  for (let place = 0; place < query.length; place++) sum += (rows[start + place] as number) * (query[place] as number)
  return sum
}
