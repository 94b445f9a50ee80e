import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { untilEqual } from '../support/folder-checks.ts'
import { chunkIds, documentsOf, openTestFolders, put, type TestFolders } from '../support/folder-rooms.ts'

let rooms: TestFolders
let folder: string

beforeEach(async () => {
  rooms = await openTestFolders()
  folder = mkdtempSync(join(tmpdir(), 'diwan-bound-'))
})
afterEach(async () => {
  await rooms[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const bind = (rules: { ignore?: string[]; review?: boolean } = {}) =>
  rooms.folders.bind({ library: 'docs', path: folder, ...rules })

async function search(query: string): Promise<string[]> {
  const { items } = await rooms.store.read('documents.list', {
    library: 'docs',
    content: query,
    offset: 0,
    limit: 100,
    sort: 'name',
    order: 'ascending',
  })
  return items.map(({ name }) => name)
}

describe('a bound folder', () => {
  it('LIB-4.add: brings what is in it and what comes into it, in new folders too', async () => {
    put(folder, 'first.md', 'The first file.')
    const bound = await bind()
    expect(bound).toMatchObject({ path: folder, state: 'scanning', error: null, review: false })
    await untilEqual(rooms, folder)
    put(folder, 'deep/er/second.md', 'The second file.')
    await untilEqual(rooms, folder)
    const second = (await documentsOf(rooms)).get('deep/er/second.md')
    expect(second).toMatchObject({ folderId: bound.id, state: 'ready', available: true })
    expect(await search('second')).toEqual(['deep/er/second.md'])
  })

  it('LIB-4.edit: reads a file again that has changed, and keeps its document', async () => {
    put(folder, 'note.md', 'About walnuts.')
    await bind()
    await untilEqual(rooms, folder)
    const before = (await documentsOf(rooms)).get('note.md')
    put(folder, 'note.md', 'About hazelnuts.')
    await untilEqual(rooms, folder)
    expect((await documentsOf(rooms)).get('note.md')?.id).toBe(before?.id)
    expect([await search('walnuts'), await search('hazelnuts')]).toEqual([[], ['note.md']])
  })

  it('LIB-4.rename: follows a file by its content, with the same document and chunks', async () => {
    put(folder, 'draft.md', '# Draft\n\nAbout walnuts.')
    put(folder, 'other.md', 'Something else.')
    await bind()
    await untilEqual(rooms, folder)
    const before = (await documentsOf(rooms)).get('draft.md')
    if (before === undefined) throw new Error('no document')
    const chunks = await chunkIds(rooms, before.id)
    await rooms.store.write('documents.tag', { documentIds: [before.id], add: ['kept'], remove: [] })
    put(folder, 'final/.keep', '')
    renameSync(join(folder, 'draft.md'), join(folder, 'final/report.md'))
    rmSync(join(folder, 'final/.keep'))
    await untilEqual(rooms, folder)
    const after = (await documentsOf(rooms)).get('final/report.md')
    expect(after).toMatchObject({ id: before.id, tags: ['kept'], addedAt: before.addedAt, available: true })
    expect(await chunkIds(rooms, before.id)).toEqual(chunks)
    expect(chunks.length).toBeGreaterThan(0)
    expect([...(await documentsOf(rooms, { trashed: true })).keys()]).toEqual([])
  })

  it('LIB-4.delete: puts what was deleted into the trash, from where it comes back with the file', async () => {
    const path = put(folder, 'note.md', 'About walnuts.')
    await bind()
    await untilEqual(rooms, folder)
    const before = (await documentsOf(rooms)).get('note.md')
    rmSync(path)
    await untilEqual(rooms, folder)
    expect([...(await documentsOf(rooms, { trashed: true })).keys()]).toEqual(['note.md'])
    expect(await search('walnuts')).toEqual([])
    const chunks = await chunkIds(rooms, before?.id ?? '')
    put(folder, 'note.md', 'About walnuts.')
    await untilEqual(rooms, folder)
    const after = (await documentsOf(rooms)).get('note.md')
    expect([after?.id, await chunkIds(rooms, after?.id ?? '')]).toEqual([before?.id, chunks])
    expect(await search('walnuts')).toEqual(['note.md'])
  })
})
