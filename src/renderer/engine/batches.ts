/** What one call carries: small enough that progress moves and a lost connection costs little. */
export const batchLimit = { files: 32, bytes: 12_000_000 }

/** Splits files into calls, in order. A file larger than the limit goes alone. */
export function inBatches<Item extends { size: number }>(files: readonly Item[]): readonly (readonly Item[])[] {
  const batches: Item[][] = []
  let bytes = 0
  for (const file of files) {
    const last = batches.at(-1)
    if (last === undefined || last.length >= batchLimit.files || bytes + file.size > batchLimit.bytes) {
      batches.push([file])
      bytes = file.size
    } else {
      last.push(file)
      bytes += file.size
    }
  }
  return batches
}
