import { extname } from 'node:path'
import type { FolderDiff, KnownFile } from '../../../domain/folder-diff.ts'
import { matchMoves } from '../../../domain/folder-moves.ts'
import type { FolderChanges } from '../../store/repositories/folder-changes.ts'
import type { TrashedFile } from '../../store/repositories/folder-files.ts'
import type { FolderFile } from './list-folder.ts'

type Edited = FolderDiff<FolderFile>['edited'][number]

/**
 * What the library has to do to follow a folder. `hashes` has the content of files that may be renames, by path; a file
 * without one is read like any other.
 */
export function planChanges(
  diff: FolderDiff<FolderFile>,
  options: { folderId: string; review: boolean; hashes: ReadonlyMap<string, string>; trashed: readonly TrashedFile[] },
): FolderChanges {
  const { hashes, review } = options
  const isTouched = ({ known, listed }: Edited) =>
    known.state !== 'pending' && known.contentHash !== null && known.contentHash === hashes.get(listed.path)
  const edited = diff.edited.filter((file) => !isTouched(file))
  const moves = findMoves(diff, edited, options)
  const left = new Set(moves.map(({ from }) => from))
  const taken = new Set(moves.map(({ to }) => to.path))
  const again = moves.flatMap(({ document, to }) => (document?.reread === true ? [to] : []))

  const fresh = diff.added.filter(({ path }) => !taken.has(path))
  const changed = edited.filter(({ listed }) => !taken.has(listed.path))
  // What a person has accepted is not asked about again; of what can't be read there is nothing to review.
  const mustAsk = (file: FolderFile, known?: KnownFile) =>
    review && known?.state !== 'pending' && file.item.source.kind !== 'refused'
  const asked = [
    ...fresh.filter((file) => mustAsk(file)),
    ...changed.filter(({ known, listed }) => mustAsk(listed, known)).map(({ listed }) => listed),
  ]
  const isAsked = new Set(asked)
  const reads = [...fresh, ...changed.map(({ listed }) => listed)].filter((file) => !isAsked.has(file))
  const withItem = (file: FolderFile) => ({ ...file, item: itemOf(file, options.folderId) })
  return {
    moves,
    touched: diff.edited.filter(isTouched).map(({ listed }) => listed),
    // A person's trash keeps what it has, also when the file goes: should it return, it is still unwanted.
    gone: diff.gone.filter(({ path, standing }) => !left.has(path) && standing !== 'trashed'),
    reads: [...reads, ...again].map(withItem),
    waits: asked.map(withItem),
    excluded: diff.erased.map(({ path }) => path),
    back: documentsOf(diff.back),
    unreachable: documentsOf(diff.unreachable),
  }
}

type Candidate = Pick<KnownFile, 'path' | 'documentId' | 'state'> & { contentHash: string; isKnown: boolean }

function findMoves(
  diff: FolderDiff<FolderFile>,
  edited: readonly Edited[],
  { hashes, trashed }: { hashes: ReadonlyMap<string, string>; trashed: readonly TrashedFile[] },
): (FolderChanges['moves'][number] & { to: FolderFile })[] {
  const left: Candidate[] = [...diff.gone, ...edited.map(({ known }) => known)].flatMap((known) => {
    const { contentHash, state } = known
    const mayMove = contentHash !== null && (state === 'followed' || state === 'excluded')
    return mayMove ? [{ ...known, contentHash, isKnown: true }] : []
  })
  for (const { name, documentId, contentHash } of trashed) {
    left.push({ path: name, documentId, contentHash, state: 'followed', isKnown: false })
  }
  const arrived = [...diff.added, ...edited.map(({ listed }) => listed)].flatMap((file) => {
    const contentHash = hashes.get(file.path)
    return contentHash === undefined ? [] : [{ ...file, contentHash }]
  })
  return matchMoves(left, arrived).map(({ from, to }) => {
    const { contentHash, ...file } = to
    const { uri, name, modifiedAt } = to.item
    // The name tells apart what content can't, such as Markdown from text.
    const reread = extname(from.path).toLowerCase() !== extname(name).toLowerCase()
    const { documentId } = from
    return {
      from: from.isKnown ? from.path : null,
      to: file,
      contentHash,
      state: reread && documentId !== null && from.state === 'followed' ? 'pending' : from.state,
      document: documentId === null ? null : { documentId, uri, name, modifiedAt, reread },
    }
  })
}

function itemOf({ item }: FolderFile, folder: string): FolderFile['item'] {
  return item.source.kind === 'path' ? { ...item, source: { ...item.source, folder } } : item
}

function documentsOf(files: readonly KnownFile[]): string[] {
  return files.flatMap(({ documentId }) => documentId ?? [])
}
