import type { IndexThread } from './index-thread.ts'
import { createNearest } from './nearest.ts'
import { packTogether } from './pack-together.ts'
import type { IndexPlace, Neighbour, VectorSearch, VectorSource } from './vectors.ts'

/** Vectors asked of the source at once. */
const page = 1_024

export type SearchedIndex = {
  index: number
  place: IndexPlace
  source: VectorSource
  thread: IndexThread
  /** Whether a filter lets so few through that each is compared. */
  isFew(only: readonly number[]): boolean
}

/** Finds the nearest in an index that is open. Throws RangeError for a vector of another space. */
export async function searchIndex(searched: SearchedIndex, search: VectorSearch): Promise<Neighbour[]> {
  const { index, thread } = searched
  const query = unitLength(search.vector, searched.place.dimensions)
  const { limit, only } = search
  if (limit < 1 || only?.length === 0) return []
  if (only !== undefined && searched.isFew(only)) return compareEach(searched, { ...search, only, query })
  const found = await thread.ask('search', {
    index,
    query,
    limit,
    only: only === undefined ? null : Float64Array.from(only),
  })
  // Null only with a filter: what it lets through stands too far behind what it does not.
  return found ?? compareEach(searched, { ...search, only: only ?? [], query })
}

async function compareEach(
  { thread, source }: SearchedIndex,
  search: VectorSearch & { only: readonly number[]; query: Float32Array<ArrayBuffer> },
): Promise<Neighbour[]> {
  const { query, limit, only, signal } = search
  const nearest = createNearest<Neighbour>(limit)
  const wanted = [...new Set(only)]
  for (let done = 0; done < wanted.length; done += page) {
    signal?.throwIfAborted()
    const vectors = await source.vectorsOf(wanted.slice(done, done + page))
    const packed = packTogether(vectors)
    const chunkIds = vectors.map(({ chunkId }) => chunkId)
    const found = await thread.ask('compare', { query, limit, chunkIds, vectors: packed }, [packed.buffer])
    for (const neighbour of found) nearest.add(neighbour)
  }
  return nearest.sorted()
}

/** A copy of length 1; a vector of zeros stays as it is. */
function unitLength(vector: Float32Array, dimensions: number): Float32Array<ArrayBuffer> {
  if (vector.length !== dimensions || !vector.every(Number.isFinite)) {
    throw new RangeError(`a vector of ${dimensions} numbers is needed`)
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? Float32Array.from(vector) : Float32Array.from(vector, (value) => value / length)
}
