/** A chunk's vector as the store keeps it: 16-bit floats, little endian, of length 1. */
export type PackedVector = Uint8Array<ArrayBuffer>

export type VectorChange = {
  number: number
  chunkId: number
  /** Null: the chunk is gone. */
  vector: PackedVector | null
}

/**
 * Where an index gets its vectors from: the store, which this room does not know. Numbers of changes only grow, and a
 * later change of a chunk takes the place of an earlier one.
 */
export type VectorSource = {
  /**
   * The last change's number, which stays when changes are not kept any more, and how many chunks have a vector after
   * it.
   */
  head(): Promise<{ number: number; vectors: number }>
  /** Changes after a number, in order; null when some of them are not kept any more, so that only a rebuild helps. */
  changes(after: number, limit: number): Promise<VectorChange[] | null>
  /** Every vector, in the order of chunk ids, after the given one; 0 for the first. */
  vectors(afterChunk: number, limit: number): Promise<ChunkVector[]>
  /** The vectors of these chunks, in any order; chunks that have none are left out. */
  vectorsOf(chunkIds: readonly number[]): Promise<ChunkVector[]>
}

export type ChunkVector = { chunkId: number; vector: PackedVector }

export type IndexPlace = {
  libraryId: string
  /** Of the model's vectors; part of the file's name. */
  fingerprint: string
  dimensions: number
}

/** `similarity`: cosine, 1 for the same direction. */
export type Neighbour = { chunkId: number; similarity: number }

export type VectorSearch = {
  vector: Float32Array
  limit: number
  /** Only these chunks; without it, all. */
  only?: readonly number[] | undefined
  signal?: AbortSignal | undefined
}

/** One library's vectors of one model. */
export type VectorIndex = {
  /** The nearest first. `isComplete` is false while changes of the store are not in it yet. */
  search(search: VectorSearch): Promise<{ neighbours: Neighbour[]; isComplete: boolean }>
  /** The store has changed: takes it up soon. */
  wake(): void
  /** Resolves when everything that the store had at this moment is in the index, and on disk where it is kept there. */
  settle(): Promise<void>
  /**
   * As `settle`; and nothing of vectors that were removed or replaced until now is left in memory or on disk, where it
   * otherwise stays, unfindable, until a fifth of it is such.
   */
  purge(): Promise<void>
  state(): IndexState
}

export type IndexState = {
  vectors: number
  /** Number of the store's last change that is in it. */
  reached: number
  /** `exact`: every vector is compared. `graph`: HNSW. */
  kind: 'exact' | 'graph'
  doing: 'nothing' | 'opening' | 'catching-up' | 'rebuilding'
  bytes: number
}

/** The vector indexes of a data folder. Derived: each can be deleted and is made again from its source. */
export type Vectors = {
  /** Opens an index, or makes it. The same place gives the same index. Throws Failure ENGINE_UNAVAILABLE once closed. */
  open(place: IndexPlace, source: VectorSource): VectorIndex
  /** Forgets an index and deletes its file. Whoever has it finds nothing in it, and it is not complete. */
  drop(place: IndexPlace): Promise<void>
  /** Deletes files that belong to none of these places. */
  sweep(places: readonly IndexPlace[]): Promise<void>
  close(): Promise<void>
}
