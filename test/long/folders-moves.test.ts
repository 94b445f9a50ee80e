import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/domain/query-terms.ts'
import { untilEqual, untilSettled } from '../support/folder-checks.ts'
import { chunkIds, documentsOf, openTestFolders, put, type TestFolders } from '../support/folder-rooms.ts'
import { waitForJob } from '../support/ingest.ts'
import { zip } from '../support/zip.ts'

let rooms: TestFolders
let folder: string
let folderId: string

beforeEach(async () => {
  rooms = await openTestFolders()
  folder = mkdtempSync(join(tmpdir(), 'diwan-moves-'))
  folderId = (await rooms.folders.bind({ library: 'docs', path: folder })).id
})
afterEach(async () => {
  await rooms[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string) => join(folder, name)

/** Which document stands under each name. */
async function ids(options: { trashed?: boolean } = {}): Promise<Record<string, string>> {
  return Object.fromEntries([...(await documentsOf(rooms, options))].map(([name, { id }]) => [name, id]))
}

describe('LIB-4.rename: documents go with their files', () => {
  // Would catch two moves that meet at one address, where a document can stand only once.
  it('when two files take each other’s names, and when several move on by one', async () => {
    for (const name of ['a', 'b', 'c', 'd']) put(folder, `${name}.md`, `The text of ${name}.`)
    await untilEqual(rooms, folder)
    const before = await ids()
    const chunks = await chunkIds(rooms, before['a.md'] ?? '')
    renameSync(at('a.md'), at('x.md'))
    renameSync(at('b.md'), at('a.md'))
    renameSync(at('x.md'), at('b.md'))
    renameSync(at('d.md'), at('e.md'))
    renameSync(at('c.md'), at('d.md'))
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({
      'a.md': before['b.md'],
      'b.md': before['a.md'],
      'd.md': before['c.md'],
      'e.md': before['d.md'],
    })
    expect(await chunkIds(rooms, before['a.md'] ?? '')).toEqual(chunks)
    expect(await ids({ trashed: true })).toEqual({})
  })

  // Would catch a file that is not recognised after its rename, because it was read for the first time by another job.
  it('also those that could be read only when a person told so', async () => {
    rooms.settings.maximumFileMegabytes = 0.00001
    put(folder, 'long.md', 'Longer than ten bytes.')
    await untilSettled(rooms, folderId)
    const before = await documentsOf(rooms)
    expect(before.get('long.md')).toMatchObject({ state: 'failed', error: 'FILE_TOO_LARGE', contentHash: null })
    rooms.settings.maximumFileMegabytes = 1
    const [job] = await rooms.ingest.reread({ documentIds: [before.get('long.md')?.id ?? ''] })
    rooms.queue.wake()
    await waitForJob(rooms, job?.id ?? '')
    renameSync(at('long.md'), at('short.md'))
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'short.md': before.get('long.md')?.id })
  })

  /** Makes a change between a comparison that has found a file new or edited and the reading of it. */
  async function changeBeforeReading(name: string, change: () => void): Promise<void> {
    await untilSettled(rooms, folderId)
    await rooms.folders.update({ folderId, paused: true })
    const source = { kind: 'path', path: at(name), folder: folderId } as const
    const file = { path: name, bytes: 9, modifiedAt: 1, changedAt: 1 }
    const read = { ...file, item: { name, uri: pathToFileURL(at(name)).href, source, bytes: 9, modifiedAt: 1 } }
    const input = { folderId, changes: { reads: [read] }, jobId: null, now: Date.now() }
    const { jobId } = await rooms.store.write('folders.apply', input)
    change()
    rooms.queue.wake()
    await waitForJob(rooms, jobId ?? '')
    await rooms.folders.update({ folderId, paused: false })
    await untilSettled(rooms, folderId)
  }

  // Would catch a reading that makes a second document of a file that took the place of what was to be read: the storm
  // found it, where jobs go on after a stop.
  it.each([
    { to: 'known.md', left: { 'known.md': 'moved.md' } },
    { to: 'new.md', left: { 'known.md': 'known.md', 'new.md': 'moved.md' } },
  ])('over $to, which was about to be read', async ({ to, left }) => {
    put(folder, 'moved.md', 'The moved text.')
    put(folder, 'known.md', 'The known text.')
    await untilSettled(rooms, folderId)
    const before = await ids()
    const chunks = await chunkIds(rooms, before['moved.md'] ?? '')
    await changeBeforeReading(to, () => renameSync(at('moved.md'), at(to)))
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual(Object.fromEntries(Object.entries(left).map(([name, was]) => [name, before[was]])))
    expect(await chunkIds(rooms, before['moved.md'] ?? '')).toEqual(chunks)
  })

  it('when one that is about to be read takes another one’s name, and that one its', async () => {
    put(folder, 'a.md', 'The text of a.')
    put(folder, 'b.md', 'The longer text of b.')
    await untilSettled(rooms, folderId)
    const before = await ids()
    const chunksOf = () => Promise.all(['a.md', 'b.md'].map((name) => chunkIds(rooms, before[name] ?? '')))
    const chunks = await chunksOf()
    await changeBeforeReading('a.md', () => {
      renameSync(at('a.md'), at('x.md'))
      renameSync(at('b.md'), at('a.md'))
      renameSync(at('x.md'), at('b.md'))
    })
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'a.md': before['b.md'], 'b.md': before['a.md'] })
    expect(await chunksOf()).toEqual(chunks)
  })

  // Would catch a new document for a file that a comparison had missed on its way and taken for deleted.
  it('out of the trash, when the file turns up where something was about to be read', async () => {
    put(folder, 'moved.md', 'The moved text.')
    await untilSettled(rooms, folderId)
    const before = await ids()
    rmSync(at('moved.md'))
    await untilSettled(rooms, folderId)
    await changeBeforeReading('new.md', () => put(folder, 'new.md', 'The moved text.'))
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'new.md': before['moved.md'] })
    expect(await ids({ trashed: true })).toEqual({})
  })

  // Would catch members that are made a second time of an archive that has moved.
  it('with what came out of them, over a file that was about to be read', async () => {
    writeFileSync(at('mail.zip'), zip([{ name: 'note.md', data: 'A note inside.' }]))
    await untilSettled(rooms, folderId)
    const before = await ids()
    await changeBeforeReading('post.zip', () => renameSync(at('mail.zip'), at('post.zip')))
    expect(await ids()).toEqual({ 'post.zip/note.md': before['mail.zip/note.md'] })
    expect(await ids({ trashed: true })).toEqual({})
  })

  it('but a copy to where something was about to be read is a document of its own', async () => {
    put(folder, 'one.md', 'The same words.')
    await untilSettled(rooms, folderId)
    const before = await ids()
    await changeBeforeReading('two.md', () => put(folder, 'two.md', 'The same words.'))
    await untilEqual(rooms, folder)
    expect(await ids()).toMatchObject(before)
  })

  // Would catch a file that is put off for ever, because its content lies in the trash too: the storm found it.
  it('when the name says another type, and a copy lies in the trash', async () => {
    for (const name of ['copy.txt', 'note.txt']) put(folder, name, '# Heading')
    await untilSettled(rooms, folderId)
    const before = await ids()
    rmSync(at('copy.txt'))
    await untilSettled(rooms, folderId)
    renameSync(at('note.txt'), at('note.md'))
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'note.md': before['note.txt'] })
    expect((await documentsOf(rooms)).get('note.md')).toMatchObject({ type: 'markdown', state: 'ready' })
  })

  // Would catch parts of a comparison that take the places of documents in the trash before these have left: the next
  // part would take the wrong ones out of there.
  it('when files come back that others have taken the places of, among very many moves', async () => {
    const numbers = Array.from({ length: 20 }, (_, number) => number)
    for (const number of numbers) {
      put(folder, `place ${number}.md`, `The first text of ${number}.`)
      put(folder, `other ${number}.md`, `The other text of ${number}.`)
      for (let more = 0; more < 5; more++) put(folder, `more ${number} ${more}.md`, `More text of ${number} ${more}.`)
    }
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    const before = await ids()
    for (const number of numbers) rmSync(at(`place ${number}.md`))
    await untilSettled(rooms, folderId)
    const expected: Record<string, string | undefined> = {}
    for (const number of numbers) {
      renameSync(at(`other ${number}.md`), at(`place ${number}.md`))
      put(folder, `back ${number}.md`, `The first text of ${number}.`)
      expected[`place ${number}.md`] = before[`other ${number}.md`]
      expected[`back ${number}.md`] = before[`place ${number}.md`]
      for (let more = 0; more < 5; more++) {
        renameSync(at(`more ${number} ${more}.md`), at(`${number} ${more}.md`))
        expected[`${number} ${more}.md`] = before[`more ${number} ${more}.md`]
      }
    }
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual(expected)
    expect(await ids({ trashed: true })).toEqual({})
  })

  it('over another file, whose document goes to the trash', async () => {
    put(folder, 'new.md', 'The new version.')
    put(folder, 'old.md', 'The old version.')
    await untilEqual(rooms, folder)
    const before = await ids()
    renameSync(at('new.md'), at('old.md'))
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'old.md': before['new.md'] })
    expect(await ids({ trashed: true })).toEqual({ 'old.md': before['old.md'] })
  })

  it('when only the case of a name changes, and between the ways that Unicode writes one', async () => {
    put(folder, 'report.md', 'The report.')
    put(folder, 'e\u0301te\u0301.md', 'The summer.')
    await untilEqual(rooms, folder)
    const before = await ids()
    renameSync(at('report.md'), at('Report.md'))
    renameSync(at('e\u0301te\u0301.md'), at('été.md'))
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'Report.md': before['report.md'], 'été.md': before['e\u0301te\u0301.md'] })
  })

  it('when a folder of a thousand files gets another name, in one comparison and without a job', async () => {
    for (let file = 0; file < 1_000; file++) put(folder, `old/${file % 10}/${file}.md`, `File number ${file}.`)
    await untilSettled(rooms, folderId, 150_000)
    await untilEqual(rooms, folder)
    const before = await ids()
    const jobs = (await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })).total
    renameSync(at('old'), at('new'))
    await untilSettled(rooms, folderId, 150_000)
    await untilEqual(rooms, folder)
    const renamed = Object.fromEntries(Object.entries(before).map(([name, id]) => [name.replace('old/', 'new/'), id]))
    expect(await ids()).toEqual(renamed)
    expect((await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })).total).toBe(jobs)
    // The index knows the new names.
    const { hits } = await rooms.store.read('search.keyword', {
      library: 'docs',
      terms: parseQuery('new/7/777'),
      limit: 1,
      group: 'document',
    })
    expect(hits.map(({ documentId }) => documentId)).toEqual([before['old/7/777.md']])
  }, 200_000)

  it('with what came out of them, when they are archives', async () => {
    writeFileSync(at('mail.zip'), zip([{ name: 'inner/note.md', data: 'A note inside.' }]))
    await untilSettled(rooms, folderId)
    const before = await ids()
    expect(Object.keys(before)).toContain('mail.zip/inner/note.md')
    renameSync(at('mail.zip'), at('post.zip'))
    await untilSettled(rooms, folderId)
    const inner = (await documentsOf(rooms)).get('post.zip/inner/note.md')
    expect(inner).toMatchObject({ id: before['mail.zip/inner/note.md'] })
    expect(inner?.uri).toContain('/post.zip!/inner/note.md')
    rmSync(at('post.zip'))
    await untilSettled(rooms, folderId)
    expect(await ids()).toEqual({})
    expect(Object.keys(await ids({ trashed: true }))).toContain('post.zip/inner/note.md')
  })

  it('but a file whose new name says another type is read again, as the same document', async () => {
    put(folder, 'note.txt', '# Heading\n\nText below.')
    await untilEqual(rooms, folder)
    const before = (await documentsOf(rooms)).get('note.txt')
    renameSync(at('note.txt'), at('note.md'))
    await untilSettled(rooms, folderId)
    await untilEqual(rooms, folder)
    expect((await documentsOf(rooms)).get('note.md')).toMatchObject({ id: before?.id, type: 'markdown' })
  })
})

describe('LIB-4.edit: changes that hide', () => {
  // Would catch a comparison by size and date alone.
  it('an edit of the same size under the old date is seen', async () => {
    const date = new Date('2020-05-05T05:05:05Z')
    put(folder, 'note.md', 'About walnuts.')
    utimesSync(at('note.md'), date, date)
    await untilEqual(rooms, folder)
    put(folder, 'note.md', 'About chestnut')
    utimesSync(at('note.md'), date, date)
    await untilEqual(rooms, folder)
  })

  it('a file that becomes a folder, and a folder that becomes a file', async () => {
    put(folder, 'thing', 'A plain file.')
    put(folder, 'place/inside.md', 'Inside.')
    await untilEqual(rooms, folder)
    rmSync(at('thing'))
    put(folder, 'thing/inside.md', 'Now a folder.')
    rmSync(at('place'), { recursive: true })
    put(folder, 'place', 'Now a file.')
    await untilEqual(rooms, folder)
  })

  it('a copy is a document of its own, also when the first one is deleted later', async () => {
    put(folder, 'one.md', 'The same words.')
    await untilEqual(rooms, folder)
    const before = await ids()
    put(folder, 'two.md', 'The same words.')
    await untilEqual(rooms, folder)
    const both = await ids()
    expect(both['one.md']).toBe(before['one.md'])
    rmSync(at('one.md'))
    await untilEqual(rooms, folder)
    expect(await ids()).toEqual({ 'two.md': both['two.md'] })
    expect(await ids({ trashed: true })).toEqual({ 'one.md': both['one.md'] })
  })

  it('a touched file is not read again', async () => {
    put(folder, 'note.md', 'About walnuts.')
    await untilSettled(rooms, folderId)
    const jobs = (await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })).total
    utimesSync(at('note.md'), 1, 1)
    await untilSettled(rooms, folderId)
    expect((await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })).total).toBe(jobs)
    mkdirSync(at('empty'))
    await untilEqual(rooms, folder)
  })

  // Would catch a document that stays for ever when its edited file is deleted before it is read: the storm found it.
  it('LIB-4.delete: a file that is edited and gone before it is read leaves no document behind', async () => {
    put(folder, 'note.md', 'About walnuts.')
    await untilSettled(rooms, folderId)
    const uri = (await documentsOf(rooms)).get('note.md')?.uri ?? ''
    const source = { kind: 'path', path: at('note.md'), folder: folderId } as const
    const file = { path: 'note.md', bytes: 9, modifiedAt: 1, changedAt: 1 }
    const read = { ...file, item: { name: 'note.md', uri, source, bytes: 9, modifiedAt: 1 } }
    await rooms.store.write('folders.apply', { folderId, changes: { reads: [read] }, jobId: null, now: Date.now() })
    rmSync(at('note.md'))
    rooms.queue.wake()
    await untilSettled(rooms, folderId)
    expect([await ids(), Object.keys(await ids({ trashed: true }))]).toEqual([{}, ['note.md']])
  })
})
