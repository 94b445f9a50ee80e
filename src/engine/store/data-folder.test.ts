import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { Failure } from '../../domain/failure.ts'
import { asDataFolderError, DataFolderError, prepareDataFolder } from './data-folder.ts'
import { MigrationError } from './migrations/migrate.ts'

function errorOf(dataFolder: string): unknown {
  try {
    prepareDataFolder(dataFolder)
  } catch (error) {
    return error
  }
  return null
}

test('a folder is made with those above it, for its owner only, and one that is there stays as it is', () => {
  const root = temporaryFolder()
  const folder = join(root, 'a', 'b')
  prepareDataFolder(folder)
  chmodSync(folder, 0o750)
  prepareDataFolder(folder)
  expect([join(root, 'a'), folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o750])
})

// Catches Node's own errors (EEXIST, ENOTDIR with a stack) on the way to a person.
test('what is in the way is named', () => {
  const root = temporaryFolder()
  const file = join(root, 'file')
  writeFileSync(file, '')
  symlinkSync(join(root, 'nowhere'), join(root, 'link'))
  symlinkSync(join(root, 'loop'), join(root, 'loop'))
  const refused = { code: 'DATA_FOLDER_NOT_A_FOLDER' }
  expect(errorOf(file)).toMatchObject({
    ...refused,
    message: expect.stringContaining(`${file} cannot be used: it is not a folder`),
  })
  expect(errorOf(join(file, 'deep', 'er'))).toMatchObject({
    ...refused,
    message: expect.stringContaining(`${file} is not a folder`),
  })
  expect(errorOf(join(root, 'link'))).toMatchObject({ ...refused, data: { dataFolder: join(root, 'link') } })
  expect(errorOf(join(root, 'loop'))).toMatchObject(refused)
  expect(errorOf(join(root, 'x'.repeat(300)))).toMatchObject(refused)
  expect(errorOf('/tmp/a\0b')).toMatchObject(refused)
})

// Catches `mkdirSync` with `recursive`, which never returns here.
test('where nothing can be made, that is said at once', (context) => {
  context.skip(!existsSync('/proc/self'), 'this system has no /proc')
  expect(errorOf('/proc/diwan/data')).toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' })
})

test('a folder that is closed or may only be read is refused', (context) => {
  context.skip(process.getuid?.() === 0, 'the system lets root write everywhere')
  const closed = join(temporaryFolder(), 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o500)
  onTestFinished(() => chmodSync(closed, 0o700))
  for (const folder of [closed, join(closed, 'new')]) {
    expect(errorOf(folder)).toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' })
  }
})

test('errors of opening the files in it are told as what they mean', () => {
  const coded = (code: string) => Object.assign(new Error('raw'), { code })
  const codeOf = (error: unknown) => (asDataFolderError(error, '/data') as { code?: string }).code
  expect(
    [
      coded('EROFS'),
      coded('SQLITE_CANTOPEN_ISDIR'),
      coded('SQLITE_READONLY_DIRECTORY'),
      coded('ENOSPC'),
      new MigrationError('failed', { cause: coded('SQLITE_FULL') }),
      new MigrationError('failed', { cause: coded('SQLITE_CORRUPT') }),
    ].map(codeOf),
  ).toEqual([
    'DATA_FOLDER_UNUSABLE',
    'DATA_FOLDER_UNUSABLE',
    'DATA_FOLDER_UNUSABLE',
    'DISK_FULL',
    'DISK_FULL',
    'STORE_MIGRATION_FAILED',
  ])
  const known = [
    new Failure('DISK_FULL', {}),
    new DataFolderError('DATA_FOLDER_UNUSABLE', { dataFolder: '/', reason: '' }),
  ]
  expect(known.map((error) => asDataFolderError(error, '/data'))).toEqual(known)
})
