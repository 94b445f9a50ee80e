import type { ChunkVector } from './vectors.ts'

/** The vectors one after the other, in a buffer of their own. */
export function packTogether(vectors: readonly ChunkVector[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(vectors.reduce((sum, { vector }) => sum + vector.byteLength, 0))
  let filled = 0
  for (const { vector } of vectors) {
    packed.set(vector, filled)
    filled += vector.byteLength
  }
  return packed
}
