import { seededRandom } from '../../src/domain/seeded-random.ts'

export type Cluster = { rows: Float32Array<ArrayBuffer>; row(number: number): Float32Array<ArrayBuffer> }

/**
 * Unit vectors around random centres, as texts of a few subjects give them. `spread` is how far from its centre one is,
 * beside the distance of the centres. The same seed gives the same vectors.
 */
export function clusteredVectors(options: {
  count: number
  dimensions: number
  seed: number
  clusters?: number
  spread?: number
}): Cluster {
  const { count, dimensions, seed, clusters = 100, spread = 1 } = options
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const centres = Float32Array.from({ length: clusters * dimensions }, normal)
  const rows = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) {
    const centre = Math.floor(random() * clusters) * dimensions
    let squares = 0
    for (let place = 0; place < dimensions; place++) {
      const value = (centres[centre + place] as number) + spread * normal()
      rows[row * dimensions + place] = value
      squares += value * value
    }
    const length = Math.sqrt(squares)
    for (let place = 0; place < dimensions; place++) {
      const at = row * dimensions + place
      rows[at] = (rows[at] as number) / length
    }
  }
  return { rows, row: (number) => rows.slice(number * dimensions, (number + 1) * dimensions) }
}
