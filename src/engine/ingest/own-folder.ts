import { type BigIntStats, readdirSync, realpathSync, statSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Diwan's data folder, as the file system knows it. Nothing in it is ever opened as somebody's document: on POSIX
 * systems, closing any descriptor of a file drops all locks that the process has on it, so that reading the database or
 * the lock file would let a second engine in; and the files beside them hold secrets.
 *
 * A plain record, which crosses into reader threads.
 */
export type OwnFolder = {
  path: string
  /** The pair names the folder on every platform, however its path is written. */
  device: bigint
  inode: bigint
}

/** The folder must exist. */
export function findOwnFolder(dataFolder: string): OwnFolder {
  const { dev, ino } = statSync(dataFolder, { bigint: true })
  return { path: dataFolder, device: dev, inode: ino }
}

export function isOwnFolder(found: BigIntStats, own: OwnFolder): boolean {
  return found.dev === own.device && found.ino === own.inode
}

/**
 * Whether a path leads to the data folder or into it, through any links, or to another name of a file in it. Throws the
 * system's error when it leads nowhere.
 */
export async function leadsToOwn(path: string, own: OwnFolder): Promise<boolean> {
  const real = await realpath(path)
  const [found, ...folders] = await Promise.all(upFrom(real).map((entry) => stat(entry, { bigint: true })))
  if ([found, ...folders].some((entry) => entry !== undefined && isOwnFolder(entry, own))) return true
  return found !== undefined && isOtherName(found, own)
}

/** The same for a thread that has nothing else to do: a few microseconds a file. */
export function leadsToOwnSync(path: string, own: OwnFolder): boolean {
  const real = realpathSync.native(path)
  const found = statSync(real, { bigint: true })
  if (upFrom(real).some((entry) => isOwnFolder(statSync(entry, { bigint: true }), own))) return true
  return isOtherName(found, own)
}

/** The path and every folder above it. */
function upFrom(path: string): string[] {
  const folder = dirname(path)
  return folder === path ? [path] : [path, ...upFrom(folder)]
}

/** Hard links, as tools for backups make them. The folder is Diwan's own, on a local disk, and has a dozen entries. */
function isOtherName(found: BigIntStats, own: OwnFolder): boolean {
  if (found.nlink === 1n || !found.isFile()) return false
  return readdirSync(own.path).some((name) => {
    const file = statSync(join(own.path, name), { bigint: true, throwIfNoEntry: false })
    return file?.dev === found.dev && file.ino === found.ino
  })
}
