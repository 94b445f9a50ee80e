import { expect, test } from 'vitest'
import type { FolderDiff, KnownFile } from '../../../domain/folder-diff.ts'
import type { StoredFolder } from '../../store/repositories/folders.ts'
import type { FolderFile } from './list-folder.ts'
import { planChanges } from './plan-changes.ts'

const folder = { id: 'f', path: '/papers', review: false } as StoredFolder
const times = { bytes: 9, modifiedAt: 1, changedAt: 1 }

test('LIB-4.rename: a file renamed again before it was read under its new type keeps its document', () => {
  const gone: KnownFile = {
    ...times,
    ...{ path: 'note.md', contentHash: 'h', state: 'pending', documentId: 'd', standing: 'present', hidden: false },
  }
  const source = { kind: 'path' as const, path: '/papers/new.md' }
  const item = { name: 'new.md', uri: 'file:///papers/new.md', source, bytes: 9, modifiedAt: 1 }
  const added: FolderFile = { ...times, path: 'new.md', item }
  const diff: FolderDiff<FolderFile> = {
    added: [added],
    edited: [],
    gone: [gone],
    erased: [],
    back: [],
    unreachable: [],
  }
  const { moves, gone: lost, reads } = planChanges(diff, { folder, hashes: new Map([['new.md', 'h']]), trashed: [] })
  expect(lost).toEqual([])
  expect(moves).toMatchObject([{ from: 'note.md', documentId: 'd', state: 'pending', document: { reread: true } }])
  expect(reads.map(({ path }) => path)).toEqual(['new.md'])
})
