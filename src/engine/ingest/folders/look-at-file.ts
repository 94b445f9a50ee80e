import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { sizeAndTimes } from '../adding/scan-folder.ts'
import { toFileError } from '../system-errors.ts'

/** What stands at a path. `changedAt` is as the system says, however short ago. `closed`: it may not be looked at. */
export type FileLook = ({ state: 'file' } & ReturnType<typeof sizeAndTimes>) | { state: 'gone' | 'closed' }

/** Links are followed. A path where no regular file stands has none. */
export async function lookAtFile(path: string): Promise<FileLook> {
  let found: BigIntStats
  try {
    found = await stat(path, { bigint: true })
  } catch (error) {
    return { state: toFileError(error) === 'FILE_NOT_FOUND' ? 'gone' : 'closed' }
  }
  return found.isFile() ? { state: 'file', ...sizeAndTimes(found) } : { state: 'gone' }
}
