import { expect, test } from 'vitest'
import { createLibrary, eraseDocuments, openTestStore, type TestStore } from '../../../../test/support/library.ts'
import { packContent } from '../packed-content.ts'
import type { ItemInput } from './job-items.ts'

function uploadOf(name: string, hash: string): ItemInput {
  return { name, uri: `upload:${name}`, source: { kind: 'upload', hash }, bytes: 5, modifiedAt: null }
}

function memberOf(container: string, name: string, hash: string): ItemInput {
  const source = { kind: 'member', hash, depth: 1 } as const
  return { name: `${container}/${name}`, uri: `upload:${container}!/${name}`, source, bytes: 5, modifiedAt: null }
}

async function makeJob({ store }: TestStore, items: ItemInput[], payload = {}): Promise<string> {
  const about = { kind: 'ingest', library: 'docs', label: 'test', payload: JSON.stringify(payload) } as const
  return (await store.write('jobs.create', { ...about, listing: false, items, now: 1 })).id
}

/** Ends an item as a reader that found its bytes to be a text; `members` are files inside it. */
async function settle({ store }: TestStore, jobId: string, item: ItemInput, members: ItemInput[] = []) {
  const { items } = await store.read('jobItems.list', { jobId, offset: 0, limit: 500 })
  const ordinal = items.findIndex(({ uri }) => uri === item.uri) + 1
  const contentHash = 'hash' in item.source ? item.source.hash : null
  const { name, uri, bytes, modifiedAt } = item
  const content = packContent({ text: 'Words', blocks: [], runs: null, chunks: [] })
  const original = { library: 'docs', name, uri, bytes, contentHash, modifiedAt }
  const read = { title: name, type: 'text' as const, warnings: [], pages: null, properties: {}, report: {}, content }
  const [settled] = await store.write('ingestion.settle', {
    results: [{ item: { jobId, ordinal }, outcome: 'read', document: { ...original, ...read }, members }],
    now: 2,
  })
  return settled
}

async function contents({ store }: TestStore): Promise<Record<string, string | null>> {
  const list = { library: 'docs', offset: 0, limit: 100, sort: 'name', order: 'ascending' } as const
  const { items } = await store.read('documents.list', list)
  return Object.fromEntries(items.map(({ name, contentHash }) => [name, contentHash]))
}

// Would catch the older of two uploads of one name taking the place of the newer, because its job was longer.
test('of uploads of one name the last that was sent stays, in whatever order their jobs come to them', async () => {
  await using opened = await openTestStore()
  await createLibrary(opened.store, 'docs')
  const [older, newer] = [uploadOf('plan.md', 'one'), uploadOf('plan.md', 'two')]
  const first = await makeJob(opened, [older, uploadOf('other.md', 'three')])
  const second = await makeJob(opened, [newer])
  expect(await settle(opened, second, newer)).toBe('written')
  expect(await settle(opened, first, older)).toBe('overtaken')
  expect(await contents(opened)).toEqual({ 'plan.md': 'two' })
  expect(await opened.store.read('jobs.get', { jobId: first })).toMatchObject({ unchanged: 1, total: 2 })
  // What is sent now is newer than what the second job had, and would seem older in the first.
  const third = uploadOf('plan.md', 'four')
  await expect(opened.store.write('jobs.addItems', { jobId: first, items: [third] })).rejects.toMatchObject({
    code: 'JOB_STATE',
  })
  expect(await settle(opened, await makeJob(opened, [third]), third)).toBe('written')
  expect(await contents(opened)).toEqual({ 'plan.md': 'four' })
})

// Would catch an attachment of an older version that replaces that of the newer one.
test('what came out of the older of two uploads does not replace what came out of the newer', async () => {
  await using opened = await openTestStore()
  await createLibrary(opened.store, 'docs')
  const mails = [uploadOf('mail.eml', 'one'), uploadOf('mail.eml', 'two')] as const
  const parts = [memberOf('mail.eml', 'a.txt', 'old'), memberOf('mail.eml', 'a.txt', 'new')] as const
  const first = await makeJob(opened, [mails[0]])
  await settle(opened, first, mails[0], [parts[0]])
  const second = await makeJob(opened, [mails[1]])
  await settle(opened, second, mails[1], [parts[1]])
  expect(await settle(opened, second, parts[1])).toBe('written')
  expect(await settle(opened, first, parts[0])).toBe('overtaken')
  expect(await contents(opened)).toEqual({ 'mail.eml': 'two', 'mail.eml/a.txt': 'new' })
})

// Would catch a document that stands twice after its file was renamed while it was read again, and one that comes back.
test('a second reading brings nothing back that was replaced or has gone since', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [mail, part] = [uploadOf('mail.eml', 'one'), memberOf('mail.eml', 'a.txt', 'part')]
  const first = await makeJob(opened, [mail])
  await settle(opened, first, mail, [part])
  await settle(opened, first, part)
  const again = await makeJob(opened, [mail, part], { reread: true })
  const newer = uploadOf('mail.eml', 'two')
  const second = await makeJob(opened, [newer])
  expect(await settle(opened, second, newer)).toBe('written')
  expect(await settle(opened, again, mail)).toBe('overtaken')
  expect(await contents(opened)).toEqual({ 'mail.eml': 'two' })

  const path: ItemInput = { ...mail, uri: 'file:///x/a.md', source: { kind: 'path', path: '/x/a.md' } }
  const reading = await makeJob(opened, [path], { reread: true })
  expect(await settle(opened, reading, path)).toBe('overtaken')
  expect(await contents(opened)).toEqual({ 'mail.eml': 'two' })
})

// Would catch a second reading that leaves out what today's reader finds inside a file, and the reader before did not.
test('a second reading adds what it finds inside a file', async () => {
  await using opened = await openTestStore()
  await createLibrary(opened.store, 'docs')
  const mail = uploadOf('mail.eml', 'one')
  await settle(opened, await makeJob(opened, [mail]), mail)
  const again = await makeJob(opened, [mail], { reread: true })
  const part = memberOf('mail.eml', 'a.txt', 'part')
  expect(await settle(opened, again, mail, [part])).toBe('written')
  expect(await settle(opened, again, part)).toBe('written')
  expect(await contents(opened)).toEqual({ 'mail.eml': 'one', 'mail.eml/a.txt': 'part' })
})

// Would catch attachments of an erased mail that come into the library, because a job still had them before it.
test('what a job still has to read of an erased mail goes with it', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [mail, part] = [uploadOf('mail.eml', 'one'), memberOf('mail.eml', 'a.txt', 'part')]
  const beside = uploadOf('mail.eml.txt', 'beside')
  const jobId = await makeJob(opened, [mail, beside])
  await settle(opened, jobId, mail, [part])
  const { items } = await store.read('documents.list', {
    ...{ library: 'docs', offset: 0, limit: 10, sort: 'name', order: 'ascending' },
  })
  await eraseDocuments(
    store,
    items.map(({ id }) => id),
  )
  expect(await settle(opened, jobId, part)).toBe('dropped')
  expect(await store.read('jobs.get', { jobId })).toMatchObject({ total: 1, ready: 0 })
  expect(await store.read('documents.neededHashes', { hashes: ['one', 'part', 'beside'] })).toEqual(['beside'])
})

// Would catch attachments that come up in search after their mail was put into the trash, because a job was not there yet.
test('what a job finds in a mail that has gone to the trash meanwhile goes there too, and comes back with it', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [mail, part, later] = [
    uploadOf('mail.eml', 'one'),
    memberOf('mail.eml', 'a.txt', 'a'),
    memberOf('mail.eml', 'b.txt', 'b'),
  ]
  const jobId = await makeJob(opened, [mail])
  await settle(opened, jobId, mail, [part, later])
  await settle(opened, jobId, part)
  const { items } = await store.read('documents.list', {
    ...{ library: 'docs', offset: 0, limit: 10, sort: 'name', order: 'ascending' },
  })
  const documentIds = items.map(({ id }) => id)
  await store.write('documents.trash', { documentIds, now: 5 })
  expect(await settle(opened, jobId, later)).toBe('written')
  expect(await contents(opened)).toEqual({})
  expect((await store.write('documents.restore', { documentIds: documentIds.slice(0, 1) })).documentIds).toHaveLength(3)
  expect(Object.keys(await contents(opened))).toEqual(['mail.eml', 'mail.eml/a.txt', 'mail.eml/b.txt'])
  expect(await store.read('maintenance.check', null)).toEqual({ problems: [] })
})
