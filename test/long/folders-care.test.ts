import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { untilEqual, untilSettled, untilState } from '../support/folder-checks.ts'
import { documentsOf, openTestFolders, put, type TestFolders } from '../support/folder-rooms.ts'
import { importPaths, outcomesOf, waitForJob } from '../support/ingest.ts'
import { eraseLibrary } from '../support/library.ts'
import { mail } from '../support/mail.ts'

let rooms: TestFolders
let root: string
let folder: string

beforeEach(async () => {
  rooms = await openTestFolders()
  root = mkdtempSync(join(tmpdir(), 'diwan-care-'))
  folder = join(root, 'papers')
  mkdirSync(folder)
})
afterEach(async () => {
  await rooms[Symbol.asyncDispose]()
  rmSync(root, { recursive: true, force: true })
})

const bind = (rules: { ignore?: string[]; review?: boolean } = {}) =>
  rooms.folders.bind({ library: 'docs', path: folder, ...rules })
const names = async (options: { trashed?: boolean } = {}) => [...(await documentsOf(rooms, options)).keys()].sort()

describe('LIB-4.ignore: what does not belong to the library', () => {
  it('what programs leave behind, hidden files, and what the rules of the folder and of the binding say', async () => {
    for (const name of ['a.md', 'a.md.part', '~$a.docx', 'x.tmp', 'Thumbs.db', '.hidden.md', 'node_modules/m.md']) {
      put(folder, name, 'Words.')
    }
    put(folder, '.gitignore', 'build/\n*.log\n!keep.log\n# a comment\n/only-here.md\n')
    for (const name of ['build/x.md', 'sub/build/x.md', 'one.log', 'keep.log', 'only-here.md', 'sub/only-here.md']) {
      put(folder, name, 'Words.')
    }
    put(folder, 'sub/.diwanignore', 'draft-*\n/deep/*.txt\n!one.log\n')
    for (const name of ['draft-1.md', 'sub/draft-1.md', 'sub/deep/d.txt', 'sub/deep/er/d.txt', 'sub/one.log']) {
      put(folder, name, 'Words.')
    }
    put(folder, 'odd [name]!/.gitignore', 'secret.md\n')
    put(folder, 'odd [name]!/secret.md', 'Words.')
    put(folder, 'odd [name]!/open.md', 'Words.')
    const { id } = await bind({ ignore: ['private/', '!only-here.md'] })
    put(folder, 'private/diary.md', 'Words.')
    await untilSettled(rooms, id)
    expect(await names()).toEqual([
      'a.md',
      'draft-1.md',
      'keep.log',
      'odd [name]!/open.md',
      'only-here.md',
      'sub/deep/er/d.txt',
      'sub/one.log',
      'sub/only-here.md',
    ])
  })

  it('a change of the rules takes away what they forbid now, and brings what they allow', async () => {
    put(folder, 'note.md', 'A note.')
    put(folder, 'list.txt', 'A list.')
    const { id } = await bind({ ignore: ['*.txt'] })
    await untilSettled(rooms, id)
    expect(await names()).toEqual(['note.md'])
    await rooms.folders.update({ folderId: id, ignore: ['*.md'] })
    await untilSettled(rooms, id)
    expect([await names(), await names({ trashed: true })]).toEqual([['list.txt'], ['note.md']])
    put(folder, '.diwanignore', '!note.md')
    await rooms.folders.update({ folderId: id, ignore: [] })
    await untilSettled(rooms, id)
    expect([await names(), await names({ trashed: true })]).toEqual([['list.txt', 'note.md'], []])
  })

  // Would catch rules read through a link into the data folder, which drops the engine's lock, and a pipe that waits for ever.
  it('rule files that are none are passed over', async () => {
    put(folder, 'note.md', 'A note.')
    mkdirSync(join(folder, '.gitignore'))
    symlinkSync(join(rooms.dataFolder, 'lock'), join(folder, '.diwanignore'))
    const { id } = await bind()
    await untilSettled(rooms, id)
    expect(await names()).toEqual(['note.md'])
  })

  // Would catch an engine that compares one path with one rule for minutes, while it does nothing else.
  it.each([
    ['a rule with too many `**`', 'a/**/a/**/a/**/b\n'],
    ['too many rules', 'draft.md\n'.repeat(10_500)],
    ['rules that are too long', `${'x'.repeat(200_000)}\n`],
  ])('LIB-2.isolation: %s closes its folder and no other', async (_what, rules) => {
    put(folder, 'note.md', 'A note.')
    put(folder, 'cloned/.gitignore', rules)
    put(folder, `cloned/${'a/'.repeat(150)}deep.md`, 'Words.')
    const { id } = await bind()
    expect((await untilSettled(rooms, id)).state).toBe('watching')
    expect(await names()).toEqual(['note.md'])
    // The first one: files so new that their times say nothing may be looked at twice.
    const jobs = (await rooms.store.read('jobs.list', { offset: 0, limit: 9, unfinished: false })).items
    expect(await outcomesOf(rooms, jobs.at(-1)?.id ?? '')).toEqual({ 'cloned/': 'FILE_UNREADABLE', 'note.md': 'ready' })
  })
})

describe('LIB-4.review: new and changed files wait for a yes', () => {
  it('are listed, read when accepted, and left alone when left out; renames and deletions are followed', async () => {
    put(folder, 'one.md', 'One.')
    put(folder, 'two.md', 'Two.')
    put(folder, 'three.md', 'Three.')
    const { id } = await bind({ review: true })
    expect((await untilSettled(rooms, id)).files).toEqual({ followed: 0, waiting: 3, excluded: 0 })
    expect(await names()).toEqual([])
    await rooms.folders.review({ folderId: id, decision: 'exclude', paths: ['two.md'] })
    await rooms.folders.review({ folderId: id, decision: 'accept' })
    expect((await untilSettled(rooms, id)).files).toEqual({ followed: 2, waiting: 0, excluded: 1 })
    expect(await names()).toEqual(['one.md', 'three.md'])

    put(folder, 'one.md', 'One, changed.')
    put(folder, 'two.md', 'Two, changed.')
    renameSync(join(folder, 'three.md'), join(folder, 'drei.md'))
    await untilSettled(rooms, id)
    const waiting = await rooms.folders.waiting({ folderId: id, offset: 0, limit: 10 })
    expect(waiting).toMatchObject({ total: 1, items: [{ path: 'one.md', change: 'edited', bytes: 13 }] })
    expect(await names()).toEqual(['drei.md', 'one.md'])
    rmSync(join(folder, 'one.md'))
    expect((await untilSettled(rooms, id)).files).toEqual({ followed: 1, waiting: 0, excluded: 1 })
    expect([await names(), await names({ trashed: true })]).toEqual([['drei.md'], ['one.md']])
  })

  it('a file that was left out stays out under another date, and comes when it is accepted by name', async () => {
    put(folder, 'one.md', 'One.')
    const { id } = await bind({ review: true })
    await untilSettled(rooms, id)
    await rooms.folders.review({ folderId: id, decision: 'exclude' })
    await rooms.folders.update({ folderId: id, review: false })
    put(folder, 'one.md', 'One more.')
    await untilSettled(rooms, id)
    expect(await names()).toEqual([])
    await rooms.folders.review({ folderId: id, decision: 'accept', paths: ['one.md'] })
    await untilSettled(rooms, id)
    expect(await names()).toEqual(['one.md'])
  })
})

describe('LIB-4.manual: what a person added and what a folder brings', () => {
  it('a file that was added by hand too stays when it is deleted from the folder, without its original', async () => {
    const path = put(folder, 'note.md', 'A note.')
    const { id } = await bind()
    await untilSettled(rooms, id)
    await waitForJob(rooms, (await importPaths(rooms, [path])).id)
    rmSync(path)
    await untilSettled(rooms, id)
    expect((await documentsOf(rooms)).get('note.md')).toMatchObject({ available: false, folderId: null })
    put(folder, 'note.md', 'A note.')
    await untilSettled(rooms, id)
    expect((await documentsOf(rooms)).get('note.md')).toMatchObject({ available: true, folderId: id })
  })

  // Would catch attachments that go to the trash, because nothing of an unchanged mail is read again.
  it('a mail that was added by hand too stays with its attachments', async () => {
    const attachments = [{ name: 'heron.txt', type: 'text/plain', content: 'A heron.' }]
    const path = put(folder, 'post.eml', mail({ subject: 'Birds', text: 'See below.', attachments }))
    const { id } = await bind()
    await untilSettled(rooms, id)
    await waitForJob(rooms, (await importPaths(rooms, [path])).id)
    rmSync(path)
    await untilSettled(rooms, id)
    const kept = [...(await documentsOf(rooms)).values()].map(({ name, available }) => [name, available])
    // The bytes of what was in it are kept, so they open as before.
    expect(kept.sort()).toEqual([
      ['post.eml', false],
      ['post.eml/heron.txt', true],
    ])
    expect(await names({ trashed: true })).toEqual([])
  })

  it('an upload of the same bytes is another document, which the folder never touches', async () => {
    put(folder, 'note.md', 'A note.')
    const upload = await rooms.ingest.upload({
      library: 'docs',
      files: [{ name: 'upload.md', file: new File(['A note.'], 'upload.md'), modifiedAt: null }],
    } as never)
    rooms.queue.wake()
    await waitForJob(rooms, upload.id)
    const { id } = await bind()
    await untilSettled(rooms, id)
    expect(await names()).toEqual(['note.md', 'upload.md'])
    rmSync(join(folder, 'note.md'))
    await untilSettled(rooms, id)
    expect([await names(), await names({ trashed: true })]).toEqual([['upload.md'], ['note.md']])
  })

  it('a person’s trash wins: what a person put there stays there, edited or not, until they take it out', async () => {
    put(folder, 'note.md', 'A note.')
    const { id } = await bind()
    await untilSettled(rooms, id)
    const documentIds = [...(await documentsOf(rooms)).values()].map((document) => document.id)
    await rooms.store.write('documents.trash', { documentIds, now: Date.now() })
    put(folder, 'note.md', 'A changed note.')
    await untilSettled(rooms, id)
    expect(await names()).toEqual([])
    rmSync(join(folder, 'note.md'))
    await untilSettled(rooms, id)
    put(folder, 'note.md', 'A note that came back.')
    await untilSettled(rooms, id)
    expect([await names(), await names({ trashed: true })]).toEqual([[], ['note.md']])
    await rooms.store.write('documents.restore', { documentIds })
    await untilSettled(rooms, id)
    await untilEqual(rooms, folder)
  })

  it('unbinding keeps the documents as a person’s own, or puts them into the trash', async () => {
    put(folder, 'note.md', 'A note.')
    const first = await bind()
    await untilSettled(rooms, first.id)
    expect(await rooms.folders.unbind({ folderId: first.id, documents: 'keep' })).toEqual({
      id: first.id,
      documents: 1,
    })
    expect((await documentsOf(rooms)).get('note.md')).toMatchObject({ folderId: null, trashedAt: null })
    put(folder, 'other.md', 'Another note.')
    const second = await bind()
    await untilSettled(rooms, second.id)
    expect(await rooms.folders.unbind({ folderId: second.id, documents: 'trash' })).toMatchObject({ documents: 1 })
    expect([await names(), await names({ trashed: true })]).toEqual([['note.md'], ['other.md']])
  })
})

describe('LIB-4.delete: a folder that can not be reached deletes nothing', () => {
  it('when it is gone, or empty because its disk is: the documents stay without their originals until it is back', async () => {
    for (let file = 0; file < 30; file++) put(folder, `${file}.md`, `Number ${file}.`)
    const { id } = await bind()
    await untilSettled(rooms, id)
    renameSync(folder, join(root, 'unplugged'))
    expect((await untilState(rooms, id, 'missing')).error).toBeNull()
    // What a mount point is without its disk.
    mkdirSync(folder)
    await rooms.folders.reconcile(id)
    await untilState(rooms, id, 'missing')
    const lost = [...(await documentsOf(rooms)).values()]
    expect([lost.length, lost.filter(({ available }) => available).length]).toEqual([30, 0])
    expect(await names({ trashed: true })).toEqual([])

    rmSync(folder, { recursive: true })
    renameSync(join(root, 'unplugged'), folder)
    await untilState(rooms, id, 'watching')
    put(folder, 'new.md', 'After it came back.')
    await untilEqual(rooms, folder)
    const back = [...(await documentsOf(rooms)).values()]
    expect([back.length, back.filter(({ available }) => available).length]).toEqual([31, 31])
    expect(back.filter(({ id: after }) => lost.some(({ id: before }) => before === after))).toHaveLength(30)
  })

  // Would catch a document that says that its original is there, because the folder is: its file was deleted.
  it('and when it is back, what a person took out of the trash has no original all the same', async () => {
    put(folder, 'gone.md', 'Soon to go.')
    put(folder, 'here.md', 'Here to stay.')
    const { id } = await bind()
    await untilSettled(rooms, id)
    rmSync(join(folder, 'gone.md'))
    await untilSettled(rooms, id)
    const documentIds = [...(await documentsOf(rooms, { trashed: true })).values()].map((document) => document.id)
    await rooms.store.write('documents.restore', { documentIds })
    renameSync(folder, join(root, 'unplugged'))
    await untilState(rooms, id, 'missing')
    renameSync(join(root, 'unplugged'), folder)
    await untilState(rooms, id, 'watching')
    const back = [...(await documentsOf(rooms)).values()].map(({ name, available }) => [name, available])
    expect(back.sort()).toEqual([
      ['gone.md', false],
      ['here.md', true],
    ])
  })

  it('when a folder inside can not be listed any more', async () => {
    put(folder, 'inner/note.md', 'A note inside.')
    put(folder, 'outer.md', 'A note outside.')
    const { id } = await bind()
    await untilSettled(rooms, id)
    // Permissions do not bind root; a rule file that leads to itself can't be read by anybody.
    symlinkSync('.gitignore', join(folder, 'inner/.gitignore'))
    await untilSettled(rooms, id)
    const documents = await documentsOf(rooms)
    expect(documents.get('inner/note.md')).toMatchObject({ available: false, trashedAt: null })
    expect(documents.get('outer.md')).toMatchObject({ available: true })
    rmSync(join(folder, 'inner/.gitignore'))
    await untilSettled(rooms, id)
    expect((await documentsOf(rooms)).get('inner/note.md')).toMatchObject({ available: true })
  })
})

describe('LIB-4.add: a folder that the system does not watch', () => {
  // Would catch a folder that is not followed any more when the system has no more watches to give.
  it('is looked at from time to time, also after its watch has failed', async () => {
    let fail: (error: Error) => void = () => undefined
    let watches = 0
    await using unwatched = await openTestFolders({
      async watch(_path, { failed }) {
        watches += 1
        if (watches === 1) throw new Error('inotify_add_watch failed: No space left on device')
        fail = failed
        return { [Symbol.asyncDispose]: async () => undefined }
      },
    })
    const { id } = await unwatched.folders.bind({ library: 'docs', path: folder })
    await untilState(unwatched, id, 'watching')
    put(folder, 'first.md', 'The first file.')
    await untilEqual(unwatched, folder)
    await expect.poll(() => watches, { timeout: 20_000 }).toBeGreaterThan(1)
    put(folder, 'second.md', 'The second file.')
    fail(new Error('the watch is lost'))
    await untilEqual(unwatched, folder)
  })
})

describe('a binding', () => {
  it('is refused for what is no folder, what can not be read, and what is bound already', async () => {
    const file = put(folder, 'note.md', 'A note.')
    mkdirSync(join(folder, 'inside'))
    symlinkSync(folder, join(root, 'link'))
    mkdirSync(join(root, 'papers-2'))
    mkdirSync(join(folder, '..inside'))
    await bind()
    const attempt = async (path: string, library = 'docs') =>
      rooms.folders.bind({ library, path }).then(
        ({ path: bound }) => bound,
        ({ code }) => code,
      )
    expect(await attempt(folder)).toBe('FOLDER_OVERLAPS')
    expect(await attempt(`${folder}/../papers/`)).toBe('FOLDER_OVERLAPS')
    expect(await attempt(join(root, 'link'))).toBe('FOLDER_OVERLAPS')
    expect(await attempt(join(folder, 'inside'))).toBe('FOLDER_OVERLAPS')
    expect(await attempt(join(folder, '..inside'))).toBe('FOLDER_OVERLAPS')
    expect(await attempt(root)).toBe('FOLDER_OVERLAPS')
    expect(await attempt(file)).toBe('PATH_UNSUPPORTED')
    expect(await attempt('papers')).toBe('PATH_UNSUPPORTED')
    expect(await attempt(join(root, 'nothing'))).toBe('PATH_NOT_FOUND')
    expect(await attempt(rooms.dataFolder)).toBe('PATH_UNSUPPORTED')
    expect(await attempt(folder, 'nothing')).toBe('LIBRARY_NOT_FOUND')
    expect(await attempt(join(root, 'papers-2'))).toBe(join(root, 'papers-2'))
    await rooms.store.write('libraries.create', { name: 'other', now: 1 })
    expect(await attempt(folder, 'other')).toBe(folder)
    await expect(rooms.folders.reconcile('nothing')).rejects.toMatchObject({ code: 'FOLDER_NOT_FOUND' })
  })

  it('LIB-4.add: pauses, and goes on from where the folder is then', async () => {
    const { id } = await bind()
    await untilSettled(rooms, id)
    expect(await rooms.folders.update({ folderId: id, paused: true })).toMatchObject({ state: 'paused' })
    put(folder, 'note.md', 'A note.')
    await rooms.folders.reconcile(id)
    expect((await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })).total).toBe(0)
    await rooms.folders.update({ folderId: id, paused: false })
    await untilEqual(rooms, folder)
  })

  // Would catch a cancelled job that the next comparison begins again.
  it('pauses when a person cancels its job', async () => {
    for (let file = 0; file < 200; file++) put(folder, `${file}.md`, `Number ${file}. ${'words '.repeat(2_000)}`)
    const { id } = await bind()
    const job = async () => (await rooms.queue.list({ offset: 0, limit: 1, unfinished: true })).items[0]
    await expect.poll(job, { timeout: 20_000, interval: 1 }).toBeDefined()
    await rooms.queue.cancel((await job())?.id ?? '')
    await untilState(rooms, id, 'paused')
    const read = (await names()).length
    expect(read).toBeLessThan(200)
    await rooms.folders.update({ folderId: id, paused: false })
    await untilEqual(rooms, folder)
  })

  it('ends with its library', async () => {
    put(folder, 'note.md', 'A note.')
    await bind()
    await untilEqual(rooms, folder)
    await rooms.folders.withoutLibrary('docs', async () => {
      await rooms.queue.cancelLibrary('docs')
      await eraseLibrary(rooms.store, 'docs')
    })
    expect(await rooms.store.read('folders.list', { library: null })).toEqual([])
  })
})
