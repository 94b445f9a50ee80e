import type { Pooling } from '../model-source.ts'
import { toUnit } from '../vector-length.ts'

/** The last hidden states of a batch, row after row: texts × sequence × dimensions. */
export type HiddenStates = { data: ArrayLike<number>; sequence: number; dimensions: number }

/** One vector of length 1 from the tokens of text `row`, of which the first `length` are no padding. */
export function poolText(
  { data, sequence, dimensions }: HiddenStates,
  { row, length, pooling }: { row: number; length: number; pooling: Pooling },
): Float32Array {
  const sum = new Float64Array(dimensions)
  const [first, last] = { mean: [0, length], cls: [0, 1], last: [length - 1, length] }[pooling] as [number, number]
  for (let token = first; token < last; token++) {
    const start = (row * sequence + token) * dimensions
    for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] ?? 0) + Number(data[start + index])
  }
  return toUnit(sum)
}
