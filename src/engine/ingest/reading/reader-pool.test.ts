import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sharedData } from '../../../../test/support/reading.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { unpackContent } from '../../store/packed-content.ts'
import { createReaderPool, type ReaderPool, type ReaderPoolOptions } from './reader-pool.ts'
import type { ReadSource } from './reading.ts'

function openPool(options: Partial<ReaderPoolOptions> = {}): ReaderPool {
  const pool = createReaderPool({ threads: 2, ...options })
  onTestFinished(() => pool.close())
  return pool
}

const request = (source: ReadSource, more: { name?: string; timeoutMs?: number; knownHash?: string } = {}) => ({
  name: 'notes.txt',
  maximumBytes: 200_000_000,
  timeoutMs: 60_000,
  ...source,
  ...more,
})

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

/** Markdown that takes the parser seconds. */
const slowMarkdown = () => bytesOf('* [a](b) **c** `d` _e_ ![f](g)\n'.repeat(150_000))

describe('reading in workers', () => {
  test('a document, its chunks and the hash of its bytes come back whole', async () => {
    const pool = openPool()
    const path = join(sharedData, 'documents/pdf/testPDF.pdf')
    const outcome = await pool.read(request({ path, own: null }, { name: 'testPDF.pdf' }))
    const known = execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64)
    if (outcome.status !== 'read') throw new Error(outcome.status)
    const { document, content, contentHash, bytes } = outcome
    expect({ contentHash, bytes, pages: document.pages }).toEqual({ contentHash: known, bytes: 34_824, pages: 1 })
    const { text, blocks, runs, chunks } = unpackContent(content)
    expect(JSON.parse(blocks)[0]).toMatchObject({ start: 0, page: 1 })
    expect(JSON.parse(runs ?? '[]')[2]).toEqual({ page: 1, start: 61, end: 67, ...place })
    expect(chunks.length).toBeGreaterThan(0)
    for (const chunk of chunks) expect(chunk.text).toBe(text.slice(chunk.start, chunk.end))
    // A buffer with more in it than the content would take its neighbours along when it moves on to the store.
    expect(content.buffer.byteLength).toBe(content.byteLength)
  })
  const place = { x: expect.any(Number), y: expect.any(Number), width: expect.any(Number), height: expect.any(Number) }

  test('LIB-2.duplicate: content with the known hash is not parsed again', async () => {
    const pool = openPool()
    const outcome = await pool.read(request({ bytes: bytesOf('same') }, { knownHash: sha256('same') }))
    expect(outcome).toMatchObject({ status: 'unchanged', contentHash: sha256('same'), bytes: 4 })
  })

  test('a record keeps its title apart from its text', async () => {
    const outcome = await openPool().read(request({ record: { title: 'Wings', text: 'Lift and drag.', metadata: {} } }))
    if (outcome.status !== 'read') throw new Error(outcome.status)
    const { text, runs, chunks } = unpackContent(outcome.content)
    expect({ ...outcome.document, text, runs, chunks: chunks.map((chunk) => chunk.text) }).toEqual({
      type: 'record',
      title: 'Wings',
      warnings: [],
      pages: null,
      properties: {},
      report: {
        readPages: [],
        ocrPages: [],
        emptyPages: [],
        blocks: { paragraph: 1 },
        characters: 14,
        milliseconds: expect.any(Number),
      },
      text: 'Lift and drag.',
      runs: null,
      chunks: ['Lift and drag.'],
    })
  })

  test('a view into a larger buffer does not take its neighbours along', async () => {
    const shared = bytesOf('left right')
    await openPool().read(request({ bytes: shared.subarray(5) }))
    expect(Buffer.from(shared).toString()).toBe('left right')
  })
})

describe('files that are refused before they are read', () => {
  test('LIB-2.typed-error: LIB-2.size: missing, folder, pipe, loop of links, too large, impossible names', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'folder'))
    symlinkSync('loop', join(folder, 'loop'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    writeFileSync(join(folder, 'large'), 'x'.repeat(1_001))
    const pool = openPool()
    const codes: Record<string, string> = {}
    for (const name of ['missing', 'folder', 'loop', 'pipe', 'large', 'large/inside', 'n\0l', 'x'.repeat(5_000)]) {
      const outcome = await pool.read({
        path: `${folder}/${name}`,
        own: null,
        name,
        maximumBytes: 1_000,
        timeoutMs: 5_000,
      })
      codes[name.slice(0, 20)] = outcome.status === 'refused' ? outcome.code : outcome.status
    }
    expect(codes).toEqual({
      missing: 'FILE_NOT_FOUND',
      folder: 'FILE_NOT_REGULAR',
      loop: 'FILE_NOT_REGULAR',
      pipe: 'FILE_NOT_REGULAR',
      large: 'FILE_TOO_LARGE',
      'large/inside': 'FILE_NOT_FOUND',
      'n\0l': 'FILE_NOT_FOUND',
      ['x'.repeat(20)]: 'FILE_NOT_FOUND',
    })
  })
})

describe('LIB-2.isolation: a file that breaks its worker', () => {
  const good = () => request({ bytes: bytesOf('Good words.') })

  test('a crash is READ_CRASHED, the files beside and behind it are read', async () => {
    const workerFile = join(import.meta.dirname, '../../../../test/support/crashing-reader-worker.ts')
    const pool = openPool({ workerFile })
    const names = ['a', 'crash', 'b', 'crash', 'c']
    const outcomes = await Promise.all(names.map((name) => pool.read({ ...good(), name })))
    const results = outcomes.map((outcome) => (outcome.status === 'refused' ? outcome.code : outcome.status))
    expect(results).toEqual(['read', 'READ_CRASHED', 'read', 'READ_CRASHED', 'read'])
    expect(pool.health()).toEqual({ threads: 2, reading: 0, waiting: 0, workersReplaced: 2, lostInARow: 0 })
    await pool.read({ ...good(), name: 'crash' })
    expect(pool.health()).toMatchObject({ workersReplaced: 3, lostInARow: 1 })
  })

  // Would catch text of a document in the log, and in the report of its failure.
  test('an error that quotes the file is told without its words', async () => {
    const workerFile = join(import.meta.dirname, '../../../../test/support/crashing-reader-worker.ts')
    const outcome = await openPool({ workerFile }).read({ ...good(), name: 'throw' })
    expect(outcome).toMatchObject({ status: 'refused', code: 'READ_CRASHED', detail: 'SyntaxError' })
  })

  test('a file that takes too long is READ_TIMEOUT, and the time counts from when its reading starts', async () => {
    const pool = openPool({ threads: 1 })
    const slow = request({ bytes: slowMarkdown() }, { name: 'slow.md', timeoutMs: 700 })
    const outcomes = await Promise.all([pool.read(slow), pool.read({ ...good(), timeoutMs: 5_000 })])
    expect(outcomes[0]).toEqual({
      status: 'refused',
      milliseconds: expect.any(Number),
      code: 'READ_TIMEOUT',
      contentHash: null,
      bytes: 0,
      detail: expect.any(String),
    })
    expect(outcomes[1]?.status).toBe('read')
  })

  test('a page of a million elements in a small heap is READ_MEMORY', async () => {
    const pool = openPool({ memoryMegabytes: 96 })
    const page = bytesOf(`<!doctype html>${'<p><b>a</b>'.repeat(700_000)}`)
    const outcome = await pool.read(request({ bytes: page }, { name: 'a.html' }))
    expect(outcome).toMatchObject({ status: 'refused', code: 'READ_MEMORY' })
    expect((await pool.read(good())).status).toBe('read')
  })

  test('LIB-2.zip-bomb: a stream in a PDF that unpacks ten thousandfold is READ_MEMORY', async () => {
    const pool = openPool({ memoryMegabytes: 128 })
    const outcome = await pool.read(request({ bytes: bombPdf() }, { name: 'bomb.pdf' }))
    expect(outcome).toMatchObject({ status: 'refused', code: 'READ_MEMORY' })
    expect((await pool.read(good())).status).toBe('read')
  })
})

describe('giving up', () => {
  test('LIB-3.cancel: an aborted reading rejects with the reason, waiting or running, and the pool goes on', async () => {
    const pool = openPool({ threads: 1 })
    const stop = new AbortController()
    const slow = () => request({ bytes: slowMarkdown() }, { name: 'slow.md' })
    const readings = [pool.read(slow(), stop), pool.read(slow(), stop)]
    setTimeout(() => stop.abort(new Error('stopped by hand')), 300)
    const results = await Promise.allSettled(readings)
    expect(results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'read'))).toEqual([
      'Error: stopped by hand',
      'Error: stopped by hand',
    ])
    expect((await pool.read(request({ bytes: bytesOf('Next.') }))).status).toBe('read')
    expect(pool.health()).toMatchObject({ reading: 0, waiting: 0, workersReplaced: 0 })
  })

  test('a closed pool refuses to read and leaves no thread behind', async () => {
    const pool = createReaderPool({ threads: 1 })
    const reading = pool.read(request({ bytes: slowMarkdown() }, { name: 'slow.md' }))
    await Promise.all([expect(reading).rejects.toThrow('closed'), pool.close()])
    await expect(pool.read(request({ bytes: bytesOf('x') }))).rejects.toThrow('closed')
  })
})

/** A page whose content is half a gigabyte of blanks, packed twice. */
function bombPdf(): Uint8Array<ArrayBuffer> {
  const packed = deflateSync(deflateSync(Buffer.alloc(500_000_000, ' ')))
  const head = `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 50] /Contents 4 0 R >> endobj
4 0 obj << /Length ${packed.length} /Filter [/FlateDecode /FlateDecode] >> stream
`
  const tail = '\nendstream endobj\ntrailer << /Root 1 0 R /Size 5 >>\n%%EOF\n'
  return new Uint8Array(Buffer.concat([Buffer.from(head), packed, Buffer.from(tail)]))
}
