import Database from 'better-sqlite3-multiple-ciphers'
import { expect, test } from 'vitest'
import { createLibrary, openTestStore } from '../../../../test/support/library.ts'
import { type Connection, wrap } from '../connection.ts'
import { migrations } from '../migrations/migrate.ts'
import { writes } from '../operations.ts'
import { packContent } from '../packed-content.ts'
import type { ItemResult } from './ingestion.ts'

function jobOf(names: readonly string[]) {
  const items = names.map((name) => {
    const source = { kind: 'path' as const, path: `/${name}` }
    return { name, uri: `file:///${name}`, source, bytes: 5, modifiedAt: null }
  })
  return { kind: 'ingest' as const, library: 'docs', label: 'notes', payload: '{}', listing: false, items, now: 1 }
}

function readResult(item: { jobId: string; ordinal: number }, name: string): ItemResult & { outcome: 'read' } {
  const chunk = { ordinal: 0, start: 0, end: 5, page: null, line: null, headingPath: [], context: '', tokens: 1 }
  const original = { library: 'docs', name, uri: `file:///${name}`, bytes: 5, contentHash: 'a', modifiedAt: null }
  const content = packContent({ text: 'Words', blocks: [], runs: null, chunks: [chunk] })
  return {
    item,
    outcome: 'read',
    document: {
      ...original,
      title: name,
      type: 'text',
      warnings: [],
      pages: null,
      properties: {},
      report: {},
      content,
    },
  }
}

test('LIB-2.isolation: a document that the database cannot take is refused alone, those settled with it are written', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const names = ['a.txt', 'twice.txt', 'garbled.txt', 'b.txt']
  const { id: jobId } = await store.write('jobs.create', jobOf(names))
  const results = names.map((name, index) => readResult({ jobId, ordinal: index + 1 }, name))
  const [, twice, garbled] = results
  if (twice === undefined || garbled === undefined) throw new Error('no results')
  const chunk = { ordinal: 0, start: 0, end: 5, page: null, line: null, headingPath: [], context: '', tokens: 1 }
  twice.document.content = packContent({ text: 'Words', blocks: [], runs: null, chunks: [chunk, chunk] })
  garbled.document.content = new Uint8Array([1, 2, 3])

  const settled = await store.write(
    'ingestion.settle',
    { results, now: 2 },
    results.map(({ document }) => document.content.buffer),
  )
  expect(settled).toEqual([
    'written',
    { unstorable: expect.stringContaining('UNIQUE') },
    { unstorable: expect.any(String) },
    'written',
  ])
  // What was moved is gone from here: had it been copied, the engine's thread would have done it.
  expect(results.map(({ document }) => document.content.byteLength)).toEqual([0, 0, 0, 0])

  const list = { library: 'docs', offset: 0, limit: 10, sort: 'addedAt', order: 'ascending' } as const
  const { items } = await store.read('documents.list', list)
  const rows = items.map(({ name, state, error, chunks }) => ({ name, state, error, chunks }))
  expect(rows.sort((one, other) => one.name.localeCompare(other.name))).toEqual([
    { name: 'a.txt', state: 'ready', error: null, chunks: 1 },
    { name: 'b.txt', state: 'ready', error: null, chunks: 1 },
    { name: 'garbled.txt', state: 'failed', error: 'READ_CRASHED', chunks: 0 },
    { name: 'twice.txt', state: 'failed', error: 'READ_CRASHED', chunks: 0 },
  ])
  expect(await store.read('jobs.get', { jobId })).toMatchObject({ ready: 2, failed: 2 })
})

test('a result of a library that was deleted meanwhile is a failure, not a bad document', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const { id: jobId } = await store.write('jobs.create', jobOf(['a.txt']))
  const result = readResult({ jobId, ordinal: 1 }, 'a.txt')
  result.document.library = 'gone'
  await expect(store.write('ingestion.settle', { results: [result], now: 2 })).rejects.toMatchObject({
    code: 'LIBRARY_NOT_FOUND',
  })
})

test.for(['SQLITE_IOERR_READ', 'SQLITE_NOMEM', 'SQLITE_CORRUPT', 'SQLITE_READONLY'])(
  '%s is a fault of the database, not of each document that meets it',
  (code) => {
    const connection = wrap(new Database(':memory:'))
    try {
      for (const step of migrations) connection.transaction(() => step.up(connection))
      connection.transaction(() => writes['libraries.create'](connection, { name: 'docs', now: 1 }))
      const names = ['a.txt', 'b.txt']
      const job = connection.transaction(() => writes['jobs.create'](connection, jobOf(names)))
      const results = names.map((name, index) => readResult({ jobId: job.id, ordinal: index + 1 }, name))
      const faulty: Connection = {
        ...connection,
        run(name, sql, parameters) {
          if (name === 'ingestion.saveChunk') throw Object.assign(new Error('a fault'), { code })
          return connection.run(name, sql, parameters)
        },
      }
      const settle = () => connection.transaction(() => writes['ingestion.settle'](faulty, { results, now: 2 }))
      expect(settle).toThrowError(expect.objectContaining({ code }))
      expect(connection.all('test', 'SELECT name FROM documents')).toEqual([])
      expect(connection.all('test', 'SELECT DISTINCT state FROM job_items')).toEqual([{ state: 'pending' }])
    } finally {
      connection.close()
    }
  },
)
