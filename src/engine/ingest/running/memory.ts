const mebibyte = 1_048_576

/** What of the machine's memory is this process's, and what nobody has taken. All in bytes. */
export type MemoryUse = { process: number; available: number; total: number }

export function measureMemory(): MemoryUse {
  return {
    process: process.memoryUsage.rss(),
    // Both know the limits of a container.
    available: process.availableMemory(),
    total: process.constrainedMemory(),
  }
}

/**
 * Whether so little is left, or so much is Diwan's, that no more files should be begun beside those in work. A large
 * file takes a few hundred megabytes while it is read.
 */
export function isMemoryShort({ process: own, available, total }: MemoryUse): boolean {
  const least = Math.min(512 * mebibyte, total / 8)
  return available < least || own > Math.max(total / 2, 1_024 * mebibyte)
}
