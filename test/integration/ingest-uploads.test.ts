import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTestIngest, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { eraseDocuments, eraseLibrary } from '../support/library.ts'
import { shareIngest } from '../support/shared-ingest.ts'
import { checkStore } from '../support/store-check.ts'

const pdfPath = join(import.meta.dirname, '../../../shared/data/documents/pdf/basicapi.pdf')
const shared = shareIngest()
let rooms: TestIngest
beforeEach(() => {
  ;({ rooms } = shared)
})

type Named = [name: string, content: string | Buffer<ArrayBuffer>]

async function upload(files: readonly Named[], jobId?: string) {
  const stored = await rooms.ingest.upload({
    library: 'docs',
    jobId,
    files: files.map(([name, content]) => ({ name, file: new File([content], 'sent'), modifiedAt: 1_700_000_000_000 })),
  })
  rooms.queue.wake()
  return stored
}

async function uploadAndWait(files: readonly Named[]) {
  const { id } = await upload(files)
  return { job: await waitForJob(rooms, id), outcomes: await outcomesOf(rooms, id) }
}

async function documents() {
  const page = { sort: 'name', order: 'ascending', offset: 0, limit: 500 } as const
  return (await rooms.store.read('documents.list', { library: 'docs', ...page })).items
}

/** The kept originals, by hash, and whatever else lies beside them. */
function blobs(): string[] {
  const root = join(rooms.dataFolder, 'blobs')
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

describe('files by their bytes', () => {
  it('are kept encrypted and read like any other; their names lead nowhere', async () => {
    const pdf = readFileSync(pdfPath)
    const { job, outcomes } = await uploadAndWait([
      ['folder/guide.md', '# Guide\n\nThe zebra crossing is closed.'],
      ['../../../../tmp/evil.md', 'A name that climbs.'],
      ['C:\\Users\\me\\windows.txt', 'A name with a drive.'],
      ['basicapi.pdf', pdf],
      ['empty.md', ''],
      ['lone \ud800 surrogate.md', 'Half a character.'],
    ])
    expect(outcomes).toEqual({
      'Users/me/windows.txt': 'ready',
      'empty.md': 'FILE_EMPTY',
      'folder/guide.md': 'ready',
      'lone \ufffd surrogate.md': 'ready',
      'tmp/evil.md': 'ready',
      'basicapi.pdf': 'ready',
    })
    expect(job).toMatchObject({ state: 'completed', label: 'folder, tmp, Users …', progress: { ready: 5, failed: 1 } })
    for (const blob of blobs()) {
      const bytes = readFileSync(join(rooms.dataFolder, 'blobs', blob))
      expect(bytes.includes('zebra') || bytes.includes('%PDF')).toBe(false)
    }
    const shown = await documents()
    const pdfDocument = shown.find(({ name }) => name === 'basicapi.pdf')
    if (pdfDocument === undefined) throw new Error('no document')
    expect(pdfDocument).toMatchObject({ uri: 'upload:basicapi.pdf', pages: 3, modifiedAt: 1_700_000_000_000 })
    const original = await rooms.ingest.readOriginal(pdfDocument)
    expect(original.type).toBe('application/pdf')
    expect(Buffer.from(await original.arrayBuffer()).equals(pdf)).toBe(true)
  })

  it('two different files of one name are both kept; the same bytes are one file', async () => {
    const { job, outcomes } = await uploadAndWait([
      ['README.md', 'Of the first project.'],
      ['README.md', 'Of the second project.'],
      ['README.md', 'Of the first project.'],
      ['copy.md', 'Of the first project.'],
    ])
    expect(outcomes).toEqual({ 'README (2).md': 'ready', 'README.md': 'ready', 'copy.md': 'ready' })
    expect(job.progress.total).toBe(3)
    expect(blobs()).toHaveLength(2)
  })

  it('LIB-2.duplicate: the same upload again is unchanged, other content under the name is a new version', async () => {
    await uploadAndWait([['note.md', 'First.']])
    const [before] = await documents()
    expect((await uploadAndWait([['note.md', 'First.']])).outcomes).toEqual({ 'note.md': 'unchanged' })
    expect((await uploadAndWait([['note.md', 'Second.']])).outcomes).toEqual({ 'note.md': 'ready' })
    const after = await documents()
    expect(after.map(({ id }) => id)).toEqual([before?.id])
    await rooms.ingest.sweep()
    expect(blobs()).toHaveLength(1)
  })

  it('LIB-2.size: a file over the limit is refused alone and not kept', async () => {
    rooms.settings.maximumFileMegabytes = 1
    const { outcomes } = await uploadAndWait([
      ['large.txt', 'x'.repeat(1_000_001)],
      ['small.txt', 'Small.'],
    ])
    expect(outcomes).toEqual({ 'large.txt': 'FILE_TOO_LARGE', 'small.txt': 'ready' })
    expect(blobs()).toHaveLength(1)
    // The person sees in the library which file is not searchable, as with a file by its path.
    expect(await documents()).toMatchObject([
      { name: 'large.txt', uri: 'upload:large.txt', state: 'failed', error: 'FILE_TOO_LARGE', bytes: 1_000_001 },
      { name: 'small.txt', state: 'ready', error: null },
    ])
  })

  it('LIB-2.size: a file over the limit that has the name of another is not taken for it', async () => {
    rooms.settings.maximumFileMegabytes = 1
    const { outcomes } = await uploadAndWait([
      ['note.txt', 'Small.'],
      ['note.txt', 'x'.repeat(1_000_001)],
    ])
    expect(outcomes).toEqual({ 'note.txt': 'ready', 'note (2).txt': 'FILE_TOO_LARGE' })
  })

  it('join a job that has not finished, and otherwise begin one', async () => {
    const first = await rooms.ingest.upload({ library: 'docs', files: [{ name: 'a.md', file: new File(['A.'], 'a') }] })
    // Not woken yet, so the job still waits.
    const joined = await rooms.ingest.upload({
      library: 'docs',
      jobId: first.id,
      files: [{ name: 'b.md', file: new File(['B.'], 'b') }],
    })
    expect(joined).toMatchObject({ id: first.id, total: 2 })
    rooms.queue.wake()
    await waitForJob(rooms, first.id)
    const late = await upload([['c.md', 'C.']], first.id)
    expect(late.id).not.toBe(first.id)
    const { id: other } = await rooms.store.write('libraries.create', { name: 'other', now: 1 })
    const elsewhere = await rooms.ingest.upload({
      library: other,
      jobId: late.id,
      files: [{ name: 'd.md', file: new File(['D.'], 'd') }],
    })
    expect(elsewhere).toMatchObject({ libraryId: other, total: 1 })
    await waitForJob(rooms, late.id)
    expect(await outcomesOf(rooms, late.id)).toEqual({ 'c.md': 'ready' })
  })

  it('refuses an unknown library before it keeps a byte', async () => {
    const attempt = rooms.ingest.upload({ library: 'nothing', files: [{ name: 'a', file: new File(['A'], 'a') }] })
    await expect(attempt).rejects.toMatchObject({ code: 'LIBRARY_NOT_FOUND' })
    expect(blobs()).toEqual([])
  })
})

describe('LIB-3.kill: uploads over a restart', () => {
  it('what was kept is read at the next start, and what was half sent is gone', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'diwan-restart-'))
    const key = randomBytes(32)
    try {
      const before = await openTestIngest({ dataFolder, key })
      await before.store.write('libraries.create', { name: 'docs', now: 1 })
      const files = Array.from({ length: 20 }, (_, index) => ({
        name: `${index}.md`,
        file: new File([`Number ${index}.`], 'f'),
      }))
      const job = await before.ingest.upload({ library: 'docs', files })
      await before.close()
      writeFileSync(join(dataFolder, 'blobs/incoming/half'), 'half an upload')

      const after = await openTestIngest({ dataFolder, key })
      await after.ingest.sweep()
      expect(await waitForJob(after, job.id)).toMatchObject({ state: 'completed', progress: { ready: 20 } })
      expect(existsSync(join(dataFolder, 'blobs/incoming/half'))).toBe(false)
      await after.close()
      expect(checkStore({ dataFolder, key })).toMatchObject({ ready: 20, problems: [] })
    } finally {
      rmSync(dataFolder, { recursive: true, force: true })
    }
  })
})

describe('LIB-9.document: originals of deleted documents', () => {
  it('go when nothing needs them: not while another document has the same bytes, and not while they arrive', async () => {
    await uploadAndWait([
      ['one.md', 'Shared content.'],
      ['two.md', 'Shared content.'],
      ['bad.md', ''],
    ])
    const byName = Object.fromEntries((await documents()).map(({ name, id }) => [name, id]))
    await eraseDocuments(rooms.store, [byName['one.md'] ?? ''])
    await rooms.ingest.sweep()
    expect(blobs()).toHaveLength(2)
    await eraseDocuments(rooms.store, [byName['two.md'] ?? ''])
    await eraseDocuments(rooms.store, [byName['bad.md'] ?? ''])

    // While the bytes of an upload come in, sweeps run all the time; the upload's items must find its bytes.
    let sweeping = true
    const sweeps = (async () => {
      while (sweeping) await rooms.ingest.sweep()
    })()
    const { outcomes } = await uploadAndWait(
      Array.from({ length: 50 }, (_, index): Named => [`${index}.md`, `Content number ${index % 25}.`]),
    )
    sweeping = false
    await sweeps
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['ready']))
    expect(blobs()).toHaveLength(25)
  })

  it('go with their library', async () => {
    await uploadAndWait([['one.md', 'One.']])
    await rooms.queue.cancelLibrary('docs')
    await eraseLibrary(rooms.store, 'docs')
    await rooms.ingest.sweep()
    expect(blobs()).toEqual([])
  })

  it('a damaged copy is told as changed, and the same upload repairs it', async () => {
    await uploadAndWait([['one.md', 'One.']])
    const [document] = await documents()
    const [blob] = blobs()
    if (document === undefined || blob === undefined) throw new Error('no document')
    const path = join(rooms.dataFolder, 'blobs', blob)
    const bytes = readFileSync(path)
    bytes[bytes.length - 20] = (bytes.at(-20) ?? 0) ^ 1
    writeFileSync(path, bytes)
    await expect(rooms.ingest.readOriginal(document)).rejects.toMatchObject({ data: { reason: 'changed' } })
    await uploadAndWait([['one.md', 'One.']])
    expect(await (await rooms.ingest.readOriginal(document)).text()).toBe('One.')
    rmSync(path)
    await expect(rooms.ingest.readOriginal(document)).rejects.toMatchObject({ data: { reason: 'missing' } })
  })

  // Catches a document that shows another one's bytes: each is sealed soundly, only not under its own name.
  it('two copies whose names were exchanged are told as changed, and are not read in again', async () => {
    await uploadAndWait([
      ['one.md', 'One.'],
      ['two.md', 'Two.'],
    ])
    const [first, second] = blobs().map((blob) => join(rooms.dataFolder, 'blobs', blob))
    if (first === undefined || second === undefined) throw new Error('no blobs')
    renameSync(first, `${first}.aside`)
    renameSync(second, first)
    renameSync(`${first}.aside`, second)
    for (const document of await documents()) {
      await expect(rooms.ingest.readOriginal(document)).rejects.toMatchObject({ data: { reason: 'changed' } })
    }
    await rooms.store.write('libraries.create', { name: 'again', now: 1 })
    const [document] = await documents()
    const hash = document?.contentHash ?? ''
    const source = { kind: 'upload' as const, hash }
    const item = { name: 'again.md', uri: 'upload:again.md', bytes: 4, modifiedAt: null, source }
    const job = await rooms.store.write('jobs.create', {
      ...{ kind: 'ingest', library: 'again', label: 'again', listing: false, items: [item], now: 1 },
      payload: JSON.stringify({ version: 1, format: 'files', roots: [] }),
    })
    rooms.queue.wake()
    await waitForJob(rooms, job.id)
    expect(await outcomesOf(rooms, job.id)).toEqual({ 'again.md': 'FILE_DAMAGED' })
  })

  // Catches an engine that does not start because of what a person or another program has put between its files.
  it('what is not Diwan’s between them is left alone', async () => {
    await uploadAndWait([['one.md', 'One.']])
    const [blob = ''] = blobs()
    const root = join(rooms.dataFolder, 'blobs')
    const taken = ['00', '11'].find((name) => !blob.startsWith(name)) ?? ''
    writeFileSync(join(root, taken), 'a file where a folder would be')
    writeFileSync(join(root, '.DS_Store'), '')
    mkdirSync(join(root, 'incoming/a folder/with/folders'), { recursive: true })
    mkdirSync(join(root, blob.slice(0, 2), 'f'.repeat(62)))
    const before = readdirSync(root, { recursive: true }).sort()
    await rooms.ingest.sweep()
    expect(readdirSync(root, { recursive: true }).sort()).toEqual(before)
    // A failed sweep is only logged: that this one went to its end shows in what it deletes.
    const [document] = await documents()
    await eraseDocuments(rooms.store, [document?.id ?? ''])
    await rooms.ingest.sweep()
    expect(existsSync(join(root, blob))).toBe(false)
  })
})
