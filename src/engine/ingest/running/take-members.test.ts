import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { zip } from '../../../../test/support/zip.ts'
import type { ItemInput } from '../../store/repositories/job-items.ts'
import { createOriginals, type Originals } from '../originals.ts'
import { expandArchive } from '../reading/expand-archive.ts'
import type { ReadOutcome } from '../reading/extracted.ts'
import { takeArchive } from './take-members.ts'

type Expanded = ReadOutcome & { status: 'expanded' }

const container = { name: 'post.zip', uri: 'file:///post.zip', source: { kind: 'path' as const, path: '/post.zip' } }
const archive = zip(Array.from({ length: 6 }, (_, index) => ({ name: `${index}.txt`, data: `${index}`.repeat(40) })))

let folder: string
let originals: Originals

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diwan-take-'))
  originals = createOriginals({ dataFolder: folder, key: randomBytes(32) })
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function readFrom(from: number, contentHash = 'a'.repeat(64)): Expanded {
  const part = expandArchive(archive, { from, depth: 0, maximumBytes: 1_000, batchBytes: 80 })
  return { status: 'expanded', contentHash, bytes: archive.length, milliseconds: 0, ...part } as Expanded
}

/** Takes the archive; `added` are the parts that were put into the job before the last one. */
async function take(steps: { readFrom?: (next: number) => ReadOutcome; allows?: boolean } = {}) {
  const added: ItemInput[][] = []
  using held = new DisposableStack()
  const taken = await takeArchive(container, readFrom(0), {
    originals,
    held,
    readFrom: async (next) => steps.readFrom?.(next) ?? readFrom(next),
    addMembers: async (members) => {
      added.push(members)
      return steps.allows ?? true
    },
  })
  const kept = 'status' in taken ? [] : await Promise.all(hashesOf(taken.members).map((hash) => originals.read(hash)))
  await originals.sweep(async () => [])
  return { taken, added, kept: kept.map((bytes) => Buffer.from(bytes).toString()) }
}

const hashesOf = (items: readonly ItemInput[]) =>
  items.flatMap(({ source }) => (source.kind === 'member' ? source.hash : []))

test('each part is in the job before the next; the last comes with the addresses of all, its bytes safe from a sweep', async () => {
  const { taken, added, kept } = await take()
  const uris = Array.from({ length: 6 }, (_, index) => `file:///post.zip!/${index}.txt`)
  expect(added.map((items) => items.map(({ uri }) => uri))).toEqual([uris.slice(0, 2), uris.slice(2, 4)])
  expect(taken).toMatchObject({ kept: uris, members: [{ uri: uris[4] }, { uri: uris[5] }] })
  expect(kept).toEqual(['4'.repeat(40), '5'.repeat(40)])
})

test('an archive that changes between two parts is refused, to be read again from its beginning', async () => {
  const { taken } = await take({ readFrom: (next) => readFrom(next, 'b'.repeat(64)) })
  expect(taken).toMatchObject({ status: 'refused', code: 'FILE_CHANGED' })
})

test('LIB-2.zip-bomb: an archive that holds more than a file may is refused', async () => {
  expect((await take({ allows: false })).taken).toMatchObject({ status: 'refused', code: 'ARCHIVE_LIMIT' })
})

test('what breaks off between two parts leaves no bytes that a sweep would not take', async () => {
  const breaking = take({
    readFrom: () => {
      throw new Error('the job was stopped')
    },
  })
  await expect(breaking).rejects.toThrow('the job was stopped')
  expect(await originals.sweep(async () => [])).toEqual({ deleted: 2 })
})
