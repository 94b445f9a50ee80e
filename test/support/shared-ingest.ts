import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect } from 'vitest'
import { Settings } from '../../src/contract/settings.ts'
import { openTestIngest, type TestIngest } from './ingest.ts'
import { eraseLibrary } from './library.ts'
import { checkStore } from './store-check.ts'

/** What each test of a file has to itself. */
export type IngestFixture = {
  /** With an empty library `docs`, the usual settings, no job and no kept original. */
  readonly rooms: TestIngest
  /** An empty folder. */
  readonly folder: string
}

/**
 * Rooms for all tests of a file, emptied between them: to start the threads anew would take longer than most tests do. After
 * each test the store must be sound. A test that fails or closes the rooms leaves the next one new ones.
 */
export function shareIngest(options: () => Parameters<typeof openTestIngest>[0] = () => ({})): IngestFixture {
  let rooms: TestIngest | null = null
  let folder = ''

  const opened = () => {
    if (rooms === null) throw new Error('the rooms are there while a test runs')
    return rooms
  }
  const discard = async () => {
    await rooms?.[Symbol.asyncDispose]()
    rooms = null
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'diwan-files-'))
    rooms ??= await openTestIngest(options())
    await rooms.store.write('libraries.create', { name: 'docs', now: 1 })
  })
  afterEach(async ({ task }) => {
    rmSync(folder, { recursive: true, force: true })
    const isSpent = opened().isClosed() || task.result?.state === 'fail'
    try {
      expect(checkStore(opened()).problems).toEqual([])
      if (!isSpent) await empty(opened())
    } catch (error) {
      await discard()
      throw error
    }
    if (isSpent) await discard()
  })
  afterAll(discard)

  return {
    get rooms() {
      return opened()
    },
    get folder() {
      return folder
    },
  }
}

/** As rooms are that were just opened, but for their threads. */
async function empty(rooms: TestIngest): Promise<void> {
  for (const { id } of await rooms.store.read('libraries.list', null)) {
    await rooms.queue.cancelLibrary(id)
    await eraseLibrary(rooms.store, id)
  }
  await rooms.ingest.sweep()
  const { ingest, network } = Settings.parse({})
  Object.assign(rooms.settings, ingest)
  Object.assign(rooms.network, network)
  rmSync(join(rooms.dataFolder, 'blobs'), { recursive: true, force: true })
}
