/** Vectors of the latest questions. */
export type RecentVectors = {
  /** Null for a text that is not among them. */
  get(text: string): Float32Array | null
  put(text: string, vector: Float32Array): void
}

const mostTexts = 500
/** Longer texts are no questions, and would keep memory for nothing. */
const longestText = 2_000

export function createRecentVectors(): RecentVectors {
  const vectors = new Map<string, Float32Array>()
  return {
    get(text) {
      const vector = vectors.get(text)
      if (vector === undefined) return null
      // A map keeps the order in which its keys came: what is used goes to the end.
      vectors.delete(text)
      vectors.set(text, vector)
      return vector
    },
    put(text, vector) {
      if (text.length > longestText) return
      vectors.set(text, vector)
      const [oldest] = vectors.keys()
      if (vectors.size > mostTexts && oldest !== undefined) vectors.delete(oldest)
    },
  }
}
