import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  billionLaughs,
  docxWithProlog,
  externalEntity,
  garbage,
  imageBomb,
  nestedZips,
  pdfThatClaimsPages,
  pdfWithPageLoop,
  zipBomb,
} from '../support/hostile-files.ts'
import { importPaths, openTestIngest, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'

const gigabyte = 1_000_000_000

let rooms: TestIngest
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diwan-hostile-'))
  rooms = await openTestIngest()
  await rooms.store.write('libraries.create', { name: 'docs', now: 1 })
})

afterAll(async () => {
  await rooms[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Imports files by one job, and a good one beside them. */
async function importAll(files: Record<string, Uint8Array | string>): Promise<Record<string, string>> {
  const place = mkdtempSync(join(folder, 'set-'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(place, name), bytes)
  writeFileSync(join(place, 'zz-good.txt'), 'A good file beside bad ones is read as ever.')
  const job = await waitForJob(rooms, (await importPaths(rooms, [place])).id)
  expect(job.state).toBe('completed')
  return outcomesOf(rooms, job.id)
}

/** Megabytes that the process had at most while `work` ran, above what it had before. */
async function measureMemory<Result>(work: () => Promise<Result>): Promise<{ result: Result; megabytes: number }> {
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  try {
    const result = await work()
    return { result, megabytes: (most - before) / 1e6 }
  } finally {
    clearInterval(timer)
  }
}

describe('hostile files', () => {
  it('LIB-2.zip-bomb: ten gigabytes in a small archive are refused by its directory, as any kind of archive', async () => {
    const bomb = { entries: 100, entryBytes: 100_000_000 }
    const liar = { entries: 3, entryBytes: 100_000_000, declared: 1_000 }
    const { result, megabytes } = await measureMemory(() =>
      importAll({
        'bomb.zip': zipBomb(bomb),
        'bomb.docx': zipBomb({ ...bomb, with: docxEntries() }),
        'bomb.epub': zipBomb({ ...bomb, with: [{ name: 'mimetype', data: 'application/epub+zip' }] }),
        'liar.docx': zipBomb({ ...liar, with: docxEntries() }),
        // Its one entry does not lie over others, so only unpacking tells.
        'liar.zip': zipBomb({ ...liar, entries: 1 }),
      }),
    )
    expect(result).toMatchObject({
      'liar.docx': 'ARCHIVE_LIMIT',
      'liar.zip/bomb/0.xml': 'FILE_DAMAGED',
      'bomb.zip': 'ARCHIVE_LIMIT',
      'bomb.docx': 'ARCHIVE_LIMIT',
      'bomb.epub': 'ARCHIVE_LIMIT',
      'zz-good.txt': 'ready',
    })
    expect(megabytes).toBeLessThan(600)
  })

  it('LIB-2.zip-bomb: archives fifty deep are followed a few levels and no further', async () => {
    const outcomes = await importAll({ 'deep.zip': nestedZips(50), 'flat.zip': nestedZips(1) })
    const deep = Object.entries(outcomes).filter(([name]) => name.startsWith('deep.zip'))
    expect(deep.map(([, outcome]) => outcome)).toContain('ARCHIVE_LIMIT')
    expect(deep.some(([name]) => name.endsWith('bottom.txt'))).toBe(false)
    expect(outcomes['flat.zip/bottom.txt']).toBe('ready')
    expect(outcomes['zz-good.txt']).toBe('ready')
  })

  it('LIB-2.entities: a billion laughs and an entity that reads a file are refused before they unfold', async () => {
    const outcomes = await importAll({
      'laughs.docx': docxWithProlog(billionLaughs),
      'outside.docx': docxWithProlog(externalEntity),
    })
    expect(outcomes).toMatchObject({
      'laughs.docx': 'XML_ENTITIES',
      'outside.docx': 'XML_ENTITIES',
      'zz-good.txt': 'ready',
    })
    const everything = JSON.stringify(await rooms.store.read('documents.list', listAll))
    expect(everything).not.toContain('root:')
  })

  it('LIB-2.isolation: page trees that loop or lie end in a code of their own', async () => {
    const outcomes = await importAll({
      'loop.pdf': pdfWithPageLoop(),
      'claims.pdf': pdfThatClaimsPages(100_000),
    })
    expect(outcomes['zz-good.txt']).toBe('ready')
    for (const name of ['loop.pdf', 'claims.pdf']) {
      expect(['FILE_DAMAGED', 'FILE_NO_TEXT', 'FILE_EMPTY', 'FILE_TOO_LARGE']).toContain(outcomes[name])
    }
  })

  it('LIB-2.isolation: a picture that unpacks to gigabytes is refused by its header', async () => {
    const { result, megabytes } = await measureMemory(() =>
      importAll({ 'wide.png': imageBomb(60_000, 60_000), 'tall.png': imageBomb(1, 2_000_000_000) }),
    )
    expect(result['wide.png']).toBe('ARCHIVE_LIMIT')
    expect(result['tall.png']).toBe('ARCHIVE_LIMIT')
    expect(result['zz-good.txt']).toBe('ready')
    expect(megabytes).toBeLessThan(400)
  })

  it('LIB-2.isolation: half characters, NULs and wrong bytes are read for the words between them', async () => {
    const { utf16, utf8 } = garbage()
    const outcomes = await importAll({
      'halves.txt': utf16,
      'wrong.txt': utf8,
      'nul.txt': `words\0words\0${'\0'.repeat(999)}`,
    })
    expect(outcomes['zz-good.txt']).toBe('ready')
    expect(outcomes['halves.txt']).toBe('ready')
    expect(outcomes['wrong.txt']).toBe('ready')
    const { items } = await rooms.store.read('documents.list', { ...listAll, text: 'halves' })
    const content = await rooms.store.read('documents.content', {
      documentId: items[0]?.id ?? '',
      fromBlock: 0,
      limit: 10,
    })
    expect(content.text.isWellFormed()).toBe(true)
    expect(content.text).toContain('Before the halves.')
    expect(content.text).toContain('After the halves.')
  })

  it('LIB-2.size: a line of a gigabyte is refused by its size; where that is allowed, by memory', async () => {
    const place = mkdtempSync(join(folder, 'line-'))
    const file = openSync(join(place, 'line.txt'), 'w')
    const piece = Buffer.alloc(50_000_000, 'a')
    for (let written = 0; written < gigabyte; written += piece.length) writeSync(file, piece)
    closeSync(file)
    const first = await waitForJob(rooms, (await importPaths(rooms, [place])).id)
    expect(Object.values(await outcomesOf(rooms, first.id))).toEqual(['FILE_TOO_LARGE'])
    rooms.settings.maximumFileMegabytes = 2_000
    const second = await waitForJob(rooms, (await importPaths(rooms, [place])).id)
    const [outcome] = Object.values(await outcomesOf(rooms, second.id))
    expect(['READ_MEMORY', 'READ_TIMEOUT']).toContain(outcome)
    rooms.settings.maximumFileMegabytes = 200
    expect(await importAll({})).toEqual({ 'zz-good.txt': 'ready' })
    rmSync(place, { recursive: true })
  })
})

const listAll = { library: 'docs', offset: 0, limit: 500, sort: 'name', order: 'ascending', trashed: false } as const

function docxEntries() {
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`
  return [{ name: '[Content_Types].xml', data: types }]
}
