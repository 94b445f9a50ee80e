import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { type Connection, openConnection } from '../connection.ts'
import { writes } from '../operations.ts'
import { migrate, migrations } from './migrate.ts'
import type { Migration } from './migration.ts'

const key = new Uint8Array(32).fill(7)

/** SHA-256 of each shipped step's SQL. A step never changes once it has shipped: add a new one. */
const shipped: Record<string, string> = {
  '10 documents': '578c2f1163d18af8384a225c926cfa3f6fe00540aa1037a13033b1ea859811eb',
  '20 jobs': '9b1bcd1e960170710562173ec7c2dc436fc59b1c2b68791d674f77af293c8ace',
  '30 conversations': '8e953e39c309be6989876bafebd7439c1da1975acef2a6ddd06d8b5eb9fc3b5c',
  '40 document-care': '4c7c2c3870a50d070bcb47c3562ffc7b7e9e287b7f8109670f1f1aacb708f87e',
  '50 bound-folders': 'b0bd41a7840cfc88fb4d1ac9237ae7a426f60d8ad14fd37d2b5b1539a85fe519',
  '60 job-care': 'a6de6c289a5943261f3545dd5f0513b03660ab888e06d7bdc32e971a8e2dd33a',
  '65 folder-contents': '5fbdb9070801e2c220ed42e00b25e5ec90df58594e8b95bda8273d4dc31251a9',
  '70 vectors': '6fce944293e92f035ac7ee54e9dbc7076f0554563c24fd9a7e9fd51fc896873d',
  '80 answer-cache': 'd40a3b247fb9560154d626b2445613534027055f4d44f14da70df3e350f4c535',
  '90 evaluation': 'cfeff934a12d26be2c031907bb9eb03900b31a78a4a135ce6e46eb2268a3a062',
  '100 graph': '67812f0fd7e0e8ea86b060f86c584c3cf6515547c32ab311c3b9f0a7e547509c',
  '110 word-stems': '681c4f47c639365da47231afeb9137234180a158d3276f439b6a1ec46e4c3c59',
  '130 answers-ahead': '4a256a94ca6963c5496cc07314d9f5a63433b61d1a8d379e55e85967c7b61241',
  '140 model-kinds': '3fa0fb0edc7ca4e3bda88da3dfa2253b59eedbe88e2f529d3849022e98efca58',
  '150 providers': '74c536f492188a32b747cbe590e9aca925309ec5f12fca44491800e89a638727',
  '160 ledger': '66eb27a1d58ccdfc132d1a46897d54e0876bd1320dc5ec4a649fe0d975ac01c3',
  '170 conversation-branches': 'e0b78c3b017dd8628b082350c37bb1489f04e2d83a94e1200fdda5febf37a89e',
  '190 waiting-answers': 'db110a8c070a94bc891be7a5d3e6b745b2f30544588940a52b7ee54035100389',
  '210 batches': '0b4b113d364c3a135b171504feafc9e46789bc7b0f988d0813bd3b647b9b5412',
  '180 network-log': '342d4da3d2f18729ecb96a8f3ca239b3fc8fa1351a61d095f8dcf2d518d15f36',
  '200 ledger-sums': 'f0ff50d2b14f2750c6f23e8a84525c7f229529682f134986df9f8ca733e222c0',
}

function sqlOf(step: Migration): string {
  const statements: string[] = []
  const recorder = { execute: (_name: string, sql: string) => void statements.push(sql) } as unknown as Connection
  step.up(recorder)
  return statements.join(';')
}

function open<Result>(path: string, use: (connection: Connection) => Result): Result {
  const connection = openConnection({ path, key, mode: 'write' })
  try {
    return use(connection)
  } finally {
    connection.close()
  }
}

function levels(path: string): number[] {
  return open(path, (connection) =>
    connection.all<{ level: number }>('test', 'SELECT level FROM migrations ORDER BY level').map(({ level }) => level),
  )
}

describe('migrations', () => {
  test('are never edited once shipped', () => {
    const checksums = Object.fromEntries(
      migrations.map((step) => [`${step.level} ${step.name}`, createHash('sha256').update(sqlOf(step)).digest('hex')]),
    )
    expect(checksums).toEqual(shipped)
  })

  test('rise with gaps', () => {
    for (const [index, step] of migrations.entries()) {
      expect(step.level - (migrations[index - 1]?.level ?? 0)).toBeGreaterThan(1)
    }
  })

  test('SEC-7.snapshot: each step keeps the rows of the level before and takes a copy that opens', () => {
    for (const [index, step] of migrations.entries()) {
      if (index === 0) continue
      const folder = temporaryFolder()
      const path = join(folder, 'diwan.db')
      migrate({ path, key, now: 1, steps: migrations.slice(0, index) })
      // Today's writes know today's columns.
      open(path, (connection) =>
        connection.run(
          'test',
          `INSERT INTO libraries (id, name, folded_name, created_at) VALUES ('id', 'Kept', 'kept', 5)`,
        ),
      )
      migrate({ path, key, now: 2, steps: migrations.slice(0, index + 1) })
      const names = (at: string) =>
        open(at, (connection) => connection.all<{ name: string }>('test', 'SELECT name FROM libraries'))
      expect(names(path)).toEqual([{ name: 'Kept' }])
      expect(levels(path).at(-1)).toBe(step.level)
      const backups = readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.db'))
      expect(backups).toEqual([`before-migration-${migrations[index - 1]?.level}-2.db`])
      expect(names(join(folder, 'backups', backups[0] ?? ''))).toEqual([{ name: 'Kept' }])
    }
  })

  test('MOD-4.embed-local: models of before are kept when there are new kinds of them', () => {
    // Catches a table that is made anew without its rows, or that still refuses a kind that the contract has.
    const path = join(temporaryFolder(), 'diwan.db')
    const before = migrations.findIndex(({ name }) => name === 'model-kinds')
    const add = (kind: string) =>
      open(path, (connection) =>
        connection.run('test', `INSERT INTO models (id, kind, runtime, description, added_at) VALUES (?, ?, ?, ?, ?)`, [
          `my ${kind} model`,
          kind,
          'onnx',
          '{}',
          5,
        ]),
      )
    migrate({ path, key, now: 1, steps: migrations.slice(0, before) })
    add('embedding')
    migrate({ path, key, now: 2 })
    add('entailment')
    const rows = open(path, (connection) => connection.all('test', 'SELECT id, kind, added_at FROM models ORDER BY id'))
    expect(rows).toEqual([
      { id: 'my embedding model', kind: 'embedding', added_at: 5 },
      { id: 'my entailment model', kind: 'entailment', added_at: 5 },
    ])
  })

  test('CHAT-1.branch: conversations of before are one branch each, which ends where they ended', () => {
    // Catches messages that are lost or put together across conversations when the table is made anew.
    const path = join(temporaryFolder(), 'diwan.db')
    const before = migrations.findIndex(({ name }) => name === 'conversation-branches')
    migrate({ path, key, now: 1, steps: migrations.slice(0, before) })
    open(path, (connection) => {
      const add = (conversation: string, ordinal: number, role: string) =>
        connection.run(
          'test',
          `INSERT INTO messages (id, conversation_id, ordinal, role, text, state, created_at)
           VALUES (?, ?, ?, ?, 'words', 'complete', 5)`,
          [`${conversation}${ordinal}`, conversation, ordinal, role],
        )
      for (const id of ['a', 'b', 'empty']) {
        connection.run('test', `INSERT INTO conversations VALUES (?, 'title', '[]', 1, 2)`, [id])
      }
      for (const [ordinal, role] of ['user', 'assistant', 'user', 'assistant'].entries()) {
        add('a', ordinal + 1, role)
        if (ordinal < 2) add('b', ordinal + 1, role)
      }
    })
    migrate({ path, key, now: 2 })
    const parents = open(path, (c) => c.all('test', 'SELECT id, parent_id AS parent FROM messages ORDER BY id'))
    expect(parents).toEqual([
      { id: 'a1', parent: null },
      { id: 'a2', parent: 'a1' },
      { id: 'a3', parent: 'a2' },
      { id: 'a4', parent: 'a3' },
      { id: 'b1', parent: null },
      { id: 'b2', parent: 'b1' },
    ])
    const heads = open(path, (c) => c.all('test', 'SELECT id, head_id AS head, options FROM conversations ORDER BY id'))
    expect(heads).toEqual([
      { id: 'a', head: 'a4', options: '{}' },
      { id: 'b', head: 'b2', options: '{}' },
      { id: 'empty', head: null, options: '{}' },
    ])
  })

  test('a database of a newer build is refused by name and not touched', () => {
    const path = join(temporaryFolder(), 'diwan.db')
    const future: Migration = { level: 9_000, name: 'time-travel', up: (c) => c.execute('t', 'CREATE TABLE later (a)') }
    migrate({ path, key, now: 1, steps: [...migrations, future] })
    const before = readFileSync(path)
    expect(() => migrate({ path, key, now: 2 })).toThrowError(/level 9000 \("time-travel"\).*newer Diwan/)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('a step that fails leaves the level and the rows as they were, and the next start tries again', () => {
    const path = join(temporaryFolder(), 'diwan.db')
    migrate({ path, key, now: 1 })
    const broken: Migration = {
      level: 9_000,
      name: 'broken',
      up(connection) {
        connection.execute('t', 'CREATE TABLE half (a)')
        connection.execute('t', 'INSERT INTO missing VALUES (1)')
      },
    }
    expect(() => migrate({ path, key, now: 2, steps: [...migrations, broken] })).toThrowError(/Migration 9000/)
    expect(levels(path)).toEqual(migrations.map((step) => step.level))
    const half = open(path, (c) => c.get('test', `SELECT 1 FROM sqlite_schema WHERE name = 'half'`))
    expect(half).toBeUndefined()
  })

  test('SEC-1.database: nothing in the file can be read without the key', () => {
    const path = join(temporaryFolder(), 'diwan.db')
    migrate({ path, key, now: 1 })
    open(path, (connection) =>
      connection.transaction(() => writes['libraries.create'](connection, { name: 'Unmistakable', now: 5 })),
    )
    const bytes = readFileSync(path)
    expect(bytes.includes('SQLite format 3')).toBe(false)
    expect(bytes.includes('Unmistakable')).toBe(false)
    const plain = new Database(path)
    expect(() => plain.prepare('SELECT * FROM libraries').all()).toThrowError(/not a database/)
    plain.close()
    expect(() => openConnection({ path, key: new Uint8Array(32).fill(8), mode: 'read' })).toThrowError(
      expect.objectContaining({ code: 'SQLITE_NOTADB' }),
    )
  })
})
