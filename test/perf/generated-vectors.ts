import { seededRandom } from '../../src/domain/seeded-random.ts'
import type { PackedVector, VectorSource } from '../../src/engine/vectors/vectors.ts'
import { packVector } from '../support/vector-store.ts'

/** Vectors of chunks 1 to `count` around random centres, each made when it is asked for: a million take no memory. */
export type GeneratedVectors = VectorSource & {
  count: number
  dimensions: number
  vector(chunkId: number): Float32Array<ArrayBuffer>
  /** Questions: texts of the same subjects that are not among the chunks. */
  questions(count: number): Float32Array<ArrayBuffer>[]
}

const clusters = 200

export function generateVectors(options: { count: number; dimensions: number }): GeneratedVectors {
  const { count, dimensions } = options
  const centres = Array.from({ length: clusters }, (_, cluster) => normals(dimensions, 1_000_000_000 + cluster))

  function vector(number: number): Float32Array<ArrayBuffer> {
    const centre = centres[Math.floor(seededRandom(number)() * clusters)] as Float32Array
    const values = normals(dimensions, number)
    let squares = 0
    for (let place = 0; place < dimensions; place++) {
      values[place] = (values[place] as number) + (centre[place] as number)
      squares += (values[place] as number) ** 2
    }
    const length = Math.sqrt(squares)
    return values.map((value) => value / length)
  }

  const packed = (chunkId: number): { chunkId: number; vector: PackedVector } => ({
    chunkId,
    vector: packVector(vector(chunkId)),
  })
  return {
    count,
    dimensions,
    vector,
    questions: (wanted) => Array.from({ length: wanted }, (_, question) => vector(2_000_000_000 + question)),
    head: () => Promise.resolve({ number: count, vectors: count }),
    changes: () => Promise.resolve([]),
    vectors: (after, limit) =>
      Promise.resolve(Array.from({ length: Math.min(limit, count - after) }, (_, place) => packed(after + place + 1))),
    vectorsOf: (chunkIds) => Promise.resolve(chunkIds.map(packed)),
  }
}

/** Normally distributed numbers (Box, Muller), two of each pair of uniform ones. */
function normals(length: number, seed: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed)
  const values = new Float32Array(length)
  for (let place = 0; place < length; place += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    const angle = 2 * Math.PI * random()
    values[place] = radius * Math.cos(angle)
    if (place + 1 < length) values[place + 1] = radius * Math.sin(angle)
  }
  return values
}
