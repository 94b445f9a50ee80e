import type { Span } from '../contract/common.ts'

/** A token as an embedding model saw it in its context: where it stands in the text, and its vector. */
export type TokenVector = Span & { vector: ArrayLike<number> }

/**
 * Late chunking: the vector of each chunk is the mean of its tokens' vectors, taken after the model has read the whole
 * text, and brought to length 1. A token belongs to each chunk that it shares a character with; tokens without characters
 * (the marks that a model puts around its input) to none. A chunk without any token has a vector of zeros.
 */
export function poolTokenVectors(tokens: readonly TokenVector[], chunks: readonly Span[]): Float32Array[] {
  const dimensions = tokens[0]?.vector.length ?? 0
  return chunks.map((chunk) => {
    const sum = new Float64Array(dimensions)
    for (const token of tokens) {
      if (token.end <= chunk.start || token.start >= chunk.end || token.end <= token.start) continue
      for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] ?? 0) + (token.vector[index] ?? 0)
    }
    // The length of the sum and of the mean differ by a factor only, which the division takes out.
    const length = Math.hypot(...sum)
    return Float32Array.from(sum, (value) => (length === 0 ? 0 : value / length))
  })
}
