import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ModelError } from '../model-runner.ts'
import { pathOf } from './find-weights.ts'
import { hashFile } from './hash-file.ts'

const LockedFile = z.object({
  path: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the file when it was hashed, in milliseconds: as long as size and time stand, it is not hashed again. */
  modifiedAt: z.number(),
})
export type LockedFile = z.infer<typeof LockedFile>

const ModelLock = z.object({ version: z.literal(1), files: z.array(LockedFile) })

/** Beside a model's files: what they were when they came, so that a later change or damage is seen. */
export const lockName = 'model-lock.json'

/** Writes the lock; with it a model's folder is complete. */
export async function writeLock(folder: string, files: readonly LockedFile[]): Promise<void> {
  await writeFile(join(folder, lockName), JSON.stringify({ version: 1, files }, null, 2), { flush: true })
}

/** Describes a file as it lies there now. */
export async function lockFile(folder: string, path: string, sha256?: string): Promise<LockedFile> {
  const { size, mtimeMs } = await stat(pathOf(folder, path))
  return { path, bytes: size, sha256: sha256 ?? (await hashFile(pathOf(folder, path))), modifiedAt: mtimeMs }
}

/** The folder's lock; empty for a folder without one. @throws ModelError when the lock is damaged */
export async function readLock(folder: string): Promise<LockedFile[]> {
  let text: string
  try {
    text = await readFile(join(folder, lockName), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new ModelError('MODEL_FAILED', `${lockName} can't be read`, { cause: error })
  }
  try {
    return ModelLock.parse(JSON.parse(text)).files
  } catch (error) {
    throw new ModelError('MODEL_FAILED', `${lockName} is damaged`, { cause: error })
  }
}

/**
 * The SHA-256 of each of the files, checked against the folder's lock.
 *
 * @throws ModelError when a file is missing, or is not the one that the lock speaks of
 */
export async function hashModel(folder: string, paths: readonly string[]): Promise<string[]> {
  const locked = new Map((await readLock(folder)).map((file) => [file.path, file]))
  const hashes: string[] = []
  for (const path of paths) hashes.push(await hashLocked(folder, path, locked.get(path)))
  return hashes
}

async function hashLocked(folder: string, path: string, locked: LockedFile | undefined): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(pathOf(folder, path))
    if (locked !== undefined && size === locked.bytes && mtimeMs === locked.modifiedAt) return locked.sha256
    const sha256 = await hashFile(pathOf(folder, path))
    if (locked === undefined || locked.sha256 === sha256) return sha256
  } catch (error) {
    throw new ModelError('MODEL_FAILED', `${path} can't be read`, { cause: error })
  }
  throw new ModelError('MODEL_FAILED', `${path} is not the file that was installed: it was changed or is damaged`)
}
