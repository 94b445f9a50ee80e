import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { expect, test } from 'vitest'
import { stemWord } from '../../../domain/words.ts'

const data = join(import.meta.dirname, '../../../../../shared/data')

/** What FTS5 itself makes of each word. */
function indexedAs(words: readonly string[]): string[] {
  using opened = { database: new Database(':memory:'), [Symbol.dispose]: () => opened.database.close() }
  const { database } = opened
  database.exec(`
    CREATE VIRTUAL TABLE words USING fts5(word, content = '', tokenize = "porter unicode61 remove_diacritics 2");
    CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'instance');`)
  const insert = database.prepare('INSERT INTO words (rowid, word) VALUES (?, ?)')
  database.transaction(() => {
    for (const [index, word] of words.entries()) insert.run(index + 1, word)
  })()
  const terms = new Map<number, string>()
  for (const { doc, term } of database
    .prepare<[], { doc: number; term: string }>('SELECT doc, term FROM terms')
    .all()) {
    terms.set(doc, `${terms.get(doc) ?? ''}${term}`)
  }
  return words.map((_word, index) => terms.get(index + 1) ?? '')
}

// Would catch an English stemmer that is no Porter, and an English search that ranks otherwise than FTS5's own stems did.
test('RET-1.keyword: English stems are those of FTS5, for every Latin word of real texts', () => {
  const files = globSync('{retrieval/*/corpus.jsonl,docs-tree/**/*.md,documents/html-text/*.{txt,html}}', { cwd: data })
  const text = files.map((file) => readFileSync(join(data, file), 'utf8')).join('\n')
  // Ligatures, small figures and letters with a stroke are folded here only.
  const words = [...new Set(text.match(/[\p{Script=Latin}\p{N}]+/gu))]
    .filter((word) => word.normalize('NFKC') === word && !/[ßæœøłđðþı]/iu.test(word))
    .concat(['Café', 'naïve', 'ÅNGSTRÖM', 'Gdańsk'])
  expect(words.length).toBeGreaterThan(20_000)

  const differing = indexedAs(words).filter((term, index) => term !== stemWord(words[index] ?? ''))

  expect(differing).toEqual([])
})
