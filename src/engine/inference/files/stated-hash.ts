import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** What a hub says of a file: SHA-256 of a large one, Git's SHA-1 of a small one; null where it says neither. */
export type StatedHash = { kind: 'sha256' | 'git'; value: string } | null

/**
 * Reads it from the answer of the address that was asked, not of one that it redirects to: a store behind it marks contents
 * in its own way. `isDirect`: that answer is the file itself, so that its `etag` is of the hub too.
 */
export function statedHash(
  headers: { get(name: string): string | null },
  { isDirect }: { isDirect: boolean },
): StatedHash {
  const mark = headers.get('x-linked-etag') ?? (isDirect ? headers.get('etag') : null)
  const value = mark?.replace(/^W\//, '').replaceAll('"', '') ?? ''
  if (/^[0-9a-f]{64}$/.test(value)) return { kind: 'sha256', value }
  return /^[0-9a-f]{40}$/.test(value) ? { kind: 'git', value } : null
}

/** Whether a file is what was said of it. Nothing said is nothing to be wrong about. */
export async function matchesStated(
  path: string,
  { sha256, stated }: { sha256: string; stated: StatedHash },
): Promise<boolean> {
  if (stated === null) return true
  if (stated.kind === 'sha256') return stated.value === sha256
  // Files that a hub keeps in Git itself are small enough to be read whole.
  const content = await readFile(path)
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex') === stated.value
}
