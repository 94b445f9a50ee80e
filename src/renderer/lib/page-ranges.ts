/** Rising numbers as the runs that they form: 1, 2, 3, 7 are 1 to 3 and 7. */
export function toRanges(numbers: readonly number[]): readonly { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last !== undefined && number === last.to + 1) last.to = number
    else ranges.push({ from: number, to: number })
  }
  return ranges
}
