import { expect, test } from 'vitest'
import { diffFolder, type KnownFile, type ListedFile } from './folder-diff.ts'

const listed = (path: string, change: Partial<ListedFile> = {}): ListedFile => ({
  ...{ path, bytes: 10, modifiedAt: 1_000, changedAt: 1_000_000 },
  ...change,
})
const known = (path: string, change: Partial<KnownFile> = {}): KnownFile => ({
  ...{ ...listed(path), contentHash: 'hash', state: 'followed', documentId: path, standing: 'present', hidden: false },
  ...change,
})
const byPath = <File extends { path: string }>(files: File[]) => new Map(files.map((file) => [file.path, file]))

function compare(before: KnownFile[], now: ListedFile[], review = false) {
  const isHidden = (path: string) => path.startsWith('closed/')
  const diff = diffFolder(byPath(before), byPath(now), { review, isHidden })
  const paths = ([part, files]: [string, (ListedFile | { listed: ListedFile })[]]) => [
    part,
    files.map((file) => ('listed' in file ? file.listed.path : file.path)),
  ]
  return Object.fromEntries(
    Object.entries(diff)
      .map(paths)
      .filter(([, files]) => files?.length !== 0),
  )
}

test('a file is looked at again when its size, its date or the time of its last change is another one', () => {
  const names = ['same', 'size', 'date', 'changed', 'unsure']
  const before = names.map((name) => known(name, name === 'unsure' ? { changedAt: null } : {}))
  const now = [
    listed('same'),
    listed('size', { bytes: 11 }),
    listed('date', { modifiedAt: 2_000 }),
    listed('changed', { changedAt: 2_000_000 }),
    listed('unsure'),
    listed('new'),
  ]
  expect(compare(before, now)).toEqual({ added: ['new'], edited: ['size', 'date', 'changed', 'unsure'] })
})

test('what a person has left out, put into the trash or erased is not looked at', () => {
  const before = [
    known('excluded', { state: 'excluded', bytes: 1 }),
    known('trashed', { standing: 'trashed', bytes: 1 }),
    known('erased', { standing: 'erased', bytes: 1 }),
    known('erased before', { standing: 'erased', state: 'excluded' }),
  ]
  expect(
    compare(
      before,
      before.map(({ path }) => listed(path)),
    ),
  ).toEqual({ erased: ['erased'] })
})

test('what was not read yet is read; what waits does so until a person or another rule lets it in', () => {
  const before = [known('pending', { state: 'pending' }), known('waiting', { state: 'waiting' })]
  const now = before.map(({ path }) => listed(path))
  expect(compare(before, now, true)).toEqual({ edited: ['pending'] })
  expect(compare(before, now, false)).toEqual({ edited: ['pending', 'waiting'] })
})

// Would catch a folder without permission that is taken for one whose files were deleted.
test('what lies where nobody could look is not gone, and is told of once', () => {
  const before = [
    known('gone'),
    known('closed/now'),
    known('closed/before', { hidden: true }),
    known('back', { hidden: true }),
  ]
  expect(compare(before, [listed('back')])).toEqual({ gone: ['gone'], unreachable: ['closed/now'], back: ['back'] })
})
