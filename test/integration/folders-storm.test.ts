import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { untilEqual, untilSettled } from '../support/folder-checks.ts'
import { chunkIds, documentsOf, openTestFolders } from '../support/folder-rooms.ts'
import { createFolderStorm } from '../support/folder-storm.ts'

// The long trial (npm run test:long) makes 2,000 changes and kills the engine meanwhile; this one finds what breaks at once.
it('LIB-4.rename: after 200 changes, some while Diwan is stopped, the library is the folder, and moves kept their chunks', async () => {
  const root = mkdtempSync(join(tmpdir(), 'diwan-storm-'))
  const folder = join(root, 'papers')
  const random = seededRandom(20_261_121)
  const storm = createFolderStorm({ folder, files: 60, random })
  let rooms = await openTestFolders()
  const { dataFolder, key } = rooms
  try {
    const { id } = await rooms.folders.bind({ library: 'docs', path: folder })
    await untilEqual(rooms, folder)
    const before = new Map([...(await documentsOf(rooms)).values()].map(({ contentHash, id }) => [contentHash, id]))
    const chunks = new Map<string, number[]>()
    for (const document of before.values()) chunks.set(document, await chunkIds(rooms, document))

    for (let change = 0; change < 80; change++) {
      storm.change()
      // What a caller does meanwhile: the engine works between two changes, and sometimes gets to the end.
      if (change % 20 === 10) await untilSettled(rooms, id)
      else await rooms.folders.list('docs')
    }
    await rooms.close()
    for (let change = 0; change < 60; change++) storm.change()
    rooms = await openTestFolders({ dataFolder, key })
    for (let change = 0; change < 60; change++) {
      storm.change()
      await rooms.folders.list('docs')
    }
    await untilEqual(rooms, folder)
    await untilSettled(rooms, id)
    await untilEqual(rooms, folder)

    const kept = [...(await documentsOf(rooms)).values()].filter(({ contentHash }) =>
      storm.onlyMoved().has(contentHash ?? ''),
    )
    expect(kept.length).toBe(storm.onlyMoved().size)
    expect(kept.length).toBeGreaterThan(5)
    for (const { id: documentId, contentHash } of kept) {
      expect(documentId).toBe(before.get(contentHash))
      expect(await chunkIds(rooms, documentId)).toEqual(chunks.get(documentId))
    }
  } finally {
    await rooms[Symbol.asyncDispose]()
    rmSync(root, { recursive: true, force: true })
    rmSync(dataFolder, { recursive: true, force: true })
  }
}, 120_000)
