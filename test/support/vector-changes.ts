import { seededRandom } from '../../src/domain/seeded-random.ts'
import { vectorCluster } from './vector-checks.ts'
import { createVectorStore, type VectorStore } from './vector-store.ts'

/** Chunks that are put before any is replaced or removed. */
const first = 500

/** A store whose every change follows from its number, so that another process can bring it to the same state. */
export function changeVectorStore(head: number): { store: VectorStore; step(changes: number): number } {
  const store = createVectorStore()
  const random = seededRandom(1)
  const present: number[] = []
  let number = 0
  let lastChunk = 0

  function change(): void {
    number++
    const kind = random()
    const place = Math.floor(random() * present.length)
    const row = vectorCluster.row(Math.floor(random() * 3_000))
    if (number <= first || kind < 0.35) {
      present.push(++lastChunk)
      store.put(lastChunk, row)
      return
    }
    const chunkId = present[place] as number
    if (kind < 0.65) {
      store.put(chunkId, row)
      return
    }
    present.splice(place, 1)
    store.remove(chunkId)
  }

  function step(changes: number): number {
    for (let done = 0; done < changes; done++) change()
    return number
  }
  step(Math.max(head, first))
  return { store, step }
}
