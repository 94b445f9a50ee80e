import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkPaths } from '../../src/engine/ingest/adding/add-paths.ts'
import { scanRoot } from '../../src/engine/ingest/adding/scan-folder.ts'
import { findOwnFolder } from '../../src/engine/ingest/own-folder.ts'
import { importPaths, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { shareIngest } from '../support/shared-ingest.ts'

const shared = shareIngest()
let rooms: TestIngest
let folder: string
beforeEach(() => {
  ;({ rooms, folder } = shared)
})

function put(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function ingestFolder(paths: string[] = [folder]) {
  const job = await importPaths(rooms, paths)
  const done = await waitForJob(rooms, job.id)
  return { job: done, outcomes: await outcomesOf(rooms, job.id) }
}

async function documents() {
  const { items } = await rooms.store.read('documents.list', {
    library: 'docs',
    sort: 'name',
    order: 'ascending',
    offset: 0,
    limit: 500,
  })
  return items
}

describe('LIB-1.folder: a folder with everything in it', () => {
  it('is read through links and past bad files, loops and what belongs to programs', async () => {
    put('guide.md', '# Guide\n\nHow to begin.')
    put('deep/er/notes.txt', 'Plain notes.')
    put('deep/page.html', '<html><body><h1>Page</h1><p>Some words on a page.</p></body></html>')
    put('empty.md', '')
    put('picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'))
    // Wrong extensions are read as what they are.
    put('really-html.txt', '<!doctype html><html><body><p>Hidden in a text file.</p></body></html>')
    put('really-text.pdf', 'No PDF at all, only words.')
    put('.git/config', 'hidden')
    put('.hidden.md', 'hidden')
    put('node_modules/package/README.md', 'of a program')
    put('elsewhere/linked.md', 'Reached by its place and by a link.')
    symlinkSync(folder, join(folder, 'deep/loop'))
    symlinkSync('self', join(folder, 'self'))
    symlinkSync('../elsewhere', join(folder, 'deep/again'))
    symlinkSync('../guide.md', join(folder, 'deep/link-to-guide.md'))
    symlinkSync('nowhere.md', join(folder, 'dangling.md'))
    execFileSync('mkfifo', [join(folder, 'pipe.md')])

    const { job, outcomes } = await ingestFolder()
    // The folder that two paths lead to is entered by one of them, whichever is found first.
    const twice = ['deep/again/linked.md', 'elsewhere/linked.md']
    const others = Object.fromEntries(Object.entries(outcomes).filter(([name]) => !twice.includes(name)))
    expect(others).toEqual({
      'dangling.md': 'FILE_NOT_FOUND',
      'deep/er/notes.txt': 'ready',
      'deep/link-to-guide.md': 'ready',
      'deep/page.html': 'ready',
      'empty.md': 'FILE_EMPTY',
      'guide.md': 'ready',
      'picture.png': 'FILE_DAMAGED',
      'pipe.md': 'FILE_NOT_REGULAR',
      'really-html.txt': 'ready',
      'really-text.pdf': 'ready',
      self: 'FILE_NOT_REGULAR',
    })
    expect(twice.filter((name) => outcomes[name] === 'ready')).toHaveLength(1)
    expect(job).toMatchObject({ state: 'completed', progress: { total: 12, ready: 7, failed: 5, listing: false } })
    expect(job.progress.bytesDone).toBe(job.progress.bytesTotal)

    // A folder or link that could not be entered is in the job's report; only files become documents.
    const shown = await documents()
    expect(shown.map(({ name, state, type, error }) => [name, state, type, error])).toEqual(
      [
        ['deep/er/notes.txt', 'ready', 'text', null],
        ['deep/link-to-guide.md', 'ready', 'markdown', null],
        ['deep/page.html', 'ready', 'html', null],
        ['empty.md', 'failed', null, 'FILE_EMPTY'],
        [twice.find((name) => outcomes[name] === 'ready'), 'ready', 'markdown', null],
        ['guide.md', 'ready', 'markdown', null],
        ['picture.png', 'failed', null, 'FILE_DAMAGED'],
        ['really-html.txt', 'ready', 'html', null],
        ['really-text.pdf', 'ready', 'text', null],
      ].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    )
    expect(shown.find(({ name }) => name === 'guide.md')?.uri).toBe(pathToFileURL(join(folder, 'guide.md')).href)
  })

  it('LIB-1.files: and single files keep their own name', async () => {
    const { outcomes } = await ingestFolder([put('a/b/one.md', 'One.'), put('two.md', 'Two.')])
    expect(outcomes).toEqual({ 'one.md': 'ready', 'two.md': 'ready' })
  })

  it('lists overlapping folders once, whatever their order', async () => {
    put('inner/one.md', 'One.')
    put('two.md', 'Two.')
    const { outcomes } = await ingestFolder([join(folder, 'inner'), folder, `${folder}/./inner/../`])
    expect(outcomes).toEqual({ 'one.md': 'ready', 'two.md': 'ready' })
  })

  it('that is gone when its job begins is one failed item', async () => {
    const gone = join(folder, 'gone')
    mkdirSync(gone)
    const job = await rooms.ingest.importPaths({ library: 'docs', paths: [gone], format: 'files' })
    rmSync(gone, { recursive: true })
    rooms.queue.wake()
    expect((await waitForJob(rooms, job.id)).state).toBe('completed')
    expect(await outcomesOf(rooms, job.id)).toEqual({ gone: 'FILE_NOT_FOUND' })
  })
})

describe('LIB-2.typed-error: paths that can not be added', () => {
  it('are refused by code before a job is made', async () => {
    const file = put('file.md', 'words')
    execFileSync('mkfifo', [join(folder, 'pipe')])
    symlinkSync('self', join(folder, 'self'))
    const attempts: Record<string, [string[], 'files' | 'beir']> = {
      missing: [[join(folder, 'missing')], 'files'],
      'below a file': [[join(file, 'below')], 'files'],
      'one of two': [[file, join(folder, 'missing')], 'files'],
      'too long': [[`/${'x'.repeat(5_000)}`], 'files'],
      'with a NUL': [[`${file}\0.md`], 'files'],
      relative: [['file.md'], 'files'],
      pipe: [[join(folder, 'pipe')], 'files'],
      'link to itself': [[join(folder, 'self')], 'files'],
      'no corpus': [[folder], 'beir'],
    }
    const codes: Record<string, string> = {}
    for (const [name, [paths, format]] of Object.entries(attempts)) {
      const outcome = await rooms.ingest.importPaths({ library: 'docs', paths, format }).catch((error) => error)
      codes[name] = outcome.code
    }
    expect(codes).toEqual({
      missing: 'PATH_NOT_FOUND',
      'below a file': 'PATH_NOT_FOUND',
      'one of two': 'PATH_NOT_FOUND',
      'too long': 'PATH_NOT_FOUND',
      'with a NUL': 'PATH_NOT_FOUND',
      relative: 'PATH_UNSUPPORTED',
      pipe: 'PATH_UNSUPPORTED',
      'link to itself': 'PATH_UNSUPPORTED',
      'no corpus': 'PATH_UNSUPPORTED',
    })
    await expect(importPaths(rooms, [file], { library: 'nothing' })).rejects.toMatchObject({
      code: 'LIBRARY_NOT_FOUND',
    })
    expect((await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })).total).toBe(0)
  })

  it('that may not be read are refused; inside a folder the rest goes on', async () => {
    put('open.md', 'Open.')
    put('closed/secret.md', 'Secret.')
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'closed'), 0o000)
    // Permissions do not bind root, so root looks as another user.
    const own = findOwnFolder(rooms.dataFolder)
    const root = process.getuid?.() === 0
    if (root) process.seteuid?.(65_534)
    try {
      await expect(checkPaths([join(folder, 'closed')], { format: 'files', own })).rejects.toMatchObject({
        code: 'PATH_UNREADABLE',
      })
      const scan = { seen: new Set<string>(), signal: new AbortController().signal, own }
      const items = await Array.fromAsync(scanRoot(folder, scan))
      expect(items.map(({ name, source }) => [name, source.kind === 'refused' ? source.code : source.kind])).toEqual([
        ['open.md', 'path'],
        ['closed/', 'FILE_UNREADABLE'],
      ])
    } finally {
      if (root) process.seteuid?.(0)
      chmodSync(join(folder, 'closed'), 0o755)
    }
  })
})

describe('LIB-2.isolation: file names of every kind', () => {
  it('naughty strings as names: each file that the system can hold is read under its own name', async () => {
    const path = join(import.meta.dirname, '../../../shared/data/strings/blns/blns.json')
    const strings = JSON.parse(readFileSync(path, 'utf8')) as string[]
    const names = new Set<string>()
    for (const [index, text] of strings.entries()) {
      const name = `${text}.md`
      if (text === '' || /[/\0]/.test(name) || Buffer.byteLength(name) > 255 || name.startsWith('.')) continue
      writeFileSync(join(folder, name), `Naughty file number ${index}.`)
      names.add(name)
    }
    const { job, outcomes } = await ingestFolder()
    expect(names.size).toBeGreaterThan(300)
    expect(outcomes).toEqual(Object.fromEntries([...names].map((name) => [name, 'ready'])))
    expect(job.progress).toMatchObject({ total: names.size, ready: names.size })
    const read = await documents()
    for (const document of read) {
      const original = await rooms.ingest.readOriginal(document)
      expect(await original.text()).toBe(readFileSync(join(folder, document.name), 'utf8'))
    }
  })

  it('a name that is not UTF-8 fails alone', async (test) => {
    test.skip(process.platform !== 'linux', 'other systems do not make names that are not Unicode')
    put('good.md', 'Good.')
    put('really \ufffd.md', 'A name with a replacement character of its own.')
    const bad = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.md')])
    writeFileSync(bad, 'Latin-1 name.')
    const { outcomes } = await ingestFolder()
    expect(outcomes).toEqual({
      'caf\ufffd.md': 'FILE_UNREADABLE',
      'good.md': 'ready',
      'really \ufffd.md': 'ready',
    })
  })
})

describe('LIB-2.duplicate: adding a folder again', () => {
  it('reads only what is new or changed, and keeps the documents that were there', async () => {
    put('same.md', 'Stays as it is.')
    put('edited.md', 'First version.')
    put('broken.md', '')
    put('moved.md', 'Will be gone.')
    const first = await ingestFolder()
    expect(first.outcomes['broken.md']).toBe('FILE_EMPTY')
    const before = await documents()

    put('edited.md', 'Second version, with other words.')
    put('broken.md', 'Now it has content.')
    put('new.md', 'New.')
    renameSync(join(folder, 'moved.md'), join(folder, 'to.md'))
    const { job, outcomes } = await ingestFolder()
    expect(outcomes).toEqual({
      'broken.md': 'ready',
      'edited.md': 'ready',
      'new.md': 'ready',
      'same.md': 'unchanged',
      'to.md': 'ready',
    })
    expect(job.progress).toMatchObject({ ready: 4, unchanged: 1, failed: 0 })
    const after = await documents()
    const idOf = (list: typeof before, name: string) => list.find((document) => document.name === name)?.id
    expect(['edited.md', 'same.md', 'broken.md'].map((name) => idOf(after, name))).toEqual(
      ['edited.md', 'same.md', 'broken.md'].map((name) => idOf(before, name)),
    )
    const edited = { documentId: idOf(after, 'edited.md') ?? '', fromBlock: 0, limit: 100 }
    const content = await rooms.store.read('documents.content', edited)
    expect(content.text).toContain('Second version')
    // The file that moved is a new document; the old one stays until someone deletes it.
    expect(after).toHaveLength(6)
  })

  it('keeps what was read when the file has become unreadable, with the code beside it', async () => {
    const path = put('note.md', 'Was fine once.')
    await ingestFolder([path])
    writeFileSync(path, '')
    const { outcomes } = await ingestFolder([path])
    expect(outcomes).toEqual({ 'note.md': 'FILE_EMPTY' })
    expect(await documents()).toMatchObject([{ state: 'ready', error: 'FILE_EMPTY', chunks: 1 }])
    writeFileSync(path, 'Was fine once.')
    const again = await ingestFolder([path])
    expect(again.outcomes).toEqual({ 'note.md': 'unchanged' })
    expect(await documents()).toMatchObject([{ state: 'ready', error: null }])
  })

  it('a file that never holds still is refused, not half read', async () => {
    const path = put('log.txt', 'line\n'.repeat(400_000))
    const writing = setInterval(() => appendFileSync(path, 'another line\n'), 0)
    try {
      const { outcomes } = await ingestFolder([path])
      // A machine may be quick enough to read it between two writes.
      expect(['FILE_CHANGED', 'ready']).toContain(outcomes['log.txt'])
    } finally {
      clearInterval(writing)
    }
  })
})

describe('the original behind a document', () => {
  it('is given only while it is what was read', async () => {
    const path = put('note.md', 'The original words.')
    await ingestFolder([path])
    const [document] = await documents()
    if (document === undefined) throw new Error('no document')
    const file = await rooms.ingest.readOriginal(document)
    expect({ name: file.name, type: file.type, text: await file.text() }).toEqual({
      name: 'note.md',
      type: 'text/markdown',
      text: 'The original words.',
    })
    writeFileSync(path, 'Other words.')
    const refusal = (reason: string) => ({ code: 'ORIGINAL_UNAVAILABLE', data: { documentId: document.id, reason } })
    await expect(rooms.ingest.readOriginal(document)).rejects.toMatchObject(refusal('changed'))
    await expect(file.text()).rejects.toThrow()
    rmSync(path)
    await expect(rooms.ingest.readOriginal(document)).rejects.toMatchObject(refusal('missing'))
  })

  // Would catch an engine that waits for ever, with everything it does, for somebody to write into the pipe.
  it('LIB-2.isolation: a pipe that took the place of a file is refused, as an original and as a corpus', async (test) => {
    test.skip(process.platform === 'win32', 'Windows has no pipes among files')
    const path = put('note.md', 'The original words.')
    const corpus = put('set/corpus.jsonl', '{"_id": "1", "title": "One", "text": "First words."}')
    await ingestFolder([path])
    await waitForJob(rooms, (await importPaths(rooms, [join(folder, 'set')], { format: 'beir' })).id)
    for (const file of [path, corpus]) {
      rmSync(file)
      execFileSync('mkfifo', [file])
    }
    const read = await documents()
    expect(read.map(({ name }) => name)).toEqual(['1', 'note.md'])
    for (const document of read) {
      const refusal = { code: 'ORIGINAL_UNAVAILABLE', data: { documentId: document.id, reason: 'unreadable' } }
      await expect(rooms.ingest.readOriginal(document)).rejects.toMatchObject(refusal)
    }
  })
})
