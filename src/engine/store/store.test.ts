import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { Chunking } from '../../contract/chunking.ts'
import type { QueryTiming } from './connection.ts'
import { openStore } from './store.ts'

const key = new Uint8Array(32).fill(7)

async function open(dataFolder = temporaryFolder()) {
  const queries: QueryTiming[] = []
  const store = await openStore({ dataFolder, key, observe: (query) => void queries.push(query) })
  onTestFinished(() => store.close())
  return { store, queries, dataFolder }
}

describe('store', () => {
  test('what is written is read back after closing and opening again', async () => {
    const { store, dataFolder } = await open()
    const library = await store.write('libraries.create', { name: 'Papers', now: 5 })
    await store.close()
    const { store: again } = await open(dataFolder)
    expect(await again.read('libraries.list', null)).toEqual([library])
    expect(library).toEqual({
      id: expect.any(String),
      localOnly: false,
      name: 'Papers',
      createdAt: 5,
      documents: { ready: 0, failed: 0, trashed: 0 },
      chunks: 0,
      bytes: 0,
      embedding: { modelId: null, vectors: 0, next: null },
      chunking: Chunking.parse({}),
      tags: [],
    })
  })

  // Catches documents that other accounts of the machine can copy, when the folder itself is open to them.
  test('the files of the database are for their owner only', async (context) => {
    context.skip(process.platform === 'win32', 'Windows has no file modes')
    const { store, dataFolder } = await open()
    await store.write('libraries.create', { name: 'Papers', now: 5 })
    const modes = () =>
      Object.fromEntries(
        readdirSync(dataFolder).map((name) => [name, (statSync(join(dataFolder, name)).mode & 0o777).toString(8)]),
      )
    const expected = { 'diwan.db': '600', 'diwan.db-shm': '600', 'diwan.db-wal': '600' }
    expect(modes()).toEqual(expected)
    await store.close()
    chmodSync(join(dataFolder, 'diwan.db'), 0o644)
    const { store: again } = await open(dataFolder)
    await again.write('libraries.create', { name: 'Letters', now: 6 })
    expect(modes()).toEqual(expected)
  })

  test('names are one name whatever their case or composition', async () => {
    const { store } = await open()
    await store.write('libraries.create', { name: 'Caf\u00e9', now: 1 })
    await expect(store.write('libraries.create', { name: 'CAFE\u0301', now: 2 })).rejects.toMatchObject({
      code: 'LIBRARY_NAME_TAKEN',
      data: { name: 'CAFE\u0301' },
    })
    expect((await store.read('libraries.get', { library: 'cafe\u0301' })).name).toBe('Caf\u00e9')
  })

  test('a failure keeps its code and data across the thread, and the transaction leaves nothing', async () => {
    const { store } = await open()
    await expect(store.read('libraries.get', { library: 'none' })).rejects.toMatchObject({
      brand: 'diwan.failure',
      code: 'LIBRARY_NOT_FOUND',
      data: { library: 'none' },
    })
    await expect(
      store.write('jobs.create', {
        kind: 'ingest',
        library: 'none',
        label: 'x',
        payload: '{}',
        listing: false,
        items: [],
        now: 1,
      }),
    ).rejects.toMatchObject({ code: 'LIBRARY_NOT_FOUND' })
    expect((await store.read('jobs.list', { offset: 0, limit: 10, unfinished: false })).total).toBe(0)
  })

  test('every query is named and timed', async () => {
    const { store, queries } = await open()
    await store.read('maintenance.check', null)
    expect(queries).toEqual([
      { name: 'maintenance.integrity', milliseconds: expect.any(Number) },
      { name: 'maintenance.foreignKeys', milliseconds: expect.any(Number) },
    ])
  })

  test('writes are one at a time and reads see only whole ones', async () => {
    const { store } = await open()
    const names = Array.from({ length: 50 }, (_, index) => `Library ${index}`)
    const [created, ...counts] = await Promise.all([
      Promise.all(names.map((name) => store.write('libraries.create', { name, now: 1 }))),
      ...names.map(async () => (await store.read('libraries.list', null)).length),
    ])
    expect(new Set(created.map((library) => library.id)).size).toBe(50)
    expect(counts.every((count) => count >= 0 && count <= 50)).toBe(true)
    expect(await store.read('libraries.list', null)).toHaveLength(50)
  })

  test('after closing, a call is a typed error and not a hang', async () => {
    const { store } = await open()
    await store.close()
    await expect(store.read('libraries.list', null)).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      data: { reason: 'closing' },
    })
  })
})
