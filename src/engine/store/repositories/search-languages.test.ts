import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LanguageSet, languageSets } from '../../../../test/support/languages.ts'
import { parseQuery } from '../../../domain/query-terms.ts'
import { splitWords } from '../../../domain/words.ts'
import { type Connection, openConnection } from '../connection.ts'
import { migrate } from '../migrations/migrate.ts'
import { readIndexState } from './index-state.ts'
import { libraryWrites } from './libraries.ts'
import { saveChunks } from './save-chunks.ts'
import { searchReads } from './search.ts'

const key = new Uint8Array(32).fill(6)
const libraryKey = 1
const english = 'The quick-start of parser_v2.1 describes how the documents of a library are found by their words.'

let folder: string
let connection: Connection
let documents = 0

/** One document, of one chunk, in the library of all languages. */
function add(name: string, text: string): void {
  documents += 1
  connection.run(
    't',
    `INSERT INTO documents (key, id, library_key, name, title, folded_name, folded_title, uri, type, state, warnings,
       bytes, chunk_count, added_at)
     VALUES (?, ?, ?, ?, '', '', '', ?, 'record', 'ready', '[]', 1, 1, 1)`,
    [documents, `document ${documents}`, libraryKey, name, `file:///${documents}`],
  )
  const chunk = { ordinal: 0, start: 0, end: text.length, page: null, line: null, headingPath: [], context: '', text }
  const document = { key: documents, libraryKey, name, title: '', type: 'record' as const, inTrash: false }
  saveChunks(connection, document, [{ ...chunk, tokens: 9 }])
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'diwan-languages-'))
  const path = join(folder, 'diwan.db')
  migrate({ path, key, now: 1 })
  connection = openConnection({ path, key, mode: 'write' })
  connection.transaction(() => {
    libraryWrites['libraries.create'](connection, { name: 'all', now: 1 })
    for (const { language, passages } of languageSets) {
      for (const [place, text] of passages.entries()) add(`${language} ${place}`, text)
    }
    add('english', english)
  })
})

afterAll(() => {
  connection.close()
  rmSync(folder, { recursive: true, force: true })
})

function find(query: string): string[] {
  const terms = parseQuery(query, readIndexState(connection, libraryKey).languages)
  const found = searchReads['search.keyword'](connection, { library: 'all', terms, limit: 10, group: 'none' })
  return found.hits.map(({ document }) => document)
}

/** How many of a set's questions have their passage first when FTS5 stems every language as English. */
function foundAsEnglish({ passages, questions }: LanguageSet): number {
  using opened = { database: new Database(':memory:'), [Symbol.dispose]: () => opened.database.close() }
  const { database } = opened
  database.exec(`CREATE VIRTUAL TABLE words USING fts5(text, tokenize = "porter unicode61 remove_diacritics 2")`)
  for (const [place, text] of passages.entries()) {
    database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)').run(place, text)
  }
  return questions.filter(({ asks, finds }) => {
    const anyOf = asks.match(/[\p{L}\p{N}]+/gu)?.map((word) => `"${word}"`)
    const best = database
      .prepare<[string], { rowid: number }>('SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid')
      .get(anyOf?.join(' OR ') ?? '')
    return best?.rowid === finds
  }).length
}

const foundHere = ({ language, questions }: LanguageSet) =>
  questions.filter(({ asks, finds }) => find(asks)[0] === `${language} ${finds}`).length

describe('RET-1.keyword: in every language', () => {
  // Would catch a language whose inflections are different words, or whose words are not found inside a text.
  test.each(languageSets.filter(({ language }) => /^(?:de|fr|es|ru|ar|zh|ja|ko|th|it|pt|nl)$/.test(language)))(
    '$language: an inflected question finds its passage first, in a library of all languages',
    (set) => {
      expect(set.questions.map(({ asks }) => find(asks)[0])).toEqual(
        set.questions.map(({ finds }) => `${set.language} ${finds}`),
      )
    },
  )

  // Would catch stemmers that cost more than they find.
  test('stems by language find more of the judged questions than English stems, and in no language fewer', () => {
    const figures = languageSets.map((set) => ({
      language: set.language,
      before: foundAsEnglish(set),
      after: foundHere(set),
    }))
    expect(figures.filter(({ before, after }) => after < before)).toEqual([])
    const sum = (of: 'before' | 'after') => figures.reduce((total, figure) => total + figure[of], 0)
    const questions = languageSets.reduce((total, set) => total + set.questions.length, 0)
    expect(sum('after') / questions).toBeGreaterThan(0.95)
    expect(sum('after') - sum('before')).toBeGreaterThan(questions / 4)
  })

  test('one letter of a script without spaces is found wherever it stands, and a word by either end of it', () => {
    expect(find('鱼')).toEqual(['zh 3'])
    expect(find('类')).toEqual(['zh 3'])
    expect(find('"深海里"')).toEqual(['zh 3'])
    expect(find('"海深"')).toEqual([])
  })

  test('Arabic is found however its letters, marks and numbers are written', () => {
    expect(find('القاهره')).toEqual(['ar 0'])
    expect(find('وَقَّعَت الشَّرِكَة')[0]).toBe('ar 0')
    expect(find('رســالة')).toEqual(['ar 4'])
  })

  test('RET-1.identifiers: phrases and identifiers are found as they are written beside all of them', () => {
    expect(find('parser_v2.1')).toEqual(['english'])
    expect(find('"are found by"')).toEqual(['english'])
    expect(find('"found are by"')).toEqual([])
    expect(find('"Frist von drei Monaten"')).toEqual(['de 0'])
  })

  test('words are counted in pairs of letters only where there are no spaces', () => {
    expect(splitWords('iPhone手机 2')).toEqual(['iPhone', '手机', '机', '2'])
  })
})
