import { spawnSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Document } from '../../src/contract/document.ts'
import { acquireLock } from '../../src/engine/store/lock.ts'
import { importPaths, openTestIngest, outcomesOf, waitForJob } from '../support/ingest.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A data folder inside a person's folder, held as an engine holds it. */
async function open() {
  const home = temporaryFolder()
  const dataFolder = join(home, 'diwan')
  mkdirSync(dataFolder)
  const lock = acquireLock(dataFolder)
  onTestFinished(lock.release)
  const rooms = await openTestIngest({ dataFolder })
  onTestFinished(() => rooms.close())
  await rooms.store.write('libraries.create', { name: 'docs', now: 1 })
  writeFileSync(join(dataFolder, 'key.json'), '{"secret":"words of the key file"}')
  return { home, dataFolder, rooms }
}

/** Another process that tries to take the folder, as a second engine does. */
function isFreeForOthers(dataFolder: string): boolean {
  const script = `
    import { acquireLock } from ${JSON.stringify(new URL('../../src/engine/store/lock.ts', import.meta.url).href)}
    acquireLock(${JSON.stringify(dataFolder)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script])
  if (status !== 0 && !stderr.toString().includes('DATA_FOLDER_LOCKED')) throw new Error(stderr.toString())
  return status === 0
}

/** Locks of this process on the files of the folder, as the kernel lists them. */
function locksOn(dataFolder: string): string[] {
  const names = ['lock', 'diwan.db', 'diwan.db-shm']
  return names.filter((name) => {
    const { ino } = statSync(join(dataFolder, name))
    const mine = new RegExp(`POSIX .* ${process.pid} [0-9a-f]+:[0-9a-f]+:${ino} `)
    return readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .some((line) => mine.test(line))
  })
}

// Every test here catches locks that are lost because a reader opened and closed a file of the data folder: a second
// engine is let in then, and what the first one acknowledged is lost.
describe('files of the data folder are never read as documents', () => {
  beforeEach((context) => context.skip(!existsSync('/proc/locks'), 'this system does not list its locks'))

  test('LIB-1.folder: a folder that contains the data folder is read without it', async () => {
    const { home, dataFolder, rooms } = await open()
    const held = locksOn(dataFolder)
    expect(held).toContain('lock')
    writeFileSync(join(home, 'note.md'), 'A note.')
    mkdirSync(join(home, 'links'))
    symlinkSync(dataFolder, join(home, 'links/to-all'))
    symlinkSync(join(dataFolder, 'lock'), join(home, 'links/to-lock.md'))
    symlinkSync(join(dataFolder, 'key.json'), join(home, 'links/to-key.json'))
    linkSync(join(dataFolder, 'lock'), join(home, 'links/same-as-lock.md'))
    linkSync(join(dataFolder, 'diwan.db'), join(home, 'links/same-as-database.md'))
    const job = await importPaths(rooms, [home])
    await waitForJob(rooms, job.id)
    expect(await outcomesOf(rooms, job.id)).toEqual({
      'links/same-as-database.md': 'FILE_UNREADABLE',
      'links/same-as-lock.md': 'FILE_UNREADABLE',
      'links/to-key.json': 'FILE_UNREADABLE',
      'links/to-lock.md': 'FILE_UNREADABLE',
      'note.md': 'ready',
    })
    expect(locksOn(dataFolder)).toEqual(held)
    expect(isFreeForOthers(dataFolder)).toBe(false)
  })

  test('LIB-2.typed-error: the data folder itself and what is in it are refused, whatever leads there', async () => {
    const { home, dataFolder, rooms } = await open()
    const held = locksOn(dataFolder)
    mkdirSync(join(dataFolder, 'blobs/incoming'), { recursive: true })
    symlinkSync(dataFolder, join(home, 'link'))
    linkSync(join(dataFolder, 'lock'), join(home, 'other-name'))
    mkdirSync(join(home, 'set'))
    symlinkSync(join(dataFolder, 'lock'), join(home, 'set/corpus.jsonl'))
    const paths = [
      'diwan',
      'diwan/lock',
      'diwan/diwan.db',
      'diwan/key.json',
      'diwan/blobs/incoming',
      'link/lock',
      'other-name',
    ]
    const attempts = [
      ...paths.map((path) => ({ path, format: 'files' as const })),
      { path: 'set', format: 'beir' as const },
    ]
    for (const { path, format } of attempts) {
      const attempt = importPaths(rooms, [join(home, path)], { format })
      await expect(attempt, path).rejects.toMatchObject({ code: 'PATH_UNSUPPORTED' })
    }
    expect(locksOn(dataFolder)).toEqual(held)
    expect(isFreeForOthers(dataFolder)).toBe(false)
  })

  test('the original of a document whose path leads there by now is not given', async () => {
    const { home, dataFolder, rooms } = await open()
    const path = join(home, 'note.md')
    const key = readFileSync(join(dataFolder, 'key.json'))
    writeFileSync(path, key)
    const job = await importPaths(rooms, [path])
    await waitForJob(rooms, job.id)
    const { items } = await rooms.store.read('documents.list', {
      ...{ library: 'docs', offset: 0, limit: 1 },
      ...{ sort: 'name', order: 'ascending' },
    })
    const [document] = items as [Document]
    const held = locksOn(dataFolder)
    for (const name of ['key.json', 'lock']) {
      const moved = { ...document, uri: pathToFileURL(join(dataFolder, name)).href }
      await expect(rooms.ingest.readOriginal(moved)).rejects.toMatchObject({ data: { reason: 'unreadable' } })
    }
    expect(locksOn(dataFolder)).toEqual(held)
  })
})
