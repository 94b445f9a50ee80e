import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { z } from 'zod'
import { isFailure } from '../../domain/failure.ts'
import { asDataFolderError } from './data-folder.ts'

const lockFile = 'lock'
const recordFile = 'host.json'

/** Who holds a data folder, and where it can be reached when it serves programs. */
export const LockRecord = z.object({
  pid: z.int(),
  startedAt: z.int(),
  /** Base address on loopback, such as `http://127.0.0.1:4711`; null when the holder serves nobody. */
  address: z.string().nullable(),
  /** Bearer token for `address`. The record is readable by its owner only. */
  token: z.string().nullable(),
})
export type LockRecord = z.infer<typeof LockRecord>

/** Another engine holds the data folder. Its record is null in the moment before it has written one. */
export class DataFolderLockedError extends Error {
  readonly code = 'DATA_FOLDER_LOCKED'
  readonly holder: LockRecord | null
  constructor(holder: LockRecord | null) {
    super(`Another Diwan${holder === null ? '' : ` (process ${holder.pid})`} is using this data folder.`)
    this.holder = holder
  }
}

export type DataFolderLock = {
  /** Tells other programs of this person how to reach the holder. */
  announce(reach: { address: string; token: string }): void
  release(): void
}

/** Someone who only asks whether the folder is held, or lets go of it, has the lock for less than a moment. */
const patienceMilliseconds = 250

/**
 * The operating system's lock on `<data>/lock` is what counts: it goes with its process, however that ends, so there is
 * no stale lock to guess about. SQLite takes it the same way on every platform. `<data>/host.json` only says who it is.
 *
 * The folder has been prepared.
 *
 * @throws DataFolderLockedError
 */
export function acquireLock(dataFolder: string): DataFolderLock {
  const database = lockForGood(dataFolder)
  if (database === null) throw new DataFolderLockedError(readRecord(dataFolder))
  const recordPath = join(dataFolder, recordFile)
  const startedAt = Date.now()

  const save = (record: LockRecord) => {
    const temporary = `${recordPath}.new`
    writeFileSync(temporary, JSON.stringify(record), { mode: 0o600 })
    renameSync(temporary, recordPath)
  }
  try {
    save({ pid: process.pid, startedAt, address: null, token: null })
  } catch (error) {
    const failure = asDataFolderError(error, dataFolder)
    // What is stored can be read from a full disk, too. The record of an earlier holder would mislead.
    rmSync(recordPath, { force: true })
    if (!isFailure(failure) || failure.code !== 'DISK_FULL') {
      database.close()
      throw failure
    }
  }

  return {
    announce: ({ address, token }) => save({ pid: process.pid, startedAt, address, token }),
    release() {
      if (!database.open) return
      rmSync(recordPath, { force: true })
      database.close()
    },
  }
}

/**
 * The record of the engine that holds the folder now; null when nobody does.
 *
 * @throws DataFolderError
 */
export function readLock(dataFolder: string): LockRecord | null {
  try {
    return isHeld(join(dataFolder, lockFile)) ? readRecord(dataFolder) : null
  } catch (error) {
    throw asDataFolderError(error, dataFolder)
  }
}

/** Null when another has it. */
function lockForGood(dataFolder: string): Database.Database | null {
  const path = join(dataFolder, lockFile)
  const database = new Database(path, { timeout: patienceMilliseconds })
  try {
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    if (process.platform !== 'win32') chmodSync(path, 0o600)
    return database
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
}

/** Asks by a lock that those who ask share, so that they do not take one another for a holder. */
function isHeld(path: string): boolean {
  if (!existsSync(path)) return false
  const database = new Database(path, { readonly: true, timeout: 0 })
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    database.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
}

/** Null when the holder has not written it, or is just removing it, or something else wrote over it. */
function readRecord(dataFolder: string): LockRecord | null {
  const parsed = LockRecord.safeParse(readJson(join(dataFolder, recordFile)))
  return parsed.success ? parsed.data : null
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    // The record only says who holds the folder; that it is held does not depend on it.
    if (isGone || error instanceof SyntaxError) return null
    throw error
  }
}
