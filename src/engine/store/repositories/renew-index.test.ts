import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { parseQuery } from '../../../domain/query-terms.ts'
import { type Connection, openConnection } from '../connection.ts'
import { migrate, migrations } from '../migrations/migrate.ts'
import { chunkIndexName } from './chunk-index.ts'
import { trashDocuments } from './document-trash.ts'
import { readIndexState } from './index-state.ts'
import { renewIndexReads, renewIndexWrites } from './renew-index.ts'
import { saveChunks } from './save-chunks.ts'
import { searchReads } from './search.ts'

const key = new Uint8Array(32).fill(9)
const libraryKey = 1
/** More than one step takes on. */
const documents = 250

let connection: Connection

/** A library as level 70 left it: with an index that stems English itself. */
function createOldLibrary(path: string): void {
  migrate({ path, key, now: 1, steps: migrations.filter(({ level }) => level <= 70) })
  const old = openConnection({ path, key, mode: 'write' })
  old.transaction(() => {
    old.run('t', `INSERT INTO libraries (id, name, folded_name, created_at) VALUES ('library', 'Old', 'old', 5)`)
    old.execute(
      't',
      `CREATE VIRTUAL TABLE chunk_index_1 USING fts5(
         title, text, content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 2");
       CREATE VIRTUAL TABLE chunk_vocabulary_1 USING fts5vocab(chunk_index_1, 'row');`,
    )
    for (let number = 1; number <= documents; number++) {
      addDocument(old, number)
      const text = textOf(number)
      old.run(
        't',
        `INSERT INTO chunks (id, document_key, ordinal, start, end, heading_path, context, text, tokens)
         VALUES (?, ?, 0, 0, ?, '[]', '', ?, 9)`,
        [number, number, text.length, text],
      )
      old.run('t', 'INSERT INTO chunk_index_1 (rowid, title, text) VALUES (?, ?, ?)', [number, `title ${number}`, text])
    }
  })
  old.close()
}

function addDocument(to: Connection, number: number): void {
  to.run(
    't',
    `INSERT INTO documents (key, id, library_key, name, title, folded_name, folded_title, uri, type, state, warnings,
       bytes, chunk_count, added_at)
     VALUES (?, ?, 1, 'n', ?, 'n', 't', ?, 'text', 'ready', '[]', 1, 1, 1)`,
    [number, `document ${number}`, `title ${number}`, `file:///${number}`],
  )
}

const textOf = (number: number) =>
  number % 2 === 0
    ? `Die Verträge der Nummer ${number} wurden mit der Kündigung beendet.`
    : `The contracts of number ${number} were ended by the notice.`

const find = (query: string) =>
  searchReads['search.keyword'](connection, {
    library: 'library',
    terms: parseQuery(query, readIndexState(connection, libraryKey).languages),
    limit: 500,
    group: 'none',
  }).hits.map(({ documentId }) => documentId)

const renew = () => connection.transaction(() => renewIndexWrites['indexes.renew'](connection, { libraryKey }))

beforeEach(() => {
  const path = join(temporaryFolder(), 'diwan.db')
  createOldLibrary(path)
  migrate({ path, key, now: 2 })
  connection = openConnection({ path, key, mode: 'write' })
})

afterEach(() => connection.close())

// Would catch a library that finds nothing, or half, after an update, and one that never learns its languages.
test('RET-1.keyword: an old index serves until the new one has every chunk, and then German is found by its inflections', () => {
  expect(find('contract')).toHaveLength(documents / 2)
  expect(renew()).toBe(true)
  expect(find('contract')).toHaveLength(documents / 2)
  while (renew());
  expect(renewIndexReads['indexes.old'](connection, null)).toEqual([])
  expect(find('contract')).toHaveLength(documents / 2)
  expect(find('Vertrag')).toHaveLength(documents / 2)
  expect(readIndexState(connection, libraryKey)).toEqual({
    stemmed: true,
    languages: ['de', 'en'],
    usual: ['de', 'en'],
  })
  expect(renew()).toBe(false)
})

// Would catch what was deleted during the renewal and comes back with the new index, and what was added and is lost.
test('RET-1.keyword: what is added, trashed or written again while an index is made anew is so afterwards', () => {
  renew()
  connection.transaction(() => {
    trashDocuments(connection, [2, 200], { by: 'person', now: 3 })
    addDocument(connection, 900)
    const text = 'Neue Verträge sind mit der Post gekommen.'
    const chunk = { ordinal: 0, start: 0, end: text.length, page: null, line: null, headingPath: [], context: '', text }
    const document = { key: 900, libraryKey, name: 'n', title: 'neu', type: 'text' as const, inTrash: false }
    saveChunks(connection, document, [{ ...chunk, tokens: 9 }])
  })
  while (renew());
  const found = find('Vertrag')
  expect(found).toHaveLength(documents / 2 - 2 + 1)
  expect(found).toContain('document 900')
  expect(found).not.toContain('document 2')
  expect(found).not.toContain('document 200')
  const counted = connection.get<{ total: number }>('t', 'SELECT sum(chunks) AS total FROM library_languages')
  const indexed = connection.get<{ total: number }>(
    't',
    `SELECT count(*) AS total FROM ${chunkIndexName(libraryKey)}_docsize`,
  )
  expect(counted).toEqual(indexed)
})
