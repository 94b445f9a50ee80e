import { seededRandom } from '../../../src/domain/seeded-random.ts'
import type { RandomNormal } from './bert-graph.ts'

/** The same numbers for the same seed (Box and Muller). */
export function createNormal(seed: number): RandomNormal {
  const uniform = seededRandom(seed)
  // 1 minus: the logarithm of 0 is never taken.
  const next = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return (count, deviation) => {
    const numbers = new Float32Array(count)
    for (let index = 0; index < count; index++) numbers[index] = deviation * next()
    return numbers
  }
}
