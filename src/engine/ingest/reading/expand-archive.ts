import { createMemberPaths, deepestMember } from '../members.ts'
import { ReadRefusal } from '../readers/reader.ts'
import { type Archive, type ArchiveEntry, type ArchiveLimits, openArchive } from '../readers/zip/archive.ts'
import type { MemberFile, RefusedMember } from './extracted.ts'

/** Logs pack 10 to 100 times. Each file has the limit of any file beside this. */
const limits: ArchiveLimits = {
  entries: 100_000,
  totalBytes: 20_000_000_000,
  ratio: 200,
  harmlessBytes: 100_000_000,
}

/** Bytes of members that are unpacked before they are handed over. */
const batchBytes = 64_000_000

export type ExpandRequest = {
  /** Index into the files of the archive, in its order. */
  from: number
  /** Containers around the archive. */
  depth: number
  /** Larger members are refused. */
  maximumBytes: number
  /** To be given only for trials. */
  batchBytes?: number
}

/**
 * The files of an archive, from one on as many as fit into memory together. Folders, links, and what folders on a disk are
 * read without (hidden files, `__MACOSX`) are left out. Throws ARCHIVE_LIMIT, FILE_DAMAGED without a readable directory,
 * FILE_EMPTY when no file is in it; a file that can't be unpacked costs only itself.
 */
export function expandArchive(
  bytes: Uint8Array,
  request: ExpandRequest,
): { members: (MemberFile | RefusedMember)[]; next: number | null } {
  if (request.depth >= deepestMember) throw new ReadRefusal('ARCHIVE_LIMIT', `${deepestMember} containers deep`)
  const archive = openArchive(bytes, limits)
  const files = listFiles(archive)
  if (files.length === 0) throw new ReadRefusal('FILE_EMPTY', 'no file is in the archive')
  const most = request.batchBytes ?? batchBytes
  const members: (MemberFile | RefusedMember)[] = []
  let unpacked = 0
  for (const [index, { entry, path }] of files.entries()) {
    if (index < request.from) continue
    if (members.length > 0 && unpacked + entry.size > most) return { members, next: index }
    const member = unpack(archive, entry, { path, maximumBytes: request.maximumBytes })
    if ('bytes' in member) unpacked += member.bytes.length
    members.push(member)
  }
  return { members, next: null }
}

function listFiles(archive: Archive): { entry: ArchiveEntry; path: string }[] {
  const pathOf = createMemberPaths()
  return archive.entries
    .filter(({ kind, name }) => kind === 'file' && !isPassedOver(name))
    .map((entry) => ({ entry, path: pathOf(entry.name) }))
}

const passedOver = new Set(['__MACOSX', 'node_modules', '__pycache__'])

function isPassedOver(name: string): boolean {
  const parts = name.split(/[/\\]/)
  return parts.some((part) => passedOver.has(part) || (part.startsWith('.') && part !== '.' && part !== '..'))
}

function unpack(
  archive: Archive,
  entry: ArchiveEntry,
  { path, maximumBytes }: { path: string; maximumBytes: number },
): MemberFile | RefusedMember {
  const { size, modifiedAt } = entry
  if (size > maximumBytes) return { path, size, modifiedAt, refused: 'FILE_TOO_LARGE' }
  try {
    return { path, bytes: archive.read(entry), modifiedAt }
  } catch (error) {
    if (!(error instanceof ReadRefusal)) throw error
    return { path, size, modifiedAt, refused: error.code }
  }
}
