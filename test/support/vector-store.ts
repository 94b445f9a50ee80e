import type { ChunkVector, PackedVector, VectorChange, VectorSource } from '../../src/engine/vectors/vectors.ts'

/** A source of vectors in memory that keeps its changes as the store does. */
export type VectorStore = VectorSource & {
  put(chunkId: number, vector: Float32Array): void
  remove(chunkId: number): void
  /** Forgets changes up to a number, as the store does with what every index has. */
  forgetChanges(upTo: number): void
  /** The true nearest, by comparing all of them. */
  nearest(vector: Float32Array, limit: number, only?: readonly number[]): number[]
  /** Null when the chunk has no vector. */
  similarity(chunkId: number, vector: Float32Array): number | null
  chunkIds(): number[]
  /** How often each was asked. */
  asked: { changes: number; vectors: number; vectorsOf: number }
}

export function createVectorStore(): VectorStore {
  const vectors = new Map<number, PackedVector>()
  let changes: { number: number; chunkId: number }[] = []
  let last = 0
  let forgotten = 0
  let order: number[] | null = null
  const asked = { changes: 0, vectors: 0, vectorsOf: 0 }

  function sorted(): number[] {
    order ??= [...vectors.keys()].sort((left, right) => left - right)
    return order
  }

  function note(chunkId: number): void {
    order = null
    last++
    changes.push({ number: last, chunkId })
  }

  const present = (chunkIds: readonly number[]): ChunkVector[] =>
    chunkIds.flatMap((chunkId) => {
      const vector = vectors.get(chunkId)
      return vector === undefined ? [] : [{ chunkId, vector }]
    })

  return {
    asked,
    put(chunkId, vector) {
      vectors.set(chunkId, packVector(vector))
      note(chunkId)
    },
    remove(chunkId) {
      vectors.delete(chunkId)
      note(chunkId)
    },
    forgetChanges(upTo) {
      forgotten = upTo
      changes = changes.filter(({ number }) => number > upTo)
    },
    similarity(chunkId, vector) {
      const packed = vectors.get(chunkId)
      return packed === undefined ? null : similarity(packed, vector)
    },
    chunkIds: () => [...sorted()],
    nearest(vector, limit, only) {
      const among = only === undefined ? sorted() : only
      const scored = present(among).map((one) => ({ id: one.chunkId, similarity: similarity(one.vector, vector) }))
      return scored
        .sort((left, right) => right.similarity - left.similarity)
        .slice(0, limit)
        .map(({ id }) => id)
    },
    head: () => Promise.resolve({ number: last, vectors: vectors.size }),
    changes(after, limit) {
      asked.changes++
      if (after < forgotten) return Promise.resolve(null)
      const first = changes.findIndex(({ number }) => number > after)
      const some = first === -1 ? [] : changes.slice(first, first + limit)
      return Promise.resolve(
        some.map(({ number, chunkId }): VectorChange => ({ number, chunkId, vector: vectors.get(chunkId) ?? null })),
      )
    },
    vectors(afterChunk, limit) {
      asked.vectors++
      const first = sorted().findIndex((chunkId) => chunkId > afterChunk)
      return Promise.resolve(first === -1 ? [] : present(sorted().slice(first, first + limit)))
    },
    vectorsOf(chunkIds) {
      asked.vectorsOf++
      return Promise.resolve(present(chunkIds))
    },
  }
}

export function packVector(vector: Float32Array): PackedVector {
  return new Uint8Array(new Float16Array(vector).buffer)
}

function similarity(packed: PackedVector, vector: Float32Array): number {
  const values = new Float16Array(packed.buffer, packed.byteOffset, vector.length)
  let sum = 0
  for (let place = 0; place < vector.length; place++) sum += (values[place] as number) * (vector[place] as number)
  return sum
}
