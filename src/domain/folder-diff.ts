/** A file of a bound folder as it was when it was last looked at. */
export type KnownFile = {
  /** Inside the folder, with `/`. */
  path: string
  bytes: number
  /** In milliseconds. */
  modifiedAt: number | null
  /** In microseconds: any change, of the content or of the file's attributes; null when it can't be relied on. */
  changedAt: number | null
  /** SHA-256 of what was read, in hexadecimal. */
  contentHash: string | null
  state: 'pending' | 'followed' | 'waiting' | 'excluded'
  /** Null for an archive, of which only what is in it makes documents, and for what was not read yet. */
  documentId: string | null
  /** What has become of the document: `trashed` by a person, `erased` when it was made and is not there any more. */
  standing: 'none' | 'present' | 'trashed' | 'erased'
  /** Whether it could not be reached last time. */
  hidden: boolean
}

/** A file as the folder has it now. */
export type ListedFile = Pick<KnownFile, 'path' | 'bytes' | 'modifiedAt' | 'changedAt'>

export type FolderDiff<Listed extends ListedFile> = {
  added: Listed[]
  /** Known files whose size or times have changed, and those that still have to be read. */
  edited: { known: KnownFile; listed: Listed }[]
  gone: KnownFile[]
  /** Files whose documents a person has erased. */
  erased: KnownFile[]
  /** Files that can be reached again, and that can't be reached for now. */
  back: KnownFile[]
  unreachable: KnownFile[]
}

/**
 * What has changed between two looks at a folder. `isHidden` tells of a path that the second look could not reach, as
 * inside a folder that may not be read: what is not listed there is not gone.
 */
export function diffFolder<Listed extends ListedFile>(
  known: ReadonlyMap<string, KnownFile>,
  listed: ReadonlyMap<string, Listed>,
  options: { review: boolean; isHidden: (path: string) => boolean },
): FolderDiff<Listed> {
  const diff: FolderDiff<Listed> = { added: [], edited: [], gone: [], erased: [], back: [], unreachable: [] }
  for (const file of listed.values()) if (!known.has(file.path)) diff.added.push(file)
  for (const file of known.values()) {
    const now = listed.get(file.path)
    if (now === undefined) {
      if (!options.isHidden(file.path)) diff.gone.push(file)
      else if (!file.hidden) diff.unreachable.push(file)
      continue
    }
    if (file.hidden) diff.back.push(file)
    if (file.standing === 'erased') {
      if (file.state !== 'excluded') diff.erased.push(file)
    } else if (isEdited(file, now, options)) diff.edited.push({ known: file, listed: now })
  }
  return diff
}

/** Whether a known file that is still there may have other content than it is known with. */
export function isEdited(known: KnownFile, listed: Omit<ListedFile, 'path'>, { review }: { review: boolean }): boolean {
  // What a person put into the trash is looked at again when it comes out.
  if (known.state === 'excluded' || known.standing === 'trashed' || known.standing === 'erased') return false
  if (known.state === 'pending' || (known.state === 'waiting' && !review)) return true
  return (
    known.bytes !== listed.bytes ||
    known.modifiedAt !== listed.modifiedAt ||
    known.changedAt === null ||
    known.changedAt !== listed.changedAt
  )
}
