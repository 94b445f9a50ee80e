import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** How long copies that were made before an upgrade are kept: what was erased is in them until they go. */
const keptDays = 30
const dayMs = 24 * 60 * 60 * 1_000

export type Backup = { path: string; madeAt: number; goneBy: number }

export function backupFolder(dataFolder: string): string {
  return join(dataFolder, 'backups')
}

/** The name of a copy that is made before a database of this level is upgraded. */
export function backupName(level: number, now: number): string {
  return `before-migration-${level}-${now}.db`
}

const namePattern = /^before-migration-\d+-(\d+)\.db$/

/** Copies made before upgrades, in no order. */
export async function listBackups(dataFolder: string): Promise<Backup[]> {
  const folder = backupFolder(dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return (await readdir(folder)).flatMap((name) => {
    const madeAt = namePattern.exec(name)?.[1]
    if (madeAt === undefined) return []
    return { path: join(folder, name), madeAt: Number(madeAt), goneBy: Number(madeAt) + keptDays * dayMs }
  })
}

/** Deletes the copies whose time is over; answers with their number. */
export async function deleteOldBackups(dataFolder: string, now: number): Promise<number> {
  const old = (await listBackups(dataFolder)).filter(({ goneBy }) => goneBy <= now)
  for (const { path } of old) {
    // What SQLite may have left beside it was made from it.
    for (const file of [path, `${path}-wal`, `${path}-shm`]) await rm(file, { force: true })
  }
  return old.length
}
