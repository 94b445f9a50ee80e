import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { basename, dirname, extname, join, relative } from 'node:path'
import { put } from './folder-rooms.ts'

/** Random changes of a folder, of every kind that people and programs make. */
export type FolderStorm = {
  /** Makes one change; answers with what it was. */
  change(): string
  /**
   * Hashes of contents that were only renamed and moved since the storm began: their documents must be the same ones. A
   * name that says another type has the file read again.
   */
  onlyMoved(): ReadonlySet<string>
  /** How often each kind of change was made. */
  counts(): Record<string, number>
}

/** Fills an empty folder with `files` files and returns what will change them. */
export function createFolderStorm(options: { folder: string; files: number; random: () => number }): FolderStorm {
  const { folder, random } = options
  const counts = new Map<string, number>()
  const onlyMoved = new Set<string>()
  let number = 0

  const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(random() * values.length)]
  const list = (kind: 'file' | 'folder') =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => (kind === 'file' ? entry.isFile() : entry.isDirectory()))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort()
  const at = (name: string) => join(folder, name)
  const hashOf = (name: string) =>
    createHash('sha256')
      .update(readFileSync(at(name)))
      .digest('hex')
  const freshText = () => `Note ${number++}\n\n${'storm harbour lantern '.repeat(1 + Math.floor(random() * 40))}`
  const freshName = () => {
    const place = pick(['', ...list('folder')]) ?? ''
    return join(
      place,
      `${pick(['note', 'Ärger', 'e\u0301te', 'été', 'رسالة', 'a b'])} ${number++}.${pick(['md', 'txt'])}`,
    )
  }
  const freshFolder = () =>
    join(pick(['', ...list('folder')].filter((name) => name.split('/').length < 4)) ?? '', `d${number++}`)
  /** The content at a path is lost, or not the only one of its kind any more. */
  const spoil = (name: string) => onlyMoved.delete(hashOf(name))
  const spoilBelow = (name: string) => {
    for (const file of list('file')) if (file.startsWith(`${name}/`)) spoil(file)
  }

  const kinds: Record<string, (file: string) => void> = {
    add: () => put(folder, freshName(), freshText()),
    addToNewFolder: () => put(folder, join(freshFolder(), basename(freshName())), freshText()),
    edit(file) {
      spoil(file)
      put(folder, file, freshText())
    },
    editSameSize(file) {
      spoil(file)
      const text = readFileSync(at(file), 'utf8')
      put(
        folder,
        file,
        text.replace(/storm|spoon/, (word) => (word === 'storm' ? 'spoon' : 'storm')),
      )
    },
    rename: (file) => renameSync(at(file), at(join(dirname(file), `renamed ${number++}${extname(file)}`))),
    renameToOtherType(file) {
      spoil(file)
      renameSync(at(file), at(join(dirname(file), `renamed ${number++}${extname(file) === '.md' ? '.txt' : '.md'}`)))
    },
    changeCase(file) {
      const name = basename(file)
      const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()
      if (!existsSync(at(join(dirname(file), other)))) renameSync(at(file), at(join(dirname(file), other)))
    },
    move(file) {
      const target = join(pick(['', ...list('folder')]) ?? '', basename(file))
      if (!existsSync(at(target))) renameSync(at(file), at(target))
    },
    moveOver(file) {
      const target = pick(list('file'))
      if (target === undefined || target === file) return
      spoil(target)
      if (extname(target) !== extname(file)) spoil(file)
      renameSync(at(file), at(target))
    },
    swap(file) {
      const other = pick(list('file'))
      if (other === undefined || other === file) return
      if (extname(other) !== extname(file)) for (const name of [file, other]) spoil(name)
      renameSync(at(file), `${folder}.swap`)
      renameSync(at(other), at(file))
      renameSync(`${folder}.swap`, at(other))
    },
    renameAndEdit(file) {
      spoil(file)
      const target = join(dirname(file), basename(freshName()))
      renameSync(at(file), at(target))
      put(folder, target, freshText())
    },
    copy(file) {
      spoil(file)
      copyFileSync(at(file), at(freshName()))
    },
    touch: (file) => utimesSync(at(file), 1_700_000_000 + number, 1_700_000_000 + number++),
    remove(file) {
      spoil(file)
      rmSync(at(file))
    },
    removeAndPutBack(file) {
      const bytes = readFileSync(at(file))
      spoil(file)
      rmSync(at(file))
      put(folder, freshName(), bytes)
    },
    becomeFolder(file) {
      spoil(file)
      rmSync(at(file))
      put(folder, join(file, 'inside.md'), freshText())
    },
    renameFolder() {
      const from = pick(list('folder'))
      if (from !== undefined) renameSync(at(from), at(join(dirname(from), `d${number++}`)))
    },
    moveFolder() {
      const from = pick(list('folder'))
      const to = freshFolder()
      if (from !== undefined && to !== from && !to.startsWith(`${from}/`)) renameSync(at(from), at(to))
    },
    removeFolder() {
      const gone = random() < 0.3 ? pick(list('folder')) : undefined
      if (gone === undefined) return
      spoilBelow(gone)
      rmSync(at(gone), { recursive: true })
    },
  }
  /** Adding and renaming are what happens most. */
  const weighted = Object.keys(kinds).flatMap((kind) => {
    const weight = kind === 'add' || kind === 'addToNewFolder' ? 4 : kind === 'rename' || kind === 'move' ? 3 : 1
    return Array.from({ length: weight }, () => kind)
  })

  mkdirSync(folder, { recursive: true })
  for (let file = 0; file < options.files; file++) kinds[random() < 0.3 ? 'addToNewFolder' : 'add']?.('')
  for (const file of list('file')) onlyMoved.add(hashOf(file))

  return {
    change() {
      const kind = pick(weighted) ?? 'add'
      const file = pick(list('file'))
      const possible = file === undefined ? 'add' : kind
      kinds[possible]?.(file ?? '')
      counts.set(possible, (counts.get(possible) ?? 0) + 1)
      return possible
    },
    onlyMoved: () => onlyMoved,
    counts: () => Object.fromEntries(counts),
  }
}
