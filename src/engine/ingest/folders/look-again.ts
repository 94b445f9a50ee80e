import { isDeepStrictEqual } from 'node:util'
import { diffFolder, type FolderDiff, type KnownFile } from '../../../domain/folder-diff.ts'
import { type FolderFile, ifReliable } from './list-folder.ts'
import { type FileLook, lookAtFile } from './look-at-file.ts'

/** How each file was found when it was looked at for the last time, by path. */
export type Looks = Map<string, FileLook>

type DiffOptions = Parameters<typeof diffFolder>[2]

/**
 * Walking a folder takes its time, and what moves meanwhile is listed twice, or not at all, or with the size of what stood
 * there before. So what seems to have changed is looked at once more, and then the known files as large as one of that:
 * taken for a copy, a file would get a second document and the first one would go.
 *
 * Corrects `files`. Answers with what differs now, and how that was found.
 */
export async function lookAgain(
  files: Map<string, FolderFile>,
  known: ReadonlyMap<string, KnownFile>,
  options: DiffOptions & { now: number },
): Promise<{ diff: FolderDiff<FolderFile>; looks: Looks }> {
  const first = diffFolder(known, files, options)
  const looks: Looks = new Map()
  // Without anything that could be lost there is nothing to be careful about.
  if (known.size === 0) return { diff: first, looks }
  await correct(files, differing(first), { looks, now: options.now })
  const sizes = new Set(differing(first).flatMap(({ path }) => files.get(path)?.bytes ?? []))
  const alike = [...files.values()].filter(({ path, bytes }) => !looks.has(path) && sizes.has(bytes))
  await correct(files, alike, { looks, now: options.now })
  return { diff: diffFolder(known, files, options), looks }
}

async function correct(
  files: Map<string, FolderFile>,
  suspects: readonly FolderFile[],
  { looks, now }: { looks: Looks; now: number },
): Promise<void> {
  for (const { path, item } of suspects) {
    if (item.source.kind !== 'path') continue
    const look = await lookAtFile(item.source.path)
    looks.set(path, look)
    if (look.state === 'gone') files.delete(path)
    if (look.state !== 'file') continue
    const { bytes, modifiedAt, changedAt } = look
    files.set(path, {
      ...{ path, bytes, modifiedAt },
      changedAt: ifReliable(changedAt, now),
      item: { ...item, bytes, modifiedAt },
    })
  }
}

/**
 * Leaves out what has changed since it was looked at: it is for the next comparison. All the rest had the content that was
 * hashed meanwhile, at one and the same moment, between the end of the looks and the beginning of these.
 */
export async function leaveOutRestless(
  diff: FolderDiff<FolderFile>,
  looks: Looks,
): Promise<{ settled: FolderDiff<FolderFile>; restless: boolean }> {
  const restless = new Set<string>()
  for (const { path, item } of differing(diff)) {
    const before = looks.get(path)
    if (before === undefined || item.source.kind !== 'path') continue
    if (!isDeepStrictEqual(await lookAtFile(item.source.path), before)) restless.add(path)
  }
  const settled = {
    ...diff,
    added: diff.added.filter(({ path }) => !restless.has(path)),
    edited: diff.edited.filter(({ listed }) => !restless.has(listed.path)),
  }
  return { settled, restless: restless.size > 0 }
}

function differing({ added, edited }: FolderDiff<FolderFile>): FolderFile[] {
  return [...added, ...edited.map(({ listed }) => listed)]
}
