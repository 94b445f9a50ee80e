import { lstat } from 'node:fs/promises'
import type { FolderFile } from './list-folder.ts'

type Known = ReadonlyMap<string, { bytes: number }>

/**
 * Takes files out of a listing that moved while the folder was walked and were seen at both places: taken for a copy,
 * the file would get a second document and the first one would go. Looks again only at known files that are as large as
 * one that is new.
 */
export async function dropSeenTwice(files: Map<string, FolderFile>, known: Known): Promise<void> {
  const sizes = new Set([...files.values()].filter(({ path }) => !known.has(path)).map(({ bytes }) => bytes))
  if (sizes.size === 0) return
  for (const { path, bytes, item } of [...files.values()]) {
    if (!known.has(path) || !sizes.has(bytes) || item.source.kind !== 'path') continue
    if (!(await exists(item.source.path))) files.delete(path)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return false
    // It is there, and why it can't be looked at is for its reader to say.
    return true
  }
}
