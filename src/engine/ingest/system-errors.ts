import type { FileErrorCode } from '../../contract/errors.ts'

const fileErrors: Readonly<Record<string, FileErrorCode>> = {
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'FILE_NOT_FOUND',
  ENAMETOOLONG: 'FILE_NOT_FOUND',
  // A path with a NUL can name no file.
  ERR_INVALID_ARG_VALUE: 'FILE_NOT_FOUND',
  // A link that leads to itself.
  ELOOP: 'FILE_NOT_REGULAR',
  EISDIR: 'FILE_NOT_REGULAR',
  ERR_NOT_REGULAR_FILE: 'FILE_NOT_REGULAR',
  ERR_FS_FILE_TOO_LARGE: 'FILE_TOO_LARGE',
}

/** A pipe, a device, a socket or a folder where a file should be. */
export class NotRegularFileError extends Error {
  override readonly name = 'NotRegularFileError'
  readonly code = 'ERR_NOT_REGULAR_FILE'

  constructor() {
    super('not a regular file')
  }
}

/** What the file system answered, or Node at its door (`ERR_…`: a path with a NUL, for example). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false
  return 'syscall' in error || error.code.startsWith('ERR_')
}

/** Why a path can't be followed or read, from what the system threw; anything else is thrown again. */
export function toFileError(error: unknown): FileErrorCode {
  if (!isSystemError(error)) throw error
  return fileErrors[error.code] ?? 'FILE_UNREADABLE'
}
