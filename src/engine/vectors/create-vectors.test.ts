import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { vectorCluster, vectorPlace, vectorRecall } from '../../../test/support/vector-checks.ts'
import { filledVectorStore, openVectorRooms } from '../../../test/support/vector-rooms.ts'
import { createVectorStore } from '../../../test/support/vector-store.ts'

const perfect = { recall: 1, wrong: [], isComplete: true }

describe('an index that is scanned', () => {
  it('finds exactly the nearest, is complete with its first answer, and keeps no file', async () => {
    const { vectors, dataFolder } = openVectorRooms()
    const store = filledVectorStore(200)
    const index = vectors.open(vectorPlace, store)
    const { neighbours } = await index.search({ vector: vectorCluster.row(3), limit: 5 })
    expect(neighbours.map(({ chunkId }) => chunkId)).toEqual(store.nearest(vectorCluster.row(3), 5))
    expect(neighbours[0]?.similarity).toBeCloseTo(1, 3)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(perfect)
    expect(index.state()).toMatchObject({ kind: 'exact', vectors: 200, reached: 200, doing: 'nothing' })
    expect(readdirSync(join(dataFolder, 'vectors'))).toEqual(['plain'])
  })

  it('takes up what is added, replaced and removed when it is woken', async () => {
    const { vectors } = openVectorRooms()
    const store = filledVectorStore(200)
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    for (let chunkId = 1; chunkId <= 150; chunkId++) store.put(chunkId, vectorCluster.row(1_000 + chunkId))
    for (let chunkId = 160; chunkId <= 200; chunkId++) store.remove(chunkId)
    store.put(900, vectorCluster.row(59))
    index.wake()
    expect((await index.search({ vector: vectorCluster.row(0), limit: 1 })).isComplete).toBe(false)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(perfect)
    expect(index.state().vectors).toBe(160)
  })

  it('answers for nothing, for fewer than asked for, and for a filter that fits none', async () => {
    const { vectors } = openVectorRooms()
    const empty = vectors.open(vectorPlace, createVectorStore())
    const vector = vectorCluster.row(0)
    expect(await empty.search({ vector, limit: 10 })).toEqual({ neighbours: [], isComplete: expect.any(Boolean) })
    const few = vectors.open({ ...vectorPlace, libraryId: 'few' }, filledVectorStore(3))
    expect((await few.search({ vector, limit: 10 })).neighbours).toHaveLength(3)
    expect((await few.search({ vector, limit: 10, only: [] })).neighbours).toEqual([])
    expect((await few.search({ vector, limit: 10, only: [77] })).neighbours).toEqual([])
    expect((await few.search({ vector, limit: 10, only: [2, 2] })).neighbours).toHaveLength(1)
    expect((await few.search({ vector, limit: 0 })).neighbours).toEqual([])
  })

  it('refuses a vector of another space instead of comparing what can not be compared', async () => {
    const { vectors } = openVectorRooms()
    const index = vectors.open(vectorPlace, filledVectorStore(3))
    const broken = vectorCluster.row(0)
    broken[3] = Number.NaN
    await expect(index.search({ vector: new Float32Array(23), limit: 1 })).rejects.toThrow(RangeError)
    await expect(index.search({ vector: broken, limit: 1 })).rejects.toThrow(RangeError)
    const stop = AbortSignal.abort(new Error('not wanted any more'))
    await expect(index.search({ vector: vectorCluster.row(0), limit: 1, signal: stop })).rejects.toThrow('not wanted')
  })
})

describe('an index with a graph', () => {
  it('RET-1.dense: finds by HNSW, in several parts, what an exact scan finds', async () => {
    const { vectors } = openVectorRooms()
    const store = filledVectorStore(2_000)
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(index.state()).toMatchObject({ kind: 'graph', vectors: 2_000, reached: 2_000 })
    const { recall, wrong } = await vectorRecall(index, store)
    expect(recall).toBeGreaterThanOrEqual(0.99)
    expect(wrong).toEqual([])
    const [first] = (await index.search({ vector: vectorCluster.row(5), limit: 1 })).neighbours
    expect(first).toEqual({ chunkId: 6, similarity: expect.closeTo(1, 2) })
  })

  it('is made of a scanned one that grows, which answers until then', async () => {
    const { vectors } = openVectorRooms()
    const store = filledVectorStore(240)
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(index.state().kind).toBe('exact')
    for (let row = 240; row < 300; row++) store.put(row + 1, vectorCluster.row(row))
    index.wake()
    const meanwhile = index.search({ vector: vectorCluster.row(59), limit: 1 })
    expect((await meanwhile).neighbours.map(({ chunkId }) => chunkId)).toEqual([60])
    await index.settle()
    expect(index.state()).toMatchObject({ kind: 'graph', vectors: 300 })
    expect(await vectorRecall(index, store)).toMatchObject({ recall: expect.closeTo(1, 1), wrong: [] })
  })

  it('never finds what was removed, and is built anew when a fifth is gone', async () => {
    const { vectors } = openVectorRooms()
    const store = filledVectorStore(1_400)
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    const before = index.state().bytes
    // Whole subjects go, so that everything near some questions is gone.
    for (let chunkId = 1; chunkId <= 1_000; chunkId++) store.remove(chunkId)
    await index.settle()
    const { recall, wrong } = await vectorRecall(index, store)
    expect(wrong).toEqual([])
    expect(recall).toBeGreaterThanOrEqual(0.99)
    expect(index.state()).toMatchObject({ vectors: 400, doing: 'nothing' })
    expect(index.state().bytes).toBeLessThan(before / 2)
  })

  it('finds a replaced vector at its new place only', async () => {
    const { vectors } = openVectorRooms()
    const store = filledVectorStore(600)
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    store.put(17, vectorCluster.row(2_500))
    await index.settle()
    const at = async (row: number) => (await index.search({ vector: vectorCluster.row(row), limit: 1 })).neighbours
    expect(await at(2_500)).toMatchObject([{ chunkId: 17 }])
    expect(await at(16)).not.toMatchObject([{ chunkId: 17 }])
    expect(index.state().vectors).toBe(600)
  })

  it.each([
    ['few chunks', (id: number) => id % 100 === 0],
    ['a tenth', (id: number) => id % 10 === 3],
    ['nearly all', (id: number) => id % 10 !== 3],
  ])('finds the nearest of %s that a filter lets through', async (_, isWanted) => {
    const { vectors } = openVectorRooms({ limits: { fewChunks: 60 } })
    const store = filledVectorStore(2_000)
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    const only = store.chunkIds().filter(isWanted)
    const { recall, wrong } = await vectorRecall(index, store, { only })
    expect(wrong).toEqual([])
    expect(recall).toBeGreaterThanOrEqual(0.99)
  })
})

it('one place has one index, and other places have others', async () => {
  const { vectors } = openVectorRooms()
  const index = vectors.open(vectorPlace, filledVectorStore(5))
  expect(vectors.open({ ...vectorPlace }, filledVectorStore(9))).toBe(index)
  const other = vectors.open({ ...vectorPlace, fingerprint: 'other' }, filledVectorStore(9))
  await Promise.all([index.settle(), other.settle()])
  expect([index.state().vectors, other.state().vectors]).toEqual([5, 9])
})

it('says why it can not be brought up to date, answers from what it has, and goes on when the source does', async () => {
  const { vectors, log } = openVectorRooms()
  const store = filledVectorStore(50)
  let isBroken = false
  const source = {
    ...store,
    changes: (after: number, limit: number) =>
      isBroken ? Promise.reject(new Error('the disk does not answer')) : store.changes(after, limit),
  }
  const index = vectors.open(vectorPlace, source)
  await index.settle()
  isBroken = true
  store.put(51, vectorCluster.row(50))
  index.wake()
  await expect(index.settle()).rejects.toThrow('does not answer')
  expect(log.join()).toContain('does not answer')
  const { neighbours, isComplete } = await index.search({ vector: vectorCluster.row(0), limit: 1 })
  expect({ found: neighbours[0]?.chunkId, isComplete }).toEqual({ found: 1, isComplete: false })
  isBroken = false
  await index.settle()
  expect(await vectorRecall(index, store)).toEqual(perfect)
})

it('answers nothing after it was closed', async () => {
  const { vectors } = openVectorRooms()
  const index = vectors.open(vectorPlace, filledVectorStore(5))
  await index.settle()
  await vectors.close()
  await expect(index.search({ vector: vectorCluster.row(0), limit: 1 })).rejects.toMatchObject({
    code: 'ENGINE_UNAVAILABLE',
  })
})
