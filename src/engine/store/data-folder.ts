import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../domain/failure.ts'

/**
 * A data folder that cannot be used; what is in it was not changed.
 *
 * - `DATA_FOLDER_NOT_A_FOLDER`: something else has its name, or the name of a folder above it
 * - `DATA_FOLDER_UNUSABLE`: it can't be made, read or written
 */
export class DataFolderError extends Error {
  readonly code: 'DATA_FOLDER_NOT_A_FOLDER' | 'DATA_FOLDER_UNUSABLE'
  readonly data: { dataFolder: string }
  constructor(code: DataFolderError['code'], options: { dataFolder: string; reason: string; cause?: unknown }) {
    const { dataFolder, reason, cause } = options
    super(`The data folder ${dataFolder} cannot be used: ${reason}.`, { cause })
    this.name = 'DataFolderError'
    this.code = code
    this.data = { dataFolder }
  }
}

/**
 * Makes the data folder and the folders above it that are missing, for their owner only, and checks that it can be
 * written.
 *
 * @throws DataFolderError, Failure DISK_FULL
 */
export function prepareDataFolder(dataFolder: string): void {
  try {
    const missing = listMissing(dataFolder)
    requireFolder(missing[0] === undefined ? dataFolder : dirname(missing[0]), dataFolder)
    // One by one: asked for all at once, Node tries for ever where nothing can be made, as in /proc.
    for (const folder of missing) makeFolder(folder)
  } catch (error) {
    throw asDataFolderError(error, dataFolder)
  }
}

/** The folder and those above it that are not there, the outermost first. */
function listMissing(path: string): string[] {
  const parent = dirname(path)
  return existsSync(path) || parent === path ? [] : [...listMissing(parent), path]
}

function requireFolder(folder: string, dataFolder: string): void {
  if (!statSync(folder).isDirectory()) {
    const reason = folder === dataFolder ? 'it is not a folder' : `${folder} is not a folder`
    throw new DataFolderError('DATA_FOLDER_NOT_A_FOLDER', { dataFolder, reason })
  }
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another command may have made it in this moment. A link that leads nowhere is not followed by this check.
    if (codeOf(error) !== 'EEXIST' || !existsSync(folder)) throw error
  }
}

/** What the system says, in the words that stand after "cannot be used". */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to read and write it',
  EPERM: 'there is no permission to read and write it',
  EROFS: 'it is on a disk that can only be read',
  ENOENT: 'it cannot be made here',
  EEXIST: 'a link that leads nowhere has its name',
  ENOTDIR: 'one of the folders above it is a file',
  ELOOP: 'a link on the way leads to itself',
  ENAMETOOLONG: 'its name is too long',
  ERR_INVALID_ARG_VALUE: 'no folder can have this name',
  SQLITE_CANTOPEN: 'a file in it cannot be opened',
  SQLITE_READONLY: 'there is no permission to write the files in it',
  SQLITE_PERM: 'there is no permission to write the files in it',
}

const notFolders = new Set(['EEXIST', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

/**
 * An error of opening a data folder, as one that names the folder when the system or SQLite refused a file of it or has
 * no room; any other error as it is.
 */
export function asDataFolderError(error: unknown, dataFolder: string): unknown {
  if (error instanceof DataFolderError) return error
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return new Failure('DISK_FULL', {}, { cause: error })
  }
  const reason = reasons[code]
  if (reason === undefined) {
    // A migration, for one, says what failed and has the reason below.
    const below = error instanceof Error && error.cause !== undefined ? error.cause : null
    const known = below === null ? null : asDataFolderError(below, dataFolder)
    return known === below || known === null ? error : known
  }
  const kind = notFolders.has(code) ? 'DATA_FOLDER_NOT_A_FOLDER' : 'DATA_FOLDER_UNUSABLE'
  return new DataFolderError(kind, { dataFolder, reason, cause: error })
}

/** The code of the system, or SQLite's without what it adds to say where: `SQLITE_CANTOPEN_ISDIR` is one of the first kind. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code.replace(/^(SQLITE_[A-Z]+)_\w+$/, '$1') : ''
}
