import { expect, test } from 'vitest'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../../../../test/support/library.ts'
import { DocumentFilter } from '../../../contract/document.ts'
import type { ReadResult } from '../operations.ts'

type SelectedPage = ReadResult<'documents.select'>

const page = { library: 'docs', offset: 0, limit: 100, sort: 'name', order: 'ascending' } as const

function lookIn({ store }: TestStore) {
  return async (filter: Partial<DocumentFilter>): Promise<string[]> => {
    const { total, items } = await store.read('documents.list', { ...page, ...filter })
    expect(total).toBe(items.length)
    const selection = { library: 'docs', filter: DocumentFilter.parse(filter) }
    const selected: string[] = []
    // Pages of two: would catch one that is left out or comes twice where pages meet.
    for (let after: number | null = 0; after !== null; ) {
      const some: SelectedPage = await store.read('documents.select', { selection, trashed: null, after, limit: 2 })
      selected.push(...some.documents.map(({ id }) => id))
      after = some.last
    }
    expect(selected.sort()).toEqual(items.map(({ id }) => id).sort())
    return items.map(({ name }) => name)
  }
}

// Would catch words that are only found when they share a chunk, and a trash in which nothing is found.
test('LIB-10.full-text: documents are found by words anywhere in their text, also in the trash', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const documentIds = await addDocuments(store, 'docs', [
    { name: 'both.txt', text: 'The harbour opens.\n\nNothing here.\n\nShips were arriving.' },
    { name: 'one.txt', text: 'The harbour is closed.' },
    { name: 'other.txt', text: 'A ship in a bottle, Café Noir.' },
    { name: 'harbour.txt', text: 'It is named so.' },
  ])
  const look = lookIn(opened)
  for (const trashed of [false, true]) {
    expect(await look({ content: 'harbour ship', trashed })).toEqual(['both.txt'])
    expect(await look({ content: 'HARBOURS', trashed })).toEqual(['both.txt', 'harbour.txt', 'one.txt'])
    expect(await look({ content: 'cafe noir', trashed })).toEqual(['other.txt'])
    expect(await look({ content: '"noir cafe"', trashed })).toEqual([])
    expect(await look({ content: '"harbour is closed"', trashed })).toEqual(['one.txt'])
    expect(await look({ content: 'harbour nowhere', trashed })).toEqual([])
    expect(await look({ content: ' … ', trashed })).toHaveLength(4)
    expect(await look({ content: 'harbour', text: 'B', trashed })).toEqual(['both.txt', 'harbour.txt'])
    if (!trashed) await store.write('documents.trash', { documentIds, now: 1 })
  }
})

test('LIB-10.filters: every part of a filter must hold', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const [a = '', b = '', c = ''] = await addDocuments(store, 'docs', [
    { name: 'a.md', text: 'a', type: 'markdown', modifiedAt: 10 },
    { name: 'b.txt', text: 'b', modifiedAt: 20 },
    { name: 'c.txt', text: 'c' },
  ])
  await store.write('documents.tag', { documentIds: [a, b], add: ['Été', 'Law'], remove: [] })
  await store.write('documents.tag', { documentIds: [c], add: ['law'], remove: [] })
  const look = lookIn(opened)
  expect(await look({})).toEqual(['a.md', 'b.txt', 'c.txt'])
  expect(await look({ type: 'text' })).toEqual(['b.txt', 'c.txt'])
  expect(await look({ tags: ['LAW'] })).toEqual(['a.md', 'b.txt', 'c.txt'])
  expect(await look({ tags: ['law', 'e\u0301te\u0301', 'LAW'] })).toEqual(['a.md', 'b.txt'])
  expect(await look({ tags: ['law'], type: 'text', modifiedAfter: 20 })).toEqual(['b.txt'])
  expect(await look({ modifiedBefore: 10 })).toEqual(['a.md'])
  expect(await look({ state: 'failed' })).toEqual([])
  expect(await look({ available: true })).toHaveLength(3)
  expect(await look({ folderId: '00000000-0000-7000-8000-000000000000' })).toEqual([])
})

test('LIB-10.sort: lists are in the order that was asked for, page by page', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  await addDocuments(store, 'docs', [
    { name: 'b.txt', text: 'bb', modifiedAt: 3 },
    { name: 'A.txt', text: 'aaa', modifiedAt: 1 },
    { name: 'c.txt', text: 'c', modifiedAt: 2 },
  ])
  const sorted = async (sort: 'name' | 'modifiedAt' | 'bytes', order: 'ascending' | 'descending') => {
    const pages = [0, 1, 2].map((offset) => store.read('documents.list', { ...page, sort, order, offset, limit: 1 }))
    return (await Promise.all(pages)).flatMap(({ items }) => items.map(({ name }) => name[0])).join('')
  }
  expect([await sorted('name', 'ascending'), await sorted('name', 'descending')]).toEqual(['Abc', 'cbA'])
  expect([await sorted('modifiedAt', 'ascending'), await sorted('bytes', 'descending')]).toEqual(['Acb', 'Abc'])
})
