import { extname, join } from 'node:path'
import type { FolderDiff, KnownFile } from '../../../domain/folder-diff.ts'
import { matchMoves } from '../../../domain/folder-moves.ts'
import type { FolderChanges } from '../../store/repositories/folder-changes.ts'
import type { TrashedFile } from '../../store/repositories/folder-files.ts'
import type { StoredFolder } from '../../store/repositories/folders.ts'
import { fileUri } from '../adding/scan-folder.ts'
import type { FolderFile } from './list-folder.ts'

type Edited = FolderDiff<FolderFile>['edited'][number]

/**
 * What the library has to do to follow a folder. `hashes` has the content of files that may be renames, by path; a file
 * without one is read like any other.
 */
export function planChanges(
  diff: FolderDiff<FolderFile>,
  options: { folder: StoredFolder; hashes: ReadonlyMap<string, string>; trashed: readonly TrashedFile[] },
): FolderChanges {
  const { hashes, folder } = options
  const isTouched = ({ known, listed }: Edited) =>
    known.state !== 'pending' && known.contentHash !== null && known.contentHash === hashes.get(listed.path)
  const edited = diff.edited.filter((file) => !isTouched(file))
  const moves = findMoves(diff, edited, options)
  const left = new Set(moves.map(({ from }) => from))
  const taken = new Set(moves.map(({ to }) => to.path))
  const again = moves.flatMap(({ state, to }) => (state === 'pending' ? [to] : []))

  const fresh = diff.added.filter(({ path }) => !taken.has(path))
  const changed = edited.filter(({ listed }) => !taken.has(listed.path))
  // What a person has accepted is not asked about again; of what can't be read there is nothing to review.
  const mustAsk = (file: FolderFile, known?: KnownFile) =>
    folder.review && known?.state !== 'pending' && file.item.source.kind !== 'refused'
  const asked = [
    ...fresh.filter((file) => mustAsk(file)),
    ...changed.filter(({ known, listed }) => mustAsk(listed, known)).map(({ listed }) => listed),
  ]
  const isAsked = new Set(asked)
  const reads = [...fresh, ...changed.map(({ listed }) => listed)].filter((file) => !isAsked.has(file))
  const placeOf = ({ path }: KnownFile) => ({ path, uri: fileUri(join(folder.path, path)) })
  const withItem = (file: FolderFile) => ({ ...file, item: itemOf(file, folder.id) })
  return {
    moves,
    touched: diff.edited.filter(isTouched).map(({ listed }) => listed),
    // A person's trash keeps what it has, also when the file goes: should it return, it is still unwanted.
    gone: diff.gone.filter(({ path, standing }) => !left.has(path) && standing !== 'trashed').map(placeOf),
    reads: [...reads, ...again].map(withItem),
    waits: asked.map(withItem),
    excluded: diff.erased.map(({ path }) => path),
    back: diff.back.map(placeOf),
    unreachable: diff.unreachable.map(placeOf),
  }
}

type Candidate = Pick<KnownFile, 'path' | 'documentId' | 'state'> & {
  contentHash: string
  isKnown: boolean
  uri: string
}

function findMoves(
  diff: FolderDiff<FolderFile>,
  edited: readonly Edited[],
  { folder, hashes, trashed }: Parameters<typeof planChanges>[1],
): (FolderChanges['moves'][number] & { to: FolderFile })[] {
  const left: Candidate[] = [...diff.gone, ...edited.map(({ known }) => known)].flatMap((known) => {
    const { contentHash } = known
    return contentHash !== null && isMade(known)
      ? [{ ...known, contentHash, isKnown: true, uri: fileUri(join(folder.path, known.path)) }]
      : []
  })
  for (const { name, ...file } of trashed) left.push({ ...file, path: name, state: 'followed', isKnown: false })
  const arrived = [...diff.added, ...edited.map(({ listed }) => listed)].flatMap((file) => {
    const contentHash = hashes.get(file.path)
    return contentHash === undefined ? [] : [{ ...file, contentHash }]
  })
  return matchMoves(left, arrived).map(({ from, to }) => {
    const { contentHash, ...file } = to
    const { uri, name, modifiedAt } = to.item
    // The name tells apart what content can't, such as Markdown from text.
    const isOtherType = extname(from.path).toLowerCase() !== extname(name).toLowerCase()
    const reread = isOtherType && from.documentId !== null && from.state !== 'excluded'
    return {
      from: from.isKnown ? from.path : null,
      to: file,
      contentHash,
      // A reading that is still owed is done at the new place, and leaves what has not changed as it is.
      state: reread ? 'pending' : from.state,
      documentId: from.documentId,
      document: { fromUri: from.uri, fromName: from.path, uri, name, modifiedAt, reread },
    }
  })
}

/** Whether something was made of a file that would go with it to another path. */
export function isMade({ state, documentId }: KnownFile): boolean {
  // One that was to be read again under its last name has a document that goes with it all the same.
  return state === 'followed' || state === 'excluded' || (state === 'pending' && documentId !== null)
}

function itemOf({ item }: FolderFile, folder: string): FolderFile['item'] {
  return item.source.kind === 'path' ? { ...item, source: { ...item.source, folder } } : item
}
