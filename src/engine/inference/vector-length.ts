/** Numbers of one vector: more than any model gives, and few enough for memory when a file or a server lies. */
export const mostDimensions = 16_384

/** The same direction with length 1. The factor between a sum and its mean goes with it. Zeros stay zeros. */
export function toUnit(values: ArrayLike<number>): Float32Array {
  let square = 0
  for (let index = 0; index < values.length; index++) square += (values[index] ?? 0) ** 2
  const length = Math.sqrt(square)
  return Float32Array.from(values, (value) => (length === 0 ? 0 : value / length))
}
