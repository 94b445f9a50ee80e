import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mountSmallDisk } from '../../../test/support/small-disk.ts'
import { vectorCluster, vectorPlace, vectorRecall } from '../../../test/support/vector-checks.ts'
import { filledVectorStore, openVectorRooms, type VectorRooms } from '../../../test/support/vector-rooms.ts'
import { packVector, type VectorStore } from '../../../test/support/vector-store.ts'

const count = 600

/** An index of two parts, saved and closed. */
async function savedIndex(store: VectorStore = filledVectorStore(count)) {
  const rooms = openVectorRooms()
  await rooms.vectors.open(vectorPlace, store).settle()
  await rooms.vectors.close()
  return { ...rooms, store, folder: indexFolder(rooms), reopen: () => openVectorRooms(rooms) }
}

function indexFolder({ dataFolder }: VectorRooms, number = 0): string {
  const names = readdirSync(join(dataFolder, 'vectors')).filter((name) => name !== 'plain')
  return join(dataFolder, 'vectors', names[number] as string)
}

const partsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('part-'))

const fine = { recall: expect.closeTo(1, 1), wrong: [], isComplete: true }

describe('a saved index', () => {
  it('is opened again without reading its vectors from the source', async () => {
    const { store, reopen } = await savedIndex()
    const asked = { ...store.asked }
    const index = reopen().vectors.open(vectorPlace, store)
    await index.search({ vector: vectorCluster.row(0), limit: 1 })
    expect(index.state()).toMatchObject({ kind: 'graph', vectors: count, reached: count })
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(store.asked).toMatchObject({ vectors: asked.vectors, vectorsOf: asked.vectorsOf })
  })

  it('is not written again when nothing has changed', async () => {
    const { store, reopen, folder } = await savedIndex()
    const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])
    const { vectors } = reopen()
    await vectors.open(vectorPlace, store).settle()
    await vectors.close()
    expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before)
  })

  it('takes up what it missed: added, replaced and removed', async () => {
    const { store, reopen } = await savedIndex()
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
    const { store, reopen, folder } = await savedIndex()
    const parts = partsIn(folder)
    for (let chunkId = 1; chunkId <= 60; chunkId++) store.remove(chunkId)
    const { vectors } = reopen()
    await vectors.open(vectorPlace, store).settle()
    await vectors.close()
    expect(partsIn(folder)).toEqual(parts)
    const index = reopen().vectors.open(vectorPlace, store)
    expect((await vectorRecall(index, store)).wrong).toEqual([])
    expect(index.state().vectors).toBe(count - 60)
  })

  it('is written when it was not asked to, once nothing changes', async () => {
    const rooms = openVectorRooms({ limits: { saveMs: 1 } })
    rooms.vectors.open(vectorPlace, filledVectorStore(count))
    await expect.poll(() => readdirSync(join(rooms.dataFolder, 'vectors')).length, { timeout: 15_000 }).toBe(2)
    await expect.poll(() => readdirSync(indexFolder(rooms)), { timeout: 15_000 }).toContain('index')
  })

  it('lies encrypted, for its owner only, and nothing plain stays anywhere', async () => {
    const { dataFolder, folder } = await savedIndex()
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

describe('an index that can not go on from its files is made anew', () => {
  it('when changes that it missed are not kept any more; what it has is found until then', async () => {
    const { store, reopen } = await savedIndex()
    store.remove(1)
    for (let row = 600; row < 700; row++) store.put(row + 1, vectorCluster.row(row))
    store.forgetChanges(650)
    const held = Promise.withResolvers<void>()
    const index = reopen().vectors.open(vectorPlace, {
      ...store,
      vectors: async (after, limit) => {
        await held.promise
        return store.vectors(after, limit)
      },
    })
    const meanwhile = await index.search({ vector: vectorCluster.row(10), limit: 1 })
    expect(meanwhile).toMatchObject({ neighbours: [{ chunkId: 11 }], isComplete: false })
    held.resolve()
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(index.state().vectors).toBe(699)
  })

  const byte = (content: Buffer, at: number) => {
    content[at] = (content[at] as number) ^ 0x10
    return content
  }
  const cases: { file: 'index' | 'part'; title: string; damage(content: Buffer): Buffer | null }[] = [
    { file: 'index', title: 'has a flipped bit', damage: (content) => byte(content, content.length >> 1) },
    { file: 'index', title: 'is cut', damage: (content) => content.subarray(0, -1) },
    { file: 'part', title: 'has a flipped bit in its head', damage: (content) => byte(content, 9) },
    { file: 'part', title: 'has a flipped bit in its middle', damage: (content) => byte(content, content.length >> 1) },
    { file: 'part', title: 'has a flipped bit at its end', damage: (content) => byte(content, content.length - 1) },
    { file: 'part', title: 'is cut', damage: (content) => content.subarray(0, -40) },
    { file: 'part', title: 'has a zeroed block', damage: (content) => content.fill(0, 4_096, 8_192) },
    { file: 'part', title: 'is missing', damage: () => null },
  ]
  it.each(cases)('when its $file $title', async ({ file, damage }) => {
    const { store, reopen, folder } = await savedIndex()
    const path = join(folder, file === 'index' ? 'index' : (partsIn(folder)[0] as string))
    const content = damage(readFileSync(path))
    if (content === null) rmSync(path)
    else writeFileSync(path, content)
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_DAMAGED')
  })

  it('when the key is another', async () => {
    const { store, dataFolder } = await savedIndex()
    const { vectors, log } = openVectorRooms({ dataFolder, key: randomBytes(32) })
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_DAMAGED')
  })

  it("when its files are another library's, or of other dimensions", async () => {
    const { store, reopen, folder, dataFolder } = await savedIndex()
    const other = { ...vectorPlace, libraryId: 'other' }
    const rooms = reopen()
    await rooms.vectors.open(other, filledVectorStore(300)).settle()
    await rooms.vectors.close()
    const [one, two] = readdirSync(join(dataFolder, 'vectors')).map((name) => join(dataFolder, 'vectors', name))
    const foreign = one === folder ? two : one
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    for (const name of readdirSync(foreign as string)) copyFileSync(join(foreign as string, name), join(folder, name))
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_FOREIGN')
  })

  it('when a part was put back from an earlier state', async () => {
    const { store, reopen, folder } = await savedIndex()
    const last = partsIn(folder).sort(
      (left, right) => statSync(join(folder, left)).size - statSync(join(folder, right)).size,
    )[0]
    const earlier = readFileSync(join(folder, last as string))
    for (let row = 1_000; row < 1_100; row++) store.put(row + 1, vectorCluster.row(row))
    const rooms = reopen()
    await rooms.vectors.open(vectorPlace, store).settle()
    await rooms.vectors.close()
    for (const name of partsIn(folder)) writeFileSync(join(folder, name), earlier)
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_DAMAGED')
  })

  it('when the store was put back to an earlier state', async () => {
    const { reopen } = await savedIndex()
    const earlier = filledVectorStore(500)
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, earlier)
    await index.settle()
    expect(await vectorRecall(index, earlier)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_AHEAD')
  })

  it('when the store has another number of vectors at the same change', async () => {
    const { store, reopen } = await savedIndex()
    const other = filledVectorStore(count - 1)
    other.remove(7)
    expect(await other.head()).toMatchObject({ number: (await store.head()).number })
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, other)
    await index.settle()
    expect(await vectorRecall(index, other)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_DIFFERS')
  })
})

it('nothing of a removed vector is left when it was purged', async () => {
  const { store, reopen, folder } = await savedIndex(filledVectorStore(1_000))
  const parts = partsIn(folder)
  store.remove(3)
  const { vectors } = reopen()
  const index = vectors.open(vectorPlace, store)
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
  const store = filledVectorStore(count)
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
  const store = filledVectorStore(count)
  await rooms.vectors.open(vectorPlace, store).settle()
  await rooms.vectors.drop(vectorPlace)
  expect(readdirSync(join(rooms.dataFolder, 'vectors'))).toEqual(['plain'])
  const again = rooms.vectors.open(vectorPlace, store)
  await again.settle()
  expect(await vectorRecall(again, store)).toEqual(fine)
})

it('sweeping deletes the files of every place that is not named, and what a killed process left', async () => {
  const { dataFolder, reopen, store } = await savedIndex()
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
