import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fine, partsIn, savedCount, savedVectors } from '../../../test/support/saved-vectors.ts'
import { vectorCluster, vectorPlace, vectorRecall } from '../../../test/support/vector-checks.ts'
import { filledVectorStore, openVectorRooms } from '../../../test/support/vector-rooms.ts'

describe('an index that can not go on from its files is made anew', () => {
  it('when changes that it missed are not kept any more; what it has is found until then', async () => {
    const { store, reopen } = await savedVectors()
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
    const { store, reopen, folder } = await savedVectors()
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
    const { store, dataFolder } = await savedVectors()
    const { vectors, log } = openVectorRooms({ dataFolder, key: randomBytes(32) })
    const index = vectors.open(vectorPlace, store)
    await index.settle()
    expect(await vectorRecall(index, store)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_DAMAGED')
  })

  it("when its files are another library's, or of other dimensions", async () => {
    const { store, reopen, folder, dataFolder } = await savedVectors()
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
    const { store, reopen, folder } = await savedVectors()
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
    const { reopen } = await savedVectors()
    const earlier = filledVectorStore(500)
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, earlier)
    await index.settle()
    expect(await vectorRecall(index, earlier)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_AHEAD')
  })

  it('when the store has another number of vectors at the same change', async () => {
    const { store, reopen } = await savedVectors()
    const other = filledVectorStore(savedCount - 1)
    other.remove(7)
    expect(await other.head()).toMatchObject({ number: (await store.head()).number })
    const { vectors, log } = reopen()
    const index = vectors.open(vectorPlace, other)
    await index.settle()
    expect(await vectorRecall(index, other)).toEqual(fine)
    expect(log.join()).toContain('VECTOR_FILE_DIFFERS')
  })
})
