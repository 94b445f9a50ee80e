/**
 * What one write of many takes on, so that it is done in some 50 ms on a slow machine: so many documents, and no more
 * chunks than these unless a single document has more.
 */
const most = { documents: 100, chunks: 500 }

/** Documents in runs that are written together, in their order. */
export function* inBatches<Document extends { chunks: number }>(documents: readonly Document[]): Generator<Document[]> {
  let batch: Document[] = []
  let chunks = 0
  for (const document of documents) {
    if (batch.length > 0 && (batch.length === most.documents || chunks + document.chunks > most.chunks)) {
      yield batch
      batch = []
      chunks = 0
    }
    batch.push(document)
    chunks += document.chunks
  }
  if (batch.length > 0) yield batch
}
