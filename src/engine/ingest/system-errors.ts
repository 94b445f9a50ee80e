import type { FileErrorCode } from '../../contract/errors.ts'

const fileErrors: Readonly<Record<string, FileErrorCode>> = {
  ENOENT: 'FILE_NOT_FOUND',
  ENOTDIR: 'FILE_NOT_FOUND',
  ENAMETOOLONG: 'FILE_NOT_FOUND',
  // A link that leads to itself.
  ELOOP: 'FILE_NOT_REGULAR',
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

/** Why a path can't be followed or read, from what the system threw; anything else is thrown again. */
export function toFileError(error: unknown): FileErrorCode {
  if (!isSystemError(error)) throw error
  return fileErrors[error.code] ?? 'FILE_UNREADABLE'
}
