import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { NotRegularFileError } from './system-errors.ts'

/** Reading alone, and without waiting: a pipe that nobody writes to would be waited for where nothing can be interrupted. */
export const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Opens a file for reading, links followed. A pipe or a device is told apart before it is opened, since opening one can
 * have effects, and once more after it, since it may take a file's place in between. Throws the system's error, or
 * NotRegularFileError.
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  await checkRegular(path)
  const handle = await open(path, readWithoutWaiting)
  try {
    if (!(await handle.stat()).isFile()) throw new NotRegularFileError()
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Throws the system's error, or NotRegularFileError. */
export async function checkRegular(path: string): Promise<void> {
  if (!(await stat(path)).isFile()) throw new NotRegularFileError()
}
