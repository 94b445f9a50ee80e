import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Where usearch writes and reads: it knows files only, and nothing plain may stay on a disk. In memory where the system
 * has a file system for it and there is room, else in a folder of ours, readable by its owner only.
 */
export type PlainFiles = {
  /** Gives `use` a path where nothing is, and deletes what it has written there. */
  with<Result>(bytes: number, use: (path: string) => Promise<Result>): Promise<Result>
  close(): void
}

export const memoryFolder = '/dev/shm'

/** Left to others in memory. */
const spareBytes = 64 * 1_048_576

/** Makes the folders, and deletes what a process that was killed has left. One process a folder. */
export function createPlainFiles(folder: string): PlainFiles {
  const onDisk = join(folder, 'plain')
  const inMemory = makeMemoryFolder(memoryPrefix(folder))
  rmSync(onDisk, { recursive: true, force: true })
  mkdirSync(onDisk, { recursive: true, mode: 0o700 })
  let number = 0

  async function hasRoom(path: string, bytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize > bytes + spareBytes
  }

  return {
    async with(bytes, use) {
      const place = inMemory !== null && (await hasRoom(inMemory, bytes)) ? inMemory : onDisk
      const path = join(place, String(number++))
      try {
        return await use(path)
      } finally {
        await rm(path, { force: true })
      }
    },
    close() {
      for (const place of [inMemory, onDisk]) if (place !== null) rmSync(place, { recursive: true, force: true })
    },
  }
}

/** Names in memory that belong to a folder begin with this. */
export function memoryPrefix(folder: string): string {
  return `diwan-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}-`
}

function makeMemoryFolder(prefix: string): string | null {
  if (process.platform !== 'linux') return null
  try {
    const left = readdirSync(memoryFolder).filter((name) => name.startsWith(prefix))
    for (const name of left) rmSync(join(memoryFolder, name), { recursive: true, force: true })
    return mkdtempSync(join(memoryFolder, prefix))
  } catch (error) {
    // A system without it, or where it is closed to this account, has its disk.
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(String(error.code))
    )
      return null
    throw error
  }
}
