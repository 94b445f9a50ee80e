import { expect, test } from 'vitest'
import type { FolderDiff, KnownFile } from '../../../domain/folder-diff.ts'
import type { StoredFolder } from '../../store/repositories/folders.ts'
import type { FolderFile } from './list-folder.ts'
import { planChanges } from './plan-changes.ts'

const folder = { id: 'f', path: '/papers', review: false } as StoredFolder
const times = { bytes: 9, modifiedAt: 1, changedAt: 1 }

test.each([
  { to: 'new.md', reread: false },
  { to: 'new.txt', reread: true },
])(
  'LIB-4.rename: a file that becomes $to before it was read keeps its document; only a new type makes it new text',
  ({ to, reread }) => {
    const gone: KnownFile = {
      ...times,
      ...{ path: 'note.md', contentHash: 'h', state: 'pending', documentId: 'd', standing: 'present', hidden: false },
    }
    const source = { kind: 'path' as const, path: `/papers/${to}` }
    const item = { name: to, uri: `file:///papers/${to}`, source, bytes: 9, modifiedAt: 1 }
    const added: FolderFile = { ...times, path: to, item }
    const diff: FolderDiff<FolderFile> = {
      ...{ added: [added], edited: [], gone: [gone], erased: [], back: [], unreachable: [] },
    }
    const { moves, gone: lost, reads } = planChanges(diff, { folder, hashes: new Map([[to, 'h']]), trashed: [] })
    expect(lost).toEqual([])
    expect(moves).toMatchObject([{ from: 'note.md', documentId: 'd', state: 'pending', document: { reread } }])
    expect(reads.map(({ path }) => path)).toEqual([to])
  },
)
