import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own in memory, most of which a ballast can take. */
export type SmallDisk = {
  /** Where it is mounted. */
  path: string
  /** Puts ballast on it until so many bytes are free. */
  fill(): void
  /** Takes the ballast away. */
  free(): void
} & Disposable

const piece = Buffer.alloc(64_000_000)

/** A disk of `megabytes`, of which `fill` leaves `freeBytes`; or in words why there can't be one. */
export function mountSmallDisk(options: { megabytes: number; freeBytes: number }): SmallDisk | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk can be made by root on Linux only'
  const path = join(tmpdir(), `diwan-small-disk-${process.pid}`)
  mkdirSync(path, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${options.megabytes}m`, 'tmpfs', path], { stdio: 'pipe' })
  } catch (error) {
    rmSync(path, { recursive: true })
    return `no small disk: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
  const ballast = join(path, 'ballast')
  return {
    path,
    fill() {
      rmSync(ballast, { force: true })
      const { bavail, bsize } = statfsSync(path)
      for (let left = bavail * bsize - options.freeBytes; left > 0; left -= piece.length) {
        appendFileSync(ballast, piece.subarray(0, left))
      }
    },
    free: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', path])
      rmSync(path, { recursive: true })
    },
  }
}
