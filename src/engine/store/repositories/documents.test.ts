import { expect, test } from 'vitest'
import { addDocuments, createLibrary, openTestStore } from '../../../../test/support/library.ts'

const page = { library: 'docs', offset: 0, limit: 100, sort: 'name', order: 'ascending' } as const

// Would catch a filter or an order that knows the case of ASCII letters only.
test('documents are looked for by part of a name or title in any case, and listed by name whatever its case', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  await addDocuments(store, 'docs', [
    { name: 'Über den Fluss.md', text: 'one' },
    { name: 'banana.txt', text: 'two', title: 'ΠΑΛΙΕΣ ΟΔΟΙ' },
    { name: 'Zebra.txt', text: 'three', title: '100 % of_it' },
    { name: 'Apple.txt', text: 'four', title: 'ΟΔΟΣ' },
  ])
  const names = async (text?: string) =>
    (await store.read('documents.list', { ...page, text })).items.map(({ name }) => name)
  expect(await names()).toEqual(['Apple.txt', 'banana.txt', 'Zebra.txt', 'Über den Fluss.md'])
  for (const text of ['über', 'ÜBER', 'u\u0308ber', 'FLUSS']) expect(await names(text)).toEqual(['Über den Fluss.md'])
  expect(await names('οδος')).toEqual(['Apple.txt'])
  expect(await names('Παλιεσ')).toEqual(['banana.txt'])
  expect(await names('% OF_')).toEqual(['Zebra.txt'])
  expect([await names('a%'), await names('_')]).toEqual([[], ['Zebra.txt']])

  await addDocuments(store, 'docs', [{ name: 'Zebra.txt', text: 'three', title: 'Étude' }])
  expect([await names('étude'), await names('of_it')]).toEqual([['Zebra.txt'], []])
})

// Would catch a window for which the whole of a long document crosses to the engine's thread, or one cut elsewhere.
test('LIB-6.viewer: of a document only the blocks that were asked for leave the store, with their text', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const text = ' First.\n\nSecond.\n\nThird.'
  const [documentId = ''] = await addDocuments(store, 'docs', [{ name: 'three.txt', text }])
  const block = (start: number, end: number) => ({ kind: 'paragraph', start, end, level: null, page: null })
  const read = (fromBlock: number, limit: number) => store.read('documents.content', { documentId, fromBlock, limit })
  expect([await read(1, 1), await read(0, 9), await read(3, 9)]).toEqual([
    { totalBlocks: 3, fromBlock: 1, textStart: 9, text: 'Second.', blocks: [block(9, 16)] },
    {
      totalBlocks: 3,
      fromBlock: 0,
      textStart: 1,
      text: text.slice(1),
      blocks: [block(1, 7), block(9, 16), block(18, 24)],
    },
    { totalBlocks: 3, fromBlock: 3, textStart: 0, text: '', blocks: [] },
  ])
  expect(await store.read('documents.locate', { documentId, start: 10, end: 12 })).toEqual({
    block: 1,
    page: null,
    boxes: [],
  })
  const none = '00000000-0000-7000-8000-000000000000'
  await expect(store.read('documents.locate', { documentId: none, start: 0, end: 1 })).rejects.toMatchObject({
    code: 'DOCUMENT_NOT_FOUND',
  })
})
