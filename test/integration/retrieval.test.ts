import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentType } from '../../src/contract/document.ts'
import type { SearchFilter } from '../../src/contract/search.ts'
import { createRetrieval, type Retrieval } from '../../src/engine/retrieval/retrieval.ts'
import {
  addDocuments,
  createLibrary,
  eraseDocuments,
  eraseLibrary,
  openTestStore,
  type TestDocument,
  type TestStore,
} from '../support/library.ts'

const naughtyStrings = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../shared/data/strings/blns/blns.json'), 'utf8'),
) as string[]

let opened: TestStore
let retrieval: Retrieval

beforeAll(async () => {
  opened = await openTestStore()
  retrieval = createRetrieval(opened)
})
afterAll(() => opened[Symbol.asyncDispose]())

async function libraryOf(name: string, documents: readonly TestDocument[]): Promise<string> {
  const { id } = await createLibrary(opened.store, name)
  await addDocuments(opened.store, id, documents)
  return id
}

async function namesFor(query: string, options: { libraries: string[]; filter?: SearchFilter; limit?: number }) {
  const { passages } = await retrieval.search({ query, limit: 20, group: 'document', ...options })
  return passages.map(({ document }) => document)
}

describe('keyword search', () => {
  test('RET-1.keyword: any word may match, in any inflection, and a title weighs twice', async () => {
    const library = await libraryOf('inflections', [
      { name: 'text.txt', title: 'Notes', text: 'The wings were measured in the tunnel, then painted.' },
      {
        name: 'title.txt',
        title: 'Measuring a wing',
        text: 'What was found in the tunnel stands below, in full length.',
      },
      { name: 'adding.txt', title: 'Other', text: 'Adding a part is described here.' },
      { name: 'none.txt', title: 'Other', text: 'Nothing of the kind is here.' },
    ])
    expect(await namesFor('measure wing', { libraries: [library] })).toEqual(['title.txt', 'text.txt'])
    // Porter stems these two differently.
    expect(await namesFor('how to add?', { libraries: [library] })).toEqual(['adding.txt'])
  })

  test('RET-1.rare-words: the rarer word decides', async () => {
    const library = await libraryOf('rare', [
      ...Array.from({ length: 30 }, (_, place) => ({ name: `common-${place}`, text: 'pressure pressure pressure' })),
      { name: 'rare', text: 'A zanzibarite of pressure in a much longer sentence with many other words about it.' },
    ])
    expect((await namesFor('pressure zanzibarite', { libraries: [library] }))[0]).toBe('rare')
  })

  test('RET-1.identifiers: an identifier is found as it is written, a quoted phrase as its words in a row', async () => {
    const library = await libraryOf('identifiers', [
      { name: 'exact', text: 'Call foo_bar-1.2 before the end of a long, long sentence about it.' },
      { name: 'parts', text: 'A foo or a bar, 1 or 2; foo bar foo bar 2 1.' },
      { name: 'layer', text: 'The layer has a boundary.' },
      { name: 'boundary', text: 'The boundary layer separates.' },
    ])
    expect(await namesFor('foo_bar-1.2', { libraries: [library] })).toEqual(['exact'])
    expect(await namesFor('"boundary layer"', { libraries: [library] })).toEqual(['boundary'])
    // An identifier that is nowhere falls apart into words; a phrase that is nowhere stays what was asked for.
    expect(await namesFor('foo_bar-9', { libraries: [library] })).toEqual(['parts', 'exact'])
    expect(await namesFor('"layer boundary"', { libraries: [library] })).toEqual([])
  })

  test('RET-1.keyword: a file is found by its name', async () => {
    const library = await libraryOf('names', [
      { name: 'invoices/2024-march.pdf', title: 'Untitled', text: 'Total due.' },
      { name: 'invoices/2024-april.pdf', title: 'Untitled', text: 'Total due.' },
    ])
    expect(await namesFor('march invoice', { libraries: [library] })).toEqual([
      'invoices/2024-march.pdf',
      'invoices/2024-april.pdf',
    ])
  })

  test('a document is found under its new text and no longer under its old one', async () => {
    const { id } = await createLibrary(opened.store, 'changing')
    await addDocuments(opened.store, id, [{ name: 'a', text: 'apples and pears' }])
    expect(await namesFor('apples', { libraries: [id] })).toEqual(['a'])
    await addDocuments(opened.store, id, [{ name: 'a', text: 'plums and pears' }])
    expect([await namesFor('apples', { libraries: [id] }), await namesFor('plums', { libraries: [id] })]).toEqual([
      [],
      ['a'],
    ])
  })

  test('RET-1.library: libraries are found by id or name, each once; one that is not there is refused', async () => {
    const ids = [
      await libraryOf('First', [{ name: 'one', text: 'a shared word' }]),
      await libraryOf('Second', [{ name: 'two', text: 'a shared word' }]),
    ]
    const [first = ''] = ids
    expect(await namesFor('shared', { libraries: [first, 'first'] })).toEqual(['one'])
    expect((await namesFor('shared', { libraries: ids })).sort()).toEqual(['one', 'two'])
    await expect(namesFor('shared', { libraries: ['no such library'] })).rejects.toMatchObject({
      code: 'LIBRARY_NOT_FOUND',
    })
  })
})

describe('while documents and libraries go', () => {
  // Would catch a citation with the page and structure of the document that came after the one it quotes.
  test('RET-4.open: what was found in a document that is gone is not taken from another one', async () => {
    const { store } = opened
    const { id: library } = await createLibrary(store, 'going')
    const [gone = ''] = await addDocuments(store, library, [{ name: 'gone.txt', text: 'a passing remark' }])
    const { passages } = await retrieval.search({ query: 'passing', libraries: [library], limit: 1, group: 'none' })
    await eraseDocuments(store, [gone])
    await addDocuments(store, library, [{ name: 'next.txt', text: 'something of quite another kind' }])
    const chunkIds = passages.map(({ chunkId }) => chunkId)
    expect(await store.read('search.blocks', { chunkIds })).toEqual([[]])
  })

  test('RET-1.library: a library that is deleted during a search of all is passed over, one asked for by name is missed', async () => {
    await using own = await openTestStore()
    const { search } = createRetrieval(own)
    const { id: kept } = await createLibrary(own.store, 'kept')
    await addDocuments(own.store, kept, [{ name: 'kept', text: 'other words' }])
    const found = new Set<string>()
    for (let round = 0; round < 40; round++) {
      const { id: library } = await createLibrary(own.store, `library ${round}`)
      const asked = search({ query: 'other', limit: 5, group: 'none' }).then(({ passages }) => {
        found.add(passages.map(({ document }) => document).join())
      })
      await Promise.all([asked, eraseLibrary(own.store, library)])
    }
    expect([...found]).toEqual(['kept'])
    await expect(
      search({ query: 'other', libraries: [kept, 'library 1'], limit: 5, group: 'none' }),
    ).rejects.toMatchObject({ code: 'LIBRARY_NOT_FOUND', data: { library: 'library 1' } })
  })
})

describe('filters and limits', () => {
  const types = ['pdf', 'markdown', 'text'] as const
  /** Tags with every how many documents have them. */
  const tags = { Even: 2, Third: 3 }
  let library: string
  let ids: string[]
  const documents = Array.from({ length: 40 }, (_, place) => ({
    name: `document-${place}`,
    type: types[place % types.length] as DocumentType,
    modifiedAt: place % 5 === 0 ? null : place * 1_000,
    text: Array.from(
      { length: (place % 4) + 1 },
      (_line, line) => `wing number ${place} exactly${place % 10} ${'lift '.repeat(line)}`,
    ).join('\n\n'),
  }))

  beforeAll(async () => {
    library = (await createLibrary(opened.store, 'filtered')).id
    ids = await addDocuments(opened.store, library, documents)
    for (const [tag, every] of Object.entries(tags)) {
      const documentIds = ids.filter((_id, place) => place % every === 0)
      await opened.store.write('documents.tag', { documentIds, add: [tag], remove: [] })
    }
    // What lies in the trash passes no filter.
    const trashed = await addDocuments(opened.store, library, [{ name: 'trashed', text: 'wing lift exactly7' }])
    await opened.store.write('documents.tag', { documentIds: trashed, add: Object.keys(tags), remove: [] })
    await opened.store.write('documents.trash', { documentIds: trashed, now: 1 })
  })

  test('RET-1.type, RET-1.date, RET-1.tag: whatever the filter, all and only what it allows is found, and the limit is filled', async () => {
    const filters = fc.record(
      {
        types: fc.subarray([...types], { minLength: 1 }),
        tags: fc.subarray(['even', 'THIRD'], { minLength: 1 }),
        documentIds: fc.subarray([...documents.keys()], { minLength: 1 }),
        modifiedAfter: fc.nat(40_000),
        modifiedBefore: fc.nat(40_000),
      },
      { requiredKeys: [] },
    )
    // The second finds four documents, so that few chunks are held against the filter.
    const queries = fc.constantFrom('wing lift', 'exactly7')
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.integer({ min: 1, max: 50 }),
        queries,
        async ({ documentIds, ...rest }, limit, query) => {
          const filter = {
            ...rest,
            ...(documentIds === undefined ? {} : { documentIds: documentIds.map((place) => ids[place] ?? '') }),
          }
          const allowed = documents.filter(({ type, modifiedAt }, place) => {
            const after = filter.modifiedAfter === undefined || (modifiedAt ?? -1) >= filter.modifiedAfter
            const before = filter.modifiedBefore === undefined || (modifiedAt ?? Infinity) <= filter.modifiedBefore
            return (
              (query === 'wing lift' || place % 10 === 7) &&
              (rest.types?.includes(type as 'pdf') ?? true) &&
              (!rest.tags?.includes('even') || place % tags.Even === 0) &&
              (!rest.tags?.includes('THIRD') || place % tags.Third === 0) &&
              (documentIds?.includes(place) ?? true) &&
              after &&
              before
            )
          })
          const names = await namesFor(query, { libraries: [library], filter, limit })
          expect(names).toHaveLength(Math.min(limit, allowed.length))
          expect(allowed.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('passages come best first and always in the same order; grouped, each document has its best one', async () => {
    const search = (group: 'none' | 'document', limit: number) =>
      retrieval.search({ query: 'wing lift', libraries: [library], limit, group })
    const { passages } = await search('none', 1_000)
    expect(passages).toHaveLength(100)
    expect(passages.map(({ score }) => score)).toEqual(passages.map(({ score }) => score).sort((a, b) => b - a))
    expect((await search('none', 1_000)).passages).toEqual(passages)
    expect((await search('none', 7)).passages).toEqual(passages.slice(0, 7))

    const bestOfEach = [...new Map(passages.toReversed().map((passage) => [passage.documentId, passage])).values()]
    const best = bestOfEach.sort((a, b) => b.score - a.score || a.chunkId - b.chunkId).slice(0, 35)
    // Ranks are those among what is searched for, here documents.
    const ranked = best.map((passage, place) => ({ ...passage, ranks: { ...passage.ranks, keyword: place + 1 } }))
    expect((await search('document', 35)).passages).toEqual(ranked)
  })
})

describe('any text is a question', () => {
  // Would catch FTS5 syntax, a NUL or half a character that ends a search in an error.
  test('RET-1.keyword: no string makes a search or an answer fail', async () => {
    const library = await libraryOf('hostile', [
      { name: 'strings', text: naughtyStrings.filter((text) => text.trim() !== '').join('\n\n') },
    ])
    const hostile = [
      ...naughtyStrings,
      ...['"', '""', '"*', 'a*', '^a', 'a AND', 'NOT', 'NEAR(a b', 'title:a', '{a b}:c', 'a + b', '-a', '(', ')'],
      ...['a\u0000b', '\u0000', '\uD800', 'a\uDC00b', '\uFFFF', 'é'.normalize('NFD')],
      ...['ab '.repeat(2_666), 'x'.repeat(8_000), Array.from({ length: 1_600 }, (_, place) => `w${place}`).join(' ')],
    ]
    for (const text of hostile) {
      const { passages } = await retrieval.search({ query: text, libraries: [library], limit: 5, group: 'none' })
      const { mode } = await retrieval.answer({ question: text, libraries: [library], passages: 3 })
      expect([passages.length <= 5, ['extractive', 'nothing-found'].includes(mode)]).toEqual([true, true])
    }
  })

  test('RET-1.keyword: what a document holds is found by its own words, in any script', async () => {
    const scripts = ['Müller trägt Äpfel', 'Привет мир', '田中さんにあげて', 'مرحبا بالعالم', 'हिन्दी भाषा', 'café ﬁn']
    const library = await libraryOf(
      'scripts',
      scripts.map((text, place) => ({ name: `script-${place}`, text })),
    )
    for (const [place, text] of scripts.entries()) {
      expect((await namesFor(text, { libraries: [library] }))[0]).toBe(`script-${place}`)
    }
    expect(await namesFor('muller', { libraries: [library] })).toEqual(['script-0'])
  })
})
