import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** Why a file is not read at all. What the system itself says comes as its own error. */
export class SmallFileError extends Error {}

/**
 * A text that is small for certain: a device gives bytes without an end, and a pipe is waited for.
 *
 * @throws SmallFileError; the system's error when it can't be opened
 */
export async function readSmallFile(path: string, mostBytes: number): Promise<string> {
  // Without waiting for somebody to write, where it is a pipe.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const found = await file.stat()
  if (!found.isFile()) throw new SmallFileError('it is no file')
  if (found.size > mostBytes) throw new SmallFileError('it is too large')
  return await file.readFile('utf8')
}
