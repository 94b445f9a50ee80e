import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { FolderFile } from './list-folder.ts'
import { dropSeenTwice } from './seen-twice.ts'

test('LIB-4.rename: a file that moved while its folder was walked is not taken for a copy', async () => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'a'))
  mkdirSync(join(root, 'b'))
  const names = ['a/moved.txt', 'a/stays.txt', 'a/other.txt']
  for (const name of names)
    writeFileSync(join(root, name), name === 'a/other.txt' ? 'longer than the rest' : 'same size')
  const listed = (path: string): [string, FolderFile] => {
    const bytes = path === 'a/other.txt' ? 20 : 9
    const source = { kind: 'path' as const, path: join(root, path) }
    const item = { name: path, uri: `file:///${path}`, source, bytes, modifiedAt: 1 }
    return [path, { path, bytes, modifiedAt: 1, changedAt: 1, item }]
  }
  const files = new Map(names.map(listed))
  // The walk has left the first folder, and sees the file again in the second.
  renameSync(join(root, 'a/moved.txt'), join(root, 'b/moved.txt'))
  files.set(...listed('b/moved.txt'))
  await dropSeenTwice(files, new Map(names.map((name) => [name, { bytes: files.get(name)?.bytes ?? 0 }])))
  expect([...files.keys()]).toEqual(['a/stays.txt', 'a/other.txt', 'b/moved.txt'])
})
