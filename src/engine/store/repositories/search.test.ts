import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuery } from '../../../domain/query-terms.ts'
import { type Connection, openConnection } from '../connection.ts'
import { migrate } from '../migrations/migrate.ts'
import { addToChunkIndex, chunkIndexName } from './chunk-index.ts'
import { findLibraryKey, libraryWrites } from './libraries.ts'
import { anyOf, searchReads } from './search.ts'
import { countHolders } from './term-counts.ts'

const key = new Uint8Array(32).fill(7)
const chunks = 60_000
const now = 1

let folder: string
let writer: Connection
let reader: Connection
let library: { key: number; id: string }

/** Words by the part of chunks that hold them; each is one to five times in a chunk, in chunks of many lengths. */
const shares = { everywhere: 0.7, often: 0.4, commonly: 0.3, sometimes: 0.15, seldom: 0.02, rarely: 0.001 }

/** Spreads numbers over 0 to 1 without a pattern that the words could share. */
function spread(number: number): number {
  return (Math.imul(number ^ (number >>> 15), 0x2c1b3c6d) >>> 0) / 4_294_967_296
}

function chunkText(number: number): string {
  const held = Object.entries(shares).flatMap(([word, share], place) => {
    const drawn = spread(number * 31 + place * 7_919 + 13)
    return drawn < share ? [`${word} `.repeat(1 + Math.floor((drawn / share) * 5))] : []
  })
  return `${held.join('')}${'filler '.repeat(number % 53)}`
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'diwan-search-'))
  const path = join(folder, 'diwan.db')
  migrate({ path, key, now })
  writer = openConnection({ path, key, mode: 'write' })
  reader = openConnection({ path, key, mode: 'read' })
  writer.transaction(() => {
    const { id } = libraryWrites['libraries.create'](writer, { name: 'large', now })
    library = findLibraryKey(writer, id)
    writer.run(
      'test.document',
      `INSERT INTO documents (key, id, library_key, name, title, folded_name, folded_title, uri, type, state, warnings,
         bytes, chunk_count, added_at)
       VALUES (1, 'document', ?, 'd', 'd', 'd', 'd', 'file:///d', 'text', 'ready', '[]', 1, ?, 1)`,
      [library.key, chunks],
    )
    for (let number = 1; number <= chunks; number++) {
      const text = chunkText(number)
      writer.run(
        'test.chunk',
        `INSERT INTO chunks (id, document_key, ordinal, start, end, heading_path, text, tokens)
         VALUES (?, 1, ?, 0, ?, '[]', ?, 1)`,
        [number, number, text.length, text],
      )
      addToChunkIndex(writer, library.key, { id: number, title: '', text })
    }
  })
})

afterAll(() => {
  reader.close()
  writer.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The ranking when FTS5 scores every match of every word. */
function scoreEverything(words: readonly string[], limit: number): number[] {
  const index = chunkIndexName(library.key)
  return reader
    .all<{ rowid: number }>(
      'test.everything',
      `SELECT rowid FROM ${index} WHERE ${index} MATCH ? ORDER BY bm25(${index}, 2.0, 1.0), rowid LIMIT ?`,
      [anyOf(reader, library.key, parseQuery(words.join(' '))), limit],
    )
    .map(({ rowid }) => rowid)
}

// Would catch a shortcut on large libraries that changes the ranking.
test.each([
  [['rarely', 'often'], 'search.keyword'],
  [['rarely', 'often', 'commonly'], 'search.candidates'],
  [['seldom', 'sometimes', 'commonly', 'often'], 'search.candidates'],
  [['often', 'commonly', 'sometimes'], 'search.keyword'],
])('RET-1.keyword: %j ranks as if every match were scored, by %s', (words, name) => {
  reader.takeTimings()
  const { hits } = searchReads['search.keyword'](reader, {
    library: library.id,
    terms: parseQuery(words.join(' ')),
    limit: 20,
    group: 'none',
  })
  const scoredBy = reader.takeTimings().flatMap((query) => (/candidates|keyword/.test(query.name) ? [query.name] : []))
  expect(hits.map(({ chunkId }) => chunkId)).toEqual(scoreEverything(words, 20))
  expect(scoredBy).toEqual([name])
})

// FTS5 gives a word that most chunks hold a weight of a millionth, which only puts equals in order.
test('RET-1.keyword: leaving out what most chunks hold changes no score that counts', () => {
  const search = (query: string) =>
    searchReads['search.keyword'](reader, { library: library.id, terms: parseQuery(query), limit: 20, group: 'none' })
  const both = search('rarely everywhere')
  expect(both.dropped).toEqual([1])
  expect(both.hits).toEqual(search('rarely').hits)
})

// Would catch a proof that is taken for granted: few candidates, so the rest must be scored after all.
test('RET-1.keyword: when candidates are too few for the limit, every match is scored', () => {
  const terms = parseQuery('rarely often commonly')
  const limit = 500
  const { hits } = searchReads['search.keyword'](reader, { library: library.id, terms, limit, group: 'none' })
  expect(hits.map(({ chunkId }) => chunkId)).toEqual(scoreEverything(['rarely', 'often', 'commonly'], limit))
})

// Would catch counts that outlive what they counted, in a thread that only reads.
test('RET-1.keyword: the counts behind a search follow what another connection writes', () => {
  const count = () => countHolders(reader, library.key, parseQuery('newcomer sometimes'))
  const before = count()
  writer.transaction(() => {
    addToChunkIndex(writer, library.key, { id: chunks + 1, title: '', text: 'newcomer' })
    writer.run('test.count', 'UPDATE documents SET chunk_count = chunk_count + 1 WHERE key = 1')
  })
  expect([before.holders[0], before.chunks]).toEqual([0, chunks])
  const [, sometimes = 0] = before.holders
  expect(count()).toEqual({ chunks: chunks + 1, holders: [1, sometimes], forms: [[1], [sometimes]] })
})

// Would catch a search for documents that fetches every matching chunk of a long one.
test('RET-1.keyword: a document is found by its best chunk without the others being fetched', () => {
  let rows = 0
  const counting: Connection = {
    ...reader,
    all: <Row>(name: string, sql: string, parameters?: Parameters<Connection['all']>[2]) => {
      const found = reader.all<Row>(name, sql, parameters)
      rows += found.length
      return found
    },
  }
  const search = (group: 'none' | 'document', limit: number) =>
    searchReads['search.keyword'](counting, { library: library.id, terms: parseQuery('often'), limit, group })
  const [best] = search('none', 1).hits
  rows = 0
  expect(search('document', 20).hits).toEqual([best])
  expect(rows).toBeLessThan(100)
})
