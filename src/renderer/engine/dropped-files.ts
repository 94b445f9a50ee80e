import { desktop } from './desktop.ts'

/** One file to add, with the name it gets in the library: its path inside what was dropped, or its own name. */
export type NamedFile = { name: string; size: number; open(): Promise<File> }

/** What a person dropped or chose. On the desktop it is paths; in a browser it is files. */
export type Dropped = {
  /** Name of the folder when it is exactly one, for a library named after it. */
  folderName: string | null
  /** Absolute paths, on the desktop. The originals stay where they are. */
  paths: readonly string[]
  /** Lists the files, in a browser. Folders are walked now, their files opened one by one later. */
  list(): Promise<readonly NamedFile[]>
}

/** Files that file managers and version control keep for themselves. */
const ignored = /^(?:\..*|Thumbs\.db|desktop\.ini)$/i

/** True when the pointer carries files and not, for instance, a selection of text. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') === true
}

/** Reads a drop. Must run inside the event, because the browser empties the transfer afterwards. */
export function fromTransfer(transfer: DataTransfer): Dropped {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? [])
  const files = items.flatMap((item) => item.getAsFile() ?? [])
  const only = entries.length === 1 ? entries[0] : undefined
  return {
    folderName: only?.isDirectory === true ? only.name : null,
    paths: pathsOf(files),
    list: async () => {
      // What comes from another program may have no place in a file system.
      if (entries.length === 0) return fromFiles(files).list()
      const found: NamedFile[] = []
      for (const entry of entries) await walk(entry, entry === only && entry.isDirectory ? null : '', found)
      return found
    },
  }
}

/** Reads what a file or folder field holds. */
export function fromFiles(files: readonly File[]): Dropped {
  const folders = new Set(files.map((file) => file.webkitRelativePath.split('/')[0] ?? ''))
  const folderName = folders.size === 1 ? ([...folders][0] ?? '') : ''
  const named = files
    .map((file) => ({
      file,
      name: folderName === '' ? file.name : file.webkitRelativePath.slice(folderName.length + 1),
    }))
    .filter(({ name }) => !name.split('/').some((part) => ignored.test(part)))
  return {
    folderName: folderName === '' ? null : folderName,
    paths: folderName === '' ? pathsOf(files) : folderPaths(files),
    list: async () => named.map(({ file, name }) => ({ name, size: file.size, open: async () => file })),
  }
}

function pathsOf(files: readonly File[]): readonly string[] {
  const bridge = desktop()
  return bridge === null ? [] : files.map((file) => bridge.pathForFile(file)).filter((path) => path !== '')
}

/** A folder field names only the files in the folder: the folder is what is left of a path without the inner part. */
function folderPaths(files: readonly File[]): readonly string[] {
  const file = files[0]
  const path = file === undefined ? undefined : pathsOf([file])[0]
  if (file === undefined || path === undefined) return []
  const inner = file.webkitRelativePath.split('/').slice(1).join('/')
  return [path.slice(0, path.length - inner.length - 1)]
}

/** `prefix` null leaves the folder's own name out: a single folder gives its name to nothing inside it. */
async function walk(entry: FileSystemEntry, prefix: string | null, found: NamedFile[]): Promise<void> {
  if (prefix !== null && ignored.test(entry.name)) return
  const name = prefix === null ? '' : `${prefix}${entry.name}`
  if (isFileEntry(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    found.push({ name, size: file.size, open: async () => file })
  } else if (isDirectoryEntry(entry)) {
    for (const child of await readEntries(entry)) await walk(child, name === '' ? '' : `${name}/`, found)
  }
}

/** A browser gives a folder's entries in batches of 100; an empty batch ends them. */
async function readEntries(directory: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = directory.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return entries
    entries.push(...batch)
  }
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
