/** Unit of measure: 0 for the same direction, 1 for nothing in common, 2 for the opposite. A zero vector is like nothing. */
export function cosineDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let product = 0
  let firstSquares = 0
  let secondSquares = 0
  for (let index = 0; index < first.length; index++) {
    const a = first[index] ?? 0
    const b = second[index] ?? 0
    product += a * b
    firstSquares += a * a
    secondSquares += b * b
  }
  const norm = Math.sqrt(firstSquares * secondSquares)
  return norm === 0 ? 1 : 1 - product / norm
}

/** The value below which `percent` of the values lie, between the two nearest by their distance; NaN without values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = ((sorted.length - 1) * percent) / 100
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/**
 * Where the subject changes: indexes of the pieces before which to cut, in order. `distances[i]` lies between the pieces
 * `i` and `i + 1`; null where they are apart anyhow, as on two pages. A cut is made at distances beyond the percentile.
 */
export function findBreakpoints(distances: readonly (number | null)[], percent: number): number[] {
  const threshold = percentile(
    distances.filter((distance) => distance !== null),
    percent,
  )
  return distances.flatMap((distance, index) => (distance !== null && distance > threshold ? [index + 1] : []))
}
