import type { StoredPlace } from '../../store/repositories/library-spaces.ts'
import type { Store } from '../../store/store.ts'
import type { VectorSource } from '../../vectors/vectors.ts'

/** The store as the source of one index. */
export function vectorSourceOf(store: Store, { libraryKey, key: spaceKey }: StoredPlace): VectorSource {
  const place = { libraryKey, spaceKey }
  return {
    head: () => store.read('vectorSource.head', place),
    changes: (after, limit) => store.read('vectorSource.changes', { ...place, after, limit }),
    vectors: (afterChunk, limit) => store.read('vectorSource.vectors', { ...place, afterChunk, limit }),
    vectorsOf: (chunkIds) => store.read('vectorSource.vectorsOf', { ...place, chunkIds }),
  }
}

/** A vector as the store keeps it: 16-bit floats, little endian, as every machine that Diwan runs on has them. */
export function packVector(vector: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float16Array.from(vector).buffer)
}
