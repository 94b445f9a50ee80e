import { expect, test } from 'vitest'
import { addDocuments, createLibrary, openTestStore } from '../../../../test/support/library.ts'
import { parseQuery } from '../../../domain/query-terms.ts'

const report = {
  readPages: [1, 3],
  ocrPages: [{ page: 2, confidence: 87.5 }],
  emptyPages: [4],
  blocks: { paragraph: 2 },
  characters: 5,
  milliseconds: 12,
}

// Would catch a person's words that the next reading of the file takes away.
test('LIB-10.metadata: what a person says of a document stays when its file is read again', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const first = { name: 'a.txt', title: 'Scan 0042', text: 'Words', properties: { author: 'Machine' } }
  const [documentId = ''] = await addDocuments(store, 'docs', [first])
  await store.write('documents.tag', { documentIds: [documentId], add: ['Law', 'law', 'Old'], remove: [] })
  await store.write('documents.describe', { documentId, metadata: { year: '1923', place: 'Cairo', __proto__x: '1' } })
  const described = await store.write('documents.describe', {
    documentId,
    title: 'The Çelebi letters',
    metadata: { place: null, year: '1924' },
  })
  expect(described).toMatchObject({
    title: 'The Çelebi letters',
    metadata: { year: '1924', __proto__x: '1' },
    properties: { author: 'Machine' },
    tags: ['Law', 'Old'],
  })

  await addDocuments(store, 'docs', [{ ...first, title: 'Scan 0043', text: 'Newer', properties: { author: 'Other' } }])
  expect(await store.read('documents.get', { documentId })).toMatchObject({
    ...described,
    bytes: 5,
    properties: { author: 'Other' },
  })
  const search = async (query: string) => {
    const input = { library: 'docs', terms: parseQuery(query), limit: 9, group: 'none' } as const
    return (await store.read('search.keyword', input)).hits.map(({ title }) => title)
  }
  expect([await search('celebi'), await search('0042')]).toEqual([['The Çelebi letters'], []])
  const list = { library: 'docs', offset: 0, limit: 9, sort: 'name', order: 'ascending', text: 'çeleb' } as const
  expect((await store.read('documents.list', list)).total).toBe(1)
})

// Would catch a title that is searched for before the person gave it, until the file is read again.
test('a new title is searched for at once, and the old one no more', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [documentId = ''] = await addDocuments(store, 'docs', [{ name: 'a.txt', title: 'Before', text: 'Words' }])
  await store.write('documents.describe', { documentId, title: 'After' })
  const holders = async (word: string) =>
    (
      await store.read('search.keyword', {
        library: 'docs',
        terms: parseQuery(word),
        limit: 9,
        group: 'none',
      })
    ).holders[0]
  expect([await holders('before'), await holders('after'), await holders('words')]).toEqual([0, 1, 1])
})

test('LIB-10.tags: tags are counted without the trash, most used first, whatever their case', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const ids = await addDocuments(
    store,
    'docs',
    [1, 2, 3].map((place) => ({ name: `${place}.txt`, text: 'x' })),
  )
  const [one = '', two = '', three = ''] = ids
  await store.write('documents.tag', { documentIds: ids, add: ['Law'], remove: [] })
  await store.write('documents.tag', { documentIds: [one, two], add: ['ﬁle'], remove: [] })
  await store.write('documents.tag', { documentIds: [three], add: ['zebra'], remove: ['LAW'] })
  const tags = async () => (await store.read('libraries.get', { library: 'docs' })).tags
  expect(await tags()).toEqual([
    { tag: 'ﬁle', documents: 2 },
    { tag: 'Law', documents: 2 },
    { tag: 'zebra', documents: 1 },
  ])
  await store.write('documents.trash', { documentIds: [two], now: 1 })
  const gone = '00000000-0000-7000-8000-000000000000'
  expect(await store.write('documents.tag', { documentIds: [one, gone], add: [], remove: ['FILE', 'law'] })).toEqual({
    documents: 1,
  })
  expect(await tags()).toEqual([{ tag: 'zebra', documents: 1 }])
})

// Would catch a report that a later failure of the same file empties.
test('LIB-7.pages: LIB-7.ocr: LIB-7.empty: a report tells of the last reading, with the failure of a later one beside it', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const document = { name: 'a.txt', text: 'Words', pages: 4, report }
  const [documentId = ''] = await addDocuments(store, 'docs', [document])
  const read = () => store.read('documents.report', { documentId })
  const whole = { documentId, type: 'text', pages: 4, warnings: [], chunks: 1, ...report }
  expect(await read()).toEqual({ ...whole, error: null, detail: null })

  const refuse = async (name: string) => {
    const item = {
      name,
      uri: `file:///test/${name}`,
      source: { kind: 'path', path: name },
      bytes: 1,
      modifiedAt: 1,
    } as const
    const job = {
      kind: 'ingest',
      library: 'docs',
      label: name,
      payload: '{}',
      listing: false,
      items: [item],
      now: 1,
    } as const
    const { id: jobId } = await store.write('jobs.create', { ...job, items: [item] })
    const original = { library: 'docs', name, uri: item.uri, bytes: 1, contentHash: 'h', modifiedAt: 1 }
    const refused = { outcome: 'refused', error: 'FILE_DAMAGED', detail: 'pdf: no xref', original } as const
    await store.write('ingestion.settle', { results: [{ item: { jobId, ordinal: 1 }, ...refused }], now: 1 })
  }
  await refuse('a.txt')
  expect(await read()).toEqual({ ...whole, error: 'FILE_DAMAGED', detail: 'pdf: no xref' })
  await addDocuments(store, 'docs', [document])
  expect(await read()).toEqual({ ...whole, error: null, detail: null })

  await refuse('never.pdf')
  const list = { library: 'docs', offset: 0, limit: 9, sort: 'name', order: 'ascending', state: 'failed' } as const
  const [never] = (await store.read('documents.list', list)).items
  expect(await store.read('documents.report', { documentId: never?.id ?? '' })).toMatchObject({
    error: 'FILE_DAMAGED',
    detail: 'pdf: no xref',
    readPages: [],
    characters: 0,
    milliseconds: null,
  })
})
