import { expect, test } from 'vitest'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../../../../test/support/library.ts'
import { parseQuery } from '../../../domain/query-terms.ts'

const page = { library: 'docs', offset: 0, limit: 100, sort: 'name', order: 'ascending' } as const

async function namesOf({ store }: TestStore, trashed: boolean): Promise<string[]> {
  return (await store.read('documents.list', { ...page, trashed })).items.map(({ name }) => name)
}

async function search({ store }: TestStore, query: string) {
  const input = { library: 'docs', terms: parseQuery(query), limit: 20, group: 'none' } as const
  const { hits, chunks, holders } = await store.read('search.keyword', input)
  return { hits: hits.map(({ document }) => document).sort(), chunks, holders }
}

/** Puts documents under addresses of their own choice, as containers and their members have them. */
async function addMail(opened: TestStore): Promise<string[]> {
  const mail = await addDocuments(opened.store, 'docs', [{ name: 'mail.eml', text: 'alpha mail' }])
  const others = await addDocuments(opened.store, 'docs', [
    { name: 'mail.eml!/a.txt', text: 'alpha attached', uri: 'file:///test/mail.eml!/a.txt' },
    { name: 'mail.eml!/b.txt', text: 'beta attached', uri: 'file:///test/mail.eml!/b.txt' },
    { name: 'mail.eml0.txt', text: 'alpha beside', uri: 'file:///test/mail.eml0.txt' },
  ])
  return [...mail, ...others]
}

// Would catch words that count as common because documents in the trash hold them, and chunks that come back twice.
test('LIB-10.bulk: the trash takes documents out of lists, counts and the index, and gives them back as they were', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const documentIds = await addDocuments(store, 'docs', [
    { name: 'a.txt', text: 'alpha one\n\nalpha two' },
    { name: 'b.txt', text: 'alpha three' },
    { name: 'c.txt', text: 'beta' },
  ])
  const before = await search(opened, 'alpha')
  expect(before).toEqual({ hits: ['a.txt', 'a.txt', 'b.txt'], chunks: 4, holders: [3] })
  const [first = ''] = documentIds

  expect(await store.write('documents.trash', { documentIds: [first], now: 5 })).toEqual({ documentIds: [first] })
  expect(await search(opened, 'alpha')).toEqual({ hits: ['b.txt'], chunks: 2, holders: [1] })
  expect([await namesOf(opened, false), await namesOf(opened, true)]).toEqual([['b.txt', 'c.txt'], ['a.txt']])
  expect(await store.read('libraries.get', { library: 'docs' })).toMatchObject({
    documents: { ready: 2, failed: 0, trashed: 1 },
    chunks: 2,
  })
  expect(await store.read('documents.get', { documentId: first })).toMatchObject({ trashedAt: 5, chunks: 2 })
  expect(await store.write('documents.trash', { documentIds, now: 6 })).toEqual({ documentIds: documentIds.slice(1) })

  expect((await store.write('documents.restore', { documentIds })).documentIds.sort()).toEqual(documentIds.sort())
  expect(await store.write('documents.restore', { documentIds })).toEqual({ documentIds: [] })
  expect(await search(opened, 'alpha')).toEqual(before)
  expect(await store.read('maintenance.check', null)).toEqual({ problems: [] })
})

// Would catch attachments that stay in search when their mail is gone, and neighbours whose names begin alike.
test('what is in a mail goes into the trash with it and comes back with it; what was there before stays', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [mail = '', a = '', b = ''] = await addMail(opened)
  await store.write('documents.trash', { documentIds: [b], now: 1 })
  const { documentIds } = await store.write('documents.trash', { documentIds: [mail], now: 2 })
  expect(documentIds.sort()).toEqual([mail, a].sort())
  expect(await namesOf(opened, false)).toEqual(['mail.eml0.txt'])
  await store.write('documents.restore', { documentIds: [mail] })
  expect(await namesOf(opened, true)).toEqual(['mail.eml!/b.txt'])
  expect((await search(opened, 'alpha')).hits).toEqual(['mail.eml', 'mail.eml!/a.txt', 'mail.eml0.txt'])
})

// Would catch a trash that fills again by itself, or that a person can't empty by adding the file once more.
test('a trashed document comes back when a person adds it again, read anew or unchanged', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [id = ''] = await addDocuments(store, 'docs', [{ name: 'a.txt', text: 'alpha', contentHash: 'one' }])
  for (const text of ['alpha', 'alpha again']) {
    await store.write('documents.trash', { documentIds: [id], now: 1 })
    await addDocuments(store, 'docs', [{ name: 'a.txt', text, contentHash: text }])
    expect(await namesOf(opened, false)).toEqual(['a.txt'])
    expect((await search(opened, 'alpha')).holders).toEqual([1])
  }
  await store.write('documents.trash', { documentIds: [id], now: 1 })
  const job = await store.write('jobs.create', {
    kind: 'ingest',
    library: 'docs',
    label: 'again',
    payload: '{}',
    listing: false,
    items: [{ name: 'a.txt', uri: 'file:///test/a.txt', source: { kind: 'path', path: 'a' }, bytes: 5, modifiedAt: 1 }],
    now: 1,
  })
  const unchanged = {
    outcome: 'unchanged',
    documentId: id,
    contentHash: 'alpha again',
    bytes: 5,
    modifiedAt: 1,
  } as const
  await store.write('ingestion.settle', { results: [{ item: { jobId: job.id, ordinal: 1 }, ...unchanged }], now: 1 })
  expect((await search(opened, 'alpha')).hits).toEqual(['a.txt'])
})

test.for([
  { label: 'a second reading', payload: { reread: true } },
  { label: 'a bound folder', payload: { folder: '00000000-0000-7000-8000-000000000000' } },
])('$label brings nothing back that a person trashed, but keeps it up to date', async ({ payload }) => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [id = ''] = await addDocuments(store, 'docs', [{ name: 'a.txt', text: 'alpha' }])
  await store.write('documents.trash', { documentIds: [id], now: 1 })
  await addDocuments(store, 'docs', [{ name: 'a.txt', text: 'alpha newer' }], payload)
  expect([await namesOf(opened, false), await namesOf(opened, true)]).toEqual([[], ['a.txt']])
  expect((await search(opened, 'newer')).hits).toEqual([])
  await store.write('documents.restore', { documentIds: [id] })
  expect((await search(opened, 'newer')).hits).toEqual(['a.txt'])
})
