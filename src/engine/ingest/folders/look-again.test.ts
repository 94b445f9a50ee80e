import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { KnownFile } from '../../../domain/folder-diff.ts'
import { findOwnFolder } from '../own-folder.ts'
import { type FolderFile, listFolder } from './list-folder.ts'
import { leaveOutRestless, lookAgain } from './look-again.ts'

let root: string
/** Long after every file was written, so that their times can be relied on. */
const now = Date.now() + 3_600_000
const options = { review: false, isHidden: () => false, now }

beforeEach(() => {
  root = temporaryFolder()
})

const at = (path: string) => join(root, path)

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
}

async function list(): Promise<Map<string, FolderFile>> {
  const own = findOwnFolder(temporaryFolder())
  const listing = await listFolder({ path: root, ignore: [] }, { own, signal: new AbortController().signal, now })
  if (listing.state !== 'listed') throw new Error(listing.state)
  return listing.files
}

function knownFrom(files: ReadonlyMap<string, FolderFile>): Map<string, KnownFile> {
  const made = { contentHash: 'h', state: 'followed', documentId: 'd', standing: 'present', hidden: false } as const
  return new Map(
    [...files].map(([path, { bytes, modifiedAt, changedAt }]) => [
      path,
      { path, bytes, modifiedAt, changedAt, ...made },
    ]),
  )
}

/** What a walk lists that a change overtakes: some paths as they were before it, the others as they are after it. */
async function listAround(change: () => void, pathsBefore: readonly string[]): Promise<Map<string, FolderFile>> {
  const before = await list()
  change()
  const after = await list()
  for (const path of pathsBefore) {
    const file = before.get(path)
    if (file === undefined) after.delete(path)
    else after.set(path, file)
  }
  return after
}

// Would catch a move that is taken for a copy: the file would get a second document, and the first one would go.
test('LIB-4.rename: a file that moved while its folder was walked is not listed at both places', async () => {
  for (const name of ['a/moved.txt', 'a/stays.txt', 'b/other.txt']) put(name, 'same size')
  const known = knownFrom(await list())
  const files = await listAround(() => renameSync(at('a/moved.txt'), at('b/moved.txt')), ['a/moved.txt'])
  expect([...files.keys()]).toContain('a/moved.txt')
  const { diff } = await lookAgain(files, known, options)
  expect(diff.added.map(({ path }) => path)).toEqual(['b/moved.txt'])
  expect(diff.gone.map(({ path }) => path)).toEqual(['a/moved.txt'])
})

// Would catch a file that moved onto another one and is taken for an edit of that, because its own place seems unchanged.
test('LIB-4.rename: a known file that took the place of another one is not listed at both places', async () => {
  put('a/one.txt', 'The first.')
  put('b/two.txt', 'The second, which is longer.')
  const known = knownFrom(await list())
  const files = await listAround(() => renameSync(at('a/one.txt'), at('b/two.txt')), ['a/one.txt'])
  const { diff } = await lookAgain(files, known, options)
  expect([diff.gone.map(({ path }) => path), diff.edited.map(({ known: { path } }) => path)]).toEqual([
    ['a/one.txt'],
    ['b/two.txt'],
  ])
})

// Would catch a swap with a new file of which one half is seen: the known document would get the other file's text.
test('LIB-4.rename: of a swap that was half seen both halves are known', async () => {
  put('a/known.txt', 'The first.')
  const known = knownFrom(await list())
  put('b/new.txt', 'The second, which is longer.')
  const swap = () => {
    renameSync(at('a/known.txt'), at('swap'))
    renameSync(at('b/new.txt'), at('a/known.txt'))
    renameSync(at('swap'), at('b/new.txt'))
  }
  const { diff } = await lookAgain(await listAround(swap, ['b/new.txt']), known, options)
  expect(diff.added).toMatchObject([{ path: 'b/new.txt', bytes: 10, item: { bytes: 10 } }])
  expect(diff.edited).toMatchObject([{ listed: { path: 'a/known.txt', bytes: 28 } }])
})

// Would catch a plan that is made of contents of different moments.
test('LIB-4.rename: what changes while it is compared is left to the next comparison', async () => {
  for (const name of ['edited.txt', 'goes.txt', 'stays.txt']) put(name, name)
  const known = knownFrom(await list())
  for (const name of ['edited.txt', 'goes.txt', 'stays.txt', 'new.txt']) put(name, `${name}, and more of it`)
  const { diff, looks } = await lookAgain(await list(), known, options)
  put('edited.txt', 'edited.txt, and again')
  put('new.txt', 'new.txt, and again')
  rmSync(at('goes.txt'))
  const { settled, restless } = await leaveOutRestless(diff, looks)
  expect(restless).toBe(true)
  expect([settled.added, settled.edited.map(({ known: { path } }) => path)]).toEqual([[], ['stays.txt']])
  expect((await leaveOutRestless(settled, looks)).restless).toBe(false)
})
