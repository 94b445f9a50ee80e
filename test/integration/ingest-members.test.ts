import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Document } from '../../src/contract/document.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { databaseFile } from '../../src/engine/store/store.ts'
import { importPaths, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { mail } from '../support/mail.ts'
import { shareIngest } from '../support/shared-ingest.ts'
import { zip } from '../support/zip.ts'

const shared = shareIngest()
let rooms: TestIngest
let folder: string
beforeEach(() => {
  ;({ rooms, folder } = shared)
})

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function importAndWait(...paths: string[]) {
  const { id } = await importPaths(rooms, paths)
  const job = await waitForJob(rooms, id)
  return { job, outcomes: await outcomesOf(rooms, id) }
}

async function documents(options: { trashed?: boolean } = {}): Promise<Document[]> {
  const page = { sort: 'name', order: 'ascending', offset: 0, limit: 500 } as const
  return (await rooms.store.read('documents.list', { library: 'docs', ...page, ...options })).items
}

/** Takes a document that has no text out of the database, as if its job had never come to it. */
function forget(name: string): void {
  const path = join(rooms.dataFolder, databaseFile)
  const connection = openConnection({ path, key: rooms.key, mode: 'write' })
  connection.run('test.forget', 'DELETE FROM documents WHERE name = ?', [name])
  connection.close()
}

const names = (list: readonly Document[]) => list.map(({ name }) => name)

describe('an archive', () => {
  it('LIB-1.folder: is a folder: each file in it is a document, the archive itself is none, and the counts add up', async () => {
    const inner = zip([{ name: 'deep/letter.txt', data: 'The innermost walrus.' }])
    const path = write(
      'post.zip',
      zip([
        { name: 'letters/', data: '' },
        { name: 'letters/may.md', data: '# May\n\nThe heron has landed.' },
        { name: 'رسائل/مايو.txt', data: 'وصلت الرسالة في مايو.' },
        { name: '__MACOSX/letters/._may.md', data: 'resource fork' },
        { name: '.DS_Store', data: 'x' },
        { name: 'inner.zip', data: inner },
        { name: 'empty.txt', data: '' },
      ]),
    )
    const { job, outcomes } = await importAndWait(path)
    expect(outcomes).toEqual({
      'post.zip': 'ready',
      'post.zip/letters/may.md': 'ready',
      'post.zip/رسائل/مايو.txt': 'ready',
      'post.zip/inner.zip': 'ready',
      'post.zip/inner.zip/deep/letter.txt': 'ready',
      'post.zip/empty.txt': 'FILE_EMPTY',
    })
    const { total, ready, failed, bytesTotal, bytesDone } = job.progress
    expect({ total, ready, failed, left: bytesTotal - bytesDone }).toEqual({ total: 6, ready: 5, failed: 1, left: 0 })
    const all = await documents()
    expect(names(all)).toEqual([
      'post.zip/empty.txt',
      'post.zip/inner.zip/deep/letter.txt',
      'post.zip/letters/may.md',
      'post.zip/رسائل/مايو.txt',
    ])
    const deep = all.find(({ name }) => name.endsWith('letter.txt'))
    expect(deep?.uri).toBe(`${pathToFileURL(path).href}!/inner.zip!/deep/letter.txt`)
  })

  it('keeps the original of each file: it opens after the archive is gone', async () => {
    const path = write('post.zip', zip([{ name: 'may.md', data: '# May' }]))
    await importAndWait(path)
    rmSync(path)
    await rooms.ingest.sweep()
    const [document] = await documents()
    const original = await rooms.ingest.readOriginal(document as Document)
    expect([original.name, await original.text()]).toEqual(['may.md', '# May'])
  })

  it('that was uploaded is kept as its files, and not once more as itself', async () => {
    const file = new File(
      [
        zip([
          { name: 'a.txt', data: 'A' },
          { name: 'b.txt', data: 'B' },
        ]),
      ],
      'sent',
    )
    const { id } = await rooms.ingest.upload({ library: 'docs', files: [{ name: 'post.zip', file }] })
    rooms.queue.wake()
    await waitForJob(rooms, id)
    await rooms.ingest.sweep()
    const all = await documents()
    const kept = readdirSync(join(rooms.dataFolder, 'blobs'), { recursive: true, withFileTypes: true })
    expect(kept.filter((entry) => entry.isFile())).toHaveLength(2)
    const texts = await Promise.all(all.map(async (document) => (await rooms.ingest.readOriginal(document)).text()))
    expect(texts).toEqual(['A', 'B'])
  })

  it('of which a file fails is tried again with the job, without the archive', async () => {
    const path = write(
      'post.zip',
      zip([
        { name: 'empty.txt', data: '' },
        { name: 'a.txt', data: 'A' },
      ]),
    )
    const { job } = await importAndWait(path)
    rmSync(path)
    await rooms.queue.retry(job.id)
    await waitForJob(rooms, job.id)
    expect(await outcomesOf(rooms, job.id)).toEqual({
      'post.zip': 'ready',
      'post.zip/a.txt': 'ready',
      'post.zip/empty.txt': 'FILE_EMPTY',
    })
  })

  it('that comes again changed: what is the same is unchanged, what is gone goes to the trash, what is new comes', async () => {
    const same = { name: 'same.txt', data: 'The same as ever.' }
    const path = write(
      'post.zip',
      zip([same, { name: 'gone.txt', data: 'Soon gone.' }, { name: 'old/a.txt', data: 'A' }]),
    )
    await importAndWait(path)
    write('post.zip', zip([{ name: 'new.txt', data: 'Brand new.' }, same]))
    const { outcomes } = await importAndWait(path)
    expect(outcomes).toEqual({
      'post.zip': 'ready',
      'post.zip/new.txt': 'ready',
      'post.zip/same.txt': 'unchanged',
    })
    expect(names(await documents())).toEqual(['post.zip/new.txt', 'post.zip/same.txt'])
    expect(names(await documents({ trashed: true }))).toEqual(['post.zip/gone.txt', 'post.zip/old/a.txt'])
  })

  it('LIB-2.isolation: that breaks keeps what was read of it, and that is mended has no error left', async () => {
    const good = zip([{ name: 'a.txt', data: 'First.' }])
    const path = write('post.zip', good)
    await importAndWait(path)
    write('post.zip', good.subarray(0, good.length - 10))
    expect((await importAndWait(path)).outcomes).toEqual({ 'post.zip': 'FILE_DAMAGED' })
    expect(names(await documents())).toEqual(['post.zip', 'post.zip/a.txt'])
    write('post.zip', good)
    expect((await importAndWait(path)).outcomes).toEqual({ 'post.zip': 'ready', 'post.zip/a.txt': 'unchanged' })
    expect(names(await documents())).toEqual(['post.zip/a.txt'])
  })

  it('that becomes a text of the same name takes its files along, and back', async () => {
    const path = write('post', zip([{ name: 'a.txt', data: 'First.' }]))
    await importAndWait(path)
    write('post', 'Just a text.')
    await importAndWait(path)
    expect(names(await documents())).toEqual(['post'])
    write('post', zip([{ name: 'a.txt', data: 'First.' }]))
    await importAndWait(path)
    expect(names(await documents())).toEqual(['post/a.txt'])
  })

  it('LIB-2.zip-bomb: archives in archives end at a depth, and the files above it are read', async () => {
    let bomb = zip([{ name: 'core.txt', data: 'Nobody gets here.' }])
    for (let depth = 7; depth >= 1; depth--)
      bomb = zip([
        { name: `${depth}.txt`, data: `Depth ${depth}` },
        { name: 'next.zip', data: bomb },
      ])
    const { outcomes } = await importAndWait(write('0.zip', bomb))
    expect(outcomes['0.zip/next.zip/next.zip/next.zip/next.zip/5.txt']).toBe('ready')
    expect(outcomes['0.zip/next.zip/next.zip/next.zip/next.zip/next.zip']).toBe('ARCHIVE_LIMIT')
    expect(Object.keys(outcomes)).toHaveLength(11)
  })

  it('is told from a folder whose name ends like an archive’s address', async () => {
    const file = write('post', mail({ subject: 'Plain', text: 'No attachment.' }))
    const beside = write('post!/beside.txt', 'In a folder of a strange name.')
    await importAndWait(file, beside)
    await importAndWait(file)
    const all = await documents()
    expect(names(all)).toEqual(['beside.txt', 'post'])
    const strange = all.find(({ name }) => name === 'beside.txt') as Document
    expect(await (await rooms.ingest.readOriginal(strange)).text()).toBe('In a folder of a strange name.')
  })
})

describe('a mail', () => {
  const withTwo = mail({
    subject: 'Two files',
    text: 'See the files.',
    attachments: [
      { name: 'plan.md', type: 'text/markdown', content: '# Plan\n\nBuy a lighthouse.' },
      {
        name: 'all.zip',
        type: 'application/zip',
        content: zip([{ name: 'in.txt', data: 'In the archive of the mail.' }]),
      },
    ],
  })

  it('LIB-1.eml: brings its attachments, and those in archives, as documents that it lists', async () => {
    const { outcomes } = await importAndWait(write('two.eml', withTwo))
    expect(outcomes).toEqual({
      'two.eml': 'ready',
      'two.eml/plan.md': 'ready',
      'two.eml/all.zip': 'ready',
      'two.eml/all.zip/in.txt': 'ready',
    })
    const all = await documents()
    const letter = all.find(({ type }) => type === 'eml') as Document
    const plan = all.find(({ name }) => name.endsWith('plan.md')) as Document
    const attachments = (of: Document) => rooms.store.read('documents.attachments', { documentId: of.id })
    expect(names(await attachments(letter))).toEqual(['two.eml/all.zip/in.txt', 'two.eml/plan.md'])
    expect(names(await attachments(plan))).toEqual(['two.eml/all.zip/in.txt'])
  })

  it('takes its attachments into the trash, and brings all of them when it is added again', async () => {
    const path = write('two.eml', withTwo)
    await importAndWait(path)
    const letter = (await documents()).find(({ type }) => type === 'eml') as Document
    await rooms.store.write('documents.trash', { documentIds: [letter.id], now: 5 })
    expect(names(await documents())).toEqual([])
    await importAndWait(path)
    expect(names(await documents())).toEqual(['two.eml', 'two.eml/all.zip/in.txt', 'two.eml/plan.md'])
    expect((await importAndWait(path)).outcomes).toEqual({ 'two.eml': 'unchanged' })
  })

  it('whose attachments are not all in the library, as a cancelled job leaves it, is read again and brings them', async () => {
    const attachments = [{ name: 'empty.txt', type: 'text/plain', content: '' }]
    const path = write('one.eml', mail({ subject: 'One', text: 'See the file.', attachments }))
    await importAndWait(path)
    forget('one.eml/empty.txt')
    expect((await importAndWait(path)).outcomes).toEqual({ 'one.eml': 'ready', 'one.eml/empty.txt': 'FILE_EMPTY' })
  })

  it('LIB-1.mbox: a mailbox brings the attachments of each message in a folder of its number', async () => {
    const path = write(
      'box.mbox',
      `From a@b Mon Jun 01 10:00:00 2009\n${withTwo.replaceAll('\r\n', '\n')}\nFrom a@b Mon Jun 01 11:00:00 2009\n${withTwo.replaceAll('\r\n', '\n')}\n`,
    )
    const { outcomes } = await importAndWait(path)
    expect(Object.keys(outcomes).sort()).toEqual([
      'box.mbox',
      ...['1', '2'].flatMap((number) =>
        ['all.zip', 'all.zip/in.txt', 'plan.md'].map((name) => `box.mbox/${number}/${name}`),
      ),
    ])
  })
})
