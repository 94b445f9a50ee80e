/** The nearest-rank percentiles: the smallest value that so many of all are not above. Null of nothing. */
export function percentilesOf(values: readonly number[]): { p50: number; p95: number } | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((one, other) => one - other)
  const at = (part: number) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}
