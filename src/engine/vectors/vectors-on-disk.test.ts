import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fine, indexFolder, partsIn, savedCount, savedVectors } from '../../../test/support/saved-vectors.ts'
import { mountSmallDisk } from '../../../test/support/small-disk.ts'
import { vectorCluster, vectorPlace, vectorRecall } from '../../../test/support/vector-checks.ts'
import { filledVectorStore, openVectorRooms } from '../../../test/support/vector-rooms.ts'
import { packVector } from '../../../test/support/vector-store.ts'

describe('a saved index', () => {
  it('is opened again without reading its vectors from the source', async () => {
    const { store, reopen } = await savedVectors()
    const asked = { ...store.asked }
    const index = reopen().vectors.open(vectorPlace, store)
    await index.search({ vector: vectorCluster.row(0), limit: 1 })
    expect(index.state()).toMatchObject({ kind: 'graph', vectors: savedCount, reached: savedCount })
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(store.asked).toMatchObject({ vectors: asked.vectors, vectorsOf: asked.vectorsOf })
  })

  it('is not written again when nothing has changed', async () => {
    const { store, reopen, folder } = await savedVectors()
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])
    const { vectors } = reopen()
    await vectors.open(vectorPlace, store).settle()
    await vectors.close()
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before)
  })

  it('takes up what it missed: added, replaced and removed', async () => {
    const { store, reopen } = await savedVectors()
    for (let chunkId = 1; chunkId <= 60; chunkId++) store.remove(chunkId)
    for (let row = 1_000; row < 1_100; row++) store.put(row + 1, vectorCluster.row(row))
    store.put(100, vectorCluster.row(2_000))
    const asked = store.asked.vectors
    const index = reopen().vectors.open(vectorPlace, store)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(index.state().vectors).toBe(640)
    expect(store.asked.vectors).toBe(asked)
  })

  it('keeps removals in its list, without writing the parts again', async () => {
    const { store, reopen, folder } = await savedVectors()
    const parts = partsIn(folder)
    for (let chunkId = 1; chunkId <= 60; chunkId++) store.remove(chunkId)
    const { vectors } = reopen()
    await vectors.open(vectorPlace, store).settle()
    await vectors.close()
    expect(partsIn(folder)).toEqual(parts)
    const index = reopen().vectors.open(vectorPlace, store)
    expect((await vectorRecall(index, store)).wrong).toEqual([])
    expect(index.state().vectors).toBe(savedCount - 60)
  })

  it('is written when it was not asked to, once nothing changes', async () => {
    const rooms = openVectorRooms({ limits: { saveMs: 1 } })
    rooms.vectors.open(vectorPlace, filledVectorStore(savedCount))
    await expect.poll(() => readdirSync(join(rooms.dataFolder, 'vectors')).length, { timeout: 15_000 }).toBe(2)
    await expect.poll(() => readdirSync(indexFolder(rooms)), { timeout: 15_000 }).toContain('index')
  })

  it('lies encrypted, for its owner only, and nothing plain stays anywhere', async () => {
    const { dataFolder, folder } = await savedVectors()
    const row = Buffer.from(packVector(vectorCluster.row(5)))
    for (const name of readdirSync(folder)) {
      const content = readFileSync(join(folder, name))
      expect(content.includes(row.subarray(0, 16)), name).toBe(false)
      expect(content.includes(vectorPlace.libraryId), name).toBe(false)
      if (process.platform !== 'win32') expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0)
    }
    expect(readdirSync(join(dataFolder, 'vectors'))).not.toContain('plain')
  })
})

describe('a graph that is made', () => {
  it('goes on where it was when it is interrupted', async () => {
    const store = filledVectorStore(2_500)
    const rooms = openVectorRooms({ limits: { saveVectors: 500 } })
    const broken = {
      ...store,
      vectors: (after: number, limit: number) =>
        after > 2_000 ? Promise.reject(new Error('the disk does not answer')) : store.vectors(after, limit),
    }
    const first = rooms.vectors.open(vectorPlace, broken)
    await expect(first.settle()).rejects.toThrow('does not answer')
    expect((await first.search({ vector: vectorCluster.row(0), limit: 1 })).isComplete).toBe(false)
    await rooms.vectors.close()

    const starts: number[] = []
    const watched = {
      ...store,
      vectors(after: number, limit: number) {
        starts.push(after)
        return store.vectors(after, limit)
      },
    }
    const second = openVectorRooms(rooms).vectors.open(vectorPlace, watched)
    await second.settle()
    expect(Math.min(...starts)).toBeGreaterThan(1_000)
    expect(await vectorRecall(second, store)).toEqual(fine)
    expect(second.state().vectors).toBe(2_500)
  })
})

it('nothing of a removed vector is left when it was purged', async () => {
  const rooms = openVectorRooms()
  const store = filledVectorStore(1_000)
  const index = rooms.vectors.open(vectorPlace, store)
  await index.settle()
  const folder = indexFolder(rooms)
  const parts = partsIn(folder)
  store.remove(3)
  await index.purge()
  // Of three parts the first held it, and the last, which was not full, took what else was there.
  expect(partsIn(folder).filter((name) => parts.includes(name))).toHaveLength(1)
  expect(await vectorRecall(index, store)).toEqual(fine)
  expect(index.state().vectors).toBe(999)
})

it('a full disk is said, costs no answer, and is made up for when there is room', async (context) => {
  const disk = mountSmallDisk({ megabytes: 16, freeBytes: 30_000 })
  context.skip(typeof disk === 'string', String(disk))
  if (typeof disk === 'string') return
  using mounted = disk
  const store = filledVectorStore(savedCount)
  const { vectors, key } = openVectorRooms({ dataFolder: mounted.path })
  mounted.fill()
  const index = vectors.open(vectorPlace, store)
  await expect(index.settle()).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(await vectorRecall(index, store)).toEqual(fine)
  mounted.free()
  await index.settle()
  await vectors.close()
  const asked = store.asked.vectors
  const again = openVectorRooms({ dataFolder: mounted.path, key })
  await again.vectors.open(vectorPlace, store).settle()
  expect(store.asked.vectors).toBe(asked)
  await again.vectors.close()
})

it('an index that was dropped leaves no file and can be made again', async () => {
  const rooms = openVectorRooms()
  const store = filledVectorStore(savedCount)
  const given = rooms.vectors.open(vectorPlace, store)
  await given.settle()
  await rooms.vectors.drop(vectorPlace)
  // Catches a search that fails because a model was changed while its question was read.
  expect(await given.search({ vector: vectorCluster.row(0), limit: 3 })).toEqual({ neighbours: [], isComplete: false })
  expect(readdirSync(join(rooms.dataFolder, 'vectors'))).toEqual(['plain'])
  const again = rooms.vectors.open(vectorPlace, store)
  await again.settle()
  expect(await vectorRecall(again, store)).toEqual(fine)
})

it('sweeping deletes the files of every place that is not named, and what a killed process left', async () => {
  const { dataFolder, reopen, store } = await savedVectors()
  const before = reopen()
  await before.vectors.open({ ...vectorPlace, libraryId: 'other' }, filledVectorStore(300)).settle()
  await before.vectors.close()
  mkdirSync(join(dataFolder, 'vectors/plain'))
  writeFileSync(join(dataFolder, 'vectors/plain/0'), 'vectors of somebody')
  const { vectors } = reopen()
  await vectors.sweep([vectorPlace])
  expect(readdirSync(join(dataFolder, 'vectors'))).toHaveLength(2)
  expect(readdirSync(join(dataFolder, 'vectors/plain'))).toEqual([])
  const index = vectors.open(vectorPlace, store)
  expect((await vectorRecall(index, store)).recall).toBeGreaterThan(0.99)
})
