import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createDocumentCare, type DocumentCare } from '../../src/engine/ingest/care-for-documents.ts'
import { importPaths, openTestIngest, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { addDocuments } from '../support/library.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let rooms: TestIngest
let care: DocumentCare

beforeEach(async () => {
  rooms = await openTestIngest()
  onTestFinished(() => rooms[Symbol.asyncDispose]())
  care = createDocumentCare(rooms)
  await rooms.store.write('libraries.create', { name: 'docs', now: 1 })
})

const everything = { library: 'docs', filter: { trashed: false } } as const

async function documents(trashed = false) {
  const list = { library: 'docs', sort: 'name', order: 'ascending', offset: 0, limit: 500, trashed } as const
  return (await rooms.store.read('documents.list', list)).items
}

describe('a selection of many', () => {
  // Would catch a batch that is left out, and an undo that brings back what had been in the trash before.
  test('LIB-10.bulk: all that pass a filter are tagged, trashed and brought back by what trashing answered', async () => {
    const many = Array.from({ length: 250 }, (_, place) => ({
      name: `${place}.${place % 5 === 0 ? 'md' : 'txt'}`,
      text: `Words of ${place}`,
      type: place % 5 === 0 ? ('markdown' as const) : ('text' as const),
    }))
    const ids = await addDocuments(rooms.store, 'docs', many)
    await care.trash({ documentIds: ids.slice(0, 5) })
    const texts = { library: 'docs', filter: { trashed: false, type: 'text' } } as const
    expect(await care.tag({ selection: texts, add: ['text'], remove: [] })).toEqual({ documents: 196 })
    const { documents: count, documentIds } = await care.trash(texts)
    expect([count, documentIds.length, (await documents()).length]).toEqual([196, 196, 49])
    const tagged = { library: 'docs', filter: { trashed: true, tags: ['TEXT'] } }
    const selected = await rooms.store.read('documents.select', {
      ...{ selection: tagged, trashed: null, after: 0, limit: 500 },
    })
    expect(selected.documents).toHaveLength(196)
    expect(await care.restore({ documentIds })).toEqual({ documents: 196 })
    expect(await documents(true)).toHaveLength(5)
    expect(await care.restore(everything)).toEqual({ documents: 5 })
    expect(await rooms.store.read('libraries.get', { library: 'docs' })).toMatchObject({
      documents: { ready: 250, failed: 0, trashed: 0 },
      chunks: 250,
      tags: [{ tag: 'text', documents: 196 }],
    })
  })
})

describe('reading again', () => {
  async function reread(selection: Parameters<typeof rooms.ingest.reread>[0] = everything) {
    const jobs = await rooms.ingest.reread(selection)
    rooms.queue.wake()
    const ended = await Promise.all(jobs.map(({ id }) => waitForJob(rooms, id)))
    return Promise.all(ended.map(({ id }) => outcomesOf(rooms, id)))
  }

  // Would catch a second reading that stops at the hash, and so never uses a reader that has become better.
  test('reads files, uploads and records that have not changed, and keeps their ids and what was said of them', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a file #1.md'), '# Heading\n\nText of a file.')
    const corpus = join(folder, 'corpus')
    mkdirSync(corpus)
    const record = (id: string) => JSON.stringify({ _id: id, title: `Record ${id}`, text: 'Text of a record.' })
    writeFileSync(join(corpus, 'corpus.jsonl'), [record('r1'), record('r 2')].join('\n'))
    await waitForJob(rooms, (await importPaths(rooms, [join(folder, 'a file #1.md')])).id)
    await waitForJob(rooms, (await importPaths(rooms, [corpus], { format: 'beir' })).id)
    const file = new File(['Text of an upload.'], 'sent.txt')
    const { id: jobId } = await rooms.ingest.upload({ library: 'docs', files: [{ name: 'sent.txt', file }] })
    rooms.queue.wake()
    await waitForJob(rooms, jobId)
    const before = await documents()
    const [first] = before
    await rooms.store.write('documents.describe', { documentId: first?.id ?? '', title: 'Mine' })

    const [outcomes] = await reread()
    expect(outcomes).toEqual({ 'a file #1.md': 'ready', r1: 'ready', 'r 2': 'ready', 'sent.txt': 'ready' })
    const after = await documents()
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect(after[0]?.title).toBe('Mine')
    const { total } = await rooms.store.read('documents.find', { documentId: first?.id ?? '', text: 'TEXT', limit: 9 })
    expect(total).toBe(1)
  })

  test('a file that is gone keeps its text, with the reason beside it; what lies in the trash is passed over', async () => {
    const folder = temporaryFolder()
    for (const name of ['gone.txt', 'trashed.txt']) writeFileSync(join(folder, name), `Text of ${name}.`)
    await waitForJob(rooms, (await importPaths(rooms, [folder])).id)
    rmSync(join(folder, 'gone.txt'))
    const [gone, trashed] = await documents()
    await care.trash({ documentIds: [trashed?.id ?? ''] })
    const documentIds = [gone?.id ?? '', trashed?.id ?? '']
    expect(await reread({ documentIds })).toEqual([{ [gone?.name ?? '']: 'FILE_NOT_FOUND' }])
    expect(await rooms.store.read('documents.get', { documentId: gone?.id ?? '' })).toMatchObject({
      state: 'ready',
      error: 'FILE_NOT_FOUND',
      chunks: 1,
    })
    expect(await reread({ documentIds: [trashed?.id ?? ''] })).toEqual([])
  })
})
