import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { finish, runCli, runCliHere, startCli } from '../support/cli.ts'

// Each command opens and closes an engine; the slowest test has ten of them.
vi.setConfig({ testTimeout: 180_000 })

let root: string
let data: string
let site: string
const server = createServer((request, response) => {
  if (request.url !== '/page') response.writeHead(404).end()
  else {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>On kites</title><main><p>The red kite forks its tail.</p></main>')
  }
})

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diwan-cli-sources-'))
  data = join(root, 'data')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(root, { recursive: true })
})

const fixture = (path: string) => join(import.meta.dirname, '../fixtures', path)

/** A command with `--json`, in this process. */
async function run(...words: string[]) {
  const { code, stdout, stderr } = await runCliHere([...words, '--json', '--data', data], { cwd: root })
  return { code, result: JSON.parse(stdout), stderr }
}

describe('LIB-1.cli: what can be added from a terminal', () => {
  test('LIB-1.pasted-text: a text from standard input is called by its first words', async () => {
    const words = ['ingest', '-l', 'texts', '--text', '-', '--data', data]
    const first = await runCli(words, { cwd: root, input: '# Of owls\n\nThe barn owl hears a mouse under snow.\n' })
    expect(first).toMatchObject({ code: 0, stdout: 'texts: 1 document read, 0 unchanged, 0 failed.\n' })
    // Catches a second text that takes the place of the first because it begins with the same words.
    const second = await runCli(words, { cwd: root, input: '# Of owls\n\nAnother text altogether.\n' })
    expect(second.code).toBe(0)
    const same = await runCli(words, { cwd: root, input: '# Of owls\n\nAnother text altogether.\n' })
    expect(same.stdout).toBe('texts: 0 documents read, 1 unchanged, 0 failed.\n')
    const { result } = await run('libraries', 'documents', 'texts')
    expect(result.items.map(({ name, type, title }: Record<string, string>) => ({ name, type, title }))).toEqual([
      { name: 'Of owls (2).md', type: 'markdown', title: 'Of owls' },
      { name: 'Of owls.md', type: 'markdown', title: 'Of owls' },
    ])
    const found = await run('search', 'mouse', 'snow', '-l', 'texts')
    expect(found.result.passages).toHaveLength(1)
  })

  test('LIB-1.pasted-text: a text can be given a name, and an empty one is none', async () => {
    const { code } = await run('ingest', '-l', 'texts', '--text', 'Buy bread.', '--name', 'errands/../today')
    expect(code).toBe(0)
    const { result } = await run('libraries', 'documents', 'texts', '--text', 'errands')
    expect(result.items.map(({ name, uri }: Record<string, string>) => ({ name, uri }))).toEqual([
      { name: 'errands .. today.md', uri: 'upload:errands%20..%20today.md' },
    ])
    expect(await run('ingest', '-l', 'none', '--text', '  ')).toMatchObject({ code: 2 })
    expect(await run('ingest', '-l', 'none', '--text', 'x', 'file.md')).toMatchObject({ code: 2 })
    expect(await run('ingest', '-l', 'none')).toMatchObject({ code: 2 })
    expect(await run('ingest', '-l', 'none', 'ftp://example.org/a.txt')).toMatchObject({ code: 2 })
    const { result: all } = await run('libraries')
    expect(all.libraries.map(({ name }: { name: string }) => name)).toEqual(['texts'])
  })

  test('LIB-1.url: a page of this machine is refused until the setting allows it, then read and cited', async () => {
    const refused = await run('ingest', '-l', 'pages', `${site}/page`)
    expect(refused).toMatchObject({ code: 5, result: { failures: [{ code: 'URL_PRIVATE' }] } })
    await run('settings', 'set', 'network.privateAddresses', 'true')
    const read = await run('ingest', '-l', 'pages', `${site}/page`, `${site}/none`)
    expect(read).toMatchObject({
      code: 5,
      result: { failures: [{ code: 'URL_REFUSED' }], job: { progress: { ready: 1 } } },
    })
    const { result } = await run('ask', '-l', 'pages', 'What does the red kite do with its tail?')
    expect(result.citations[0]).toMatchObject({ uri: `${site}/page`, title: 'On kites' })
  })

  test('files and pages in one command are both read', async () => {
    await writeFile(join(root, 'note.md'), '# Note\n\nA note of its own.\n')
    const { code, result } = await run('ingest', '-l', 'both', 'note.md', `${site}/page`)
    expect({ code, ready: result.jobs.map(({ progress }: { progress: { ready: number } }) => progress.ready) }).toEqual(
      {
        code: 0,
        ready: [1, 1],
      },
    )
  })
})

describe('API-3.json: work sooner or later', () => {
  test('a job that has ended can no longer be put forward, and a priority is one of three', async () => {
    const { result } = await run('jobs')
    const { id } = result.items[0]
    expect(await run('jobs', 'prioritise', id, 'urgent')).toMatchObject({ code: 2 })
    expect(await run('jobs', 'prioritise', id, 'high')).toMatchObject({
      code: 4,
      result: { error: { code: 'JOB_STATE' } },
    })
  })
})

describe('LIB-10.tags: a document in a terminal', () => {
  test('is shown with its facts, its report and its passages, named by a part of its name', async () => {
    await mkdir(join(root, 'birds'))
    await writeFile(join(root, 'birds', 'falcon.md'), '# Falcons\n\n## Speed\n\nIt reaches 389 kilometres an hour.\n')
    await writeFile(join(root, 'birds', 'owl.txt'), 'Owls hunt at night.\n')
    expect((await run('ingest', '-l', 'birds', 'birds')).code).toBe(0)

    const shown = await run('document', 'show', 'FALCON', '-l', 'birds')
    expect(shown.result).toMatchObject({ name: 'falcon.md', title: 'Falcons', type: 'markdown' })
    const text = await run('document', 'show', 'falcon.md', '--content')
    expect(text.result.text).toContain('389 kilometres an hour')
    const report = await run('document', 'report', shown.result.id)
    expect(report.result).toMatchObject({
      documentId: shown.result.id,
      error: null,
      blocks: { heading: 2, paragraph: 1 },
    })
    const chunks = await run('document', 'chunks', 'falcon.md')
    expect(chunks.result.items[0]).toMatchObject({ headingPath: ['Falcons', 'Speed'] })
    const human = await runCliHere(['document', 'show', 'falcon.md', '--data', data], { cwd: root })
    expect(human.stdout).toMatch(/^document {2,}falcon\.md$/m)
  })

  // Catches a message that can't be named because its attachments have its name in theirs, and slides called pages.
  test('LIB-6.slide: LIB-6.line: places are told as the format has them, and a file name means the file and not what was in it', async () => {
    expect((await run('ingest', '-l', 'harbour', fixture('mail/plain.msg'), fixture('office/harbour.pptx'))).code).toBe(
      0,
    )
    const words = async (...args: string[]) => (await runCliHere([...args, '--data', data], { cwd: root })).stdout
    expect(await words('document', 'show', 'plain.msg')).toMatch(/^document {2,}plain\.msg$/m)
    expect(await words('document', 'show', 'figures.csv')).toMatch(/^document {2,}plain\.msg\/figures\.csv$/m)
    const slides = await words('document', 'chunks', 'harbour.pptx')
    expect(slides.match(/^#.*$/gm)?.map((line) => line.replace(/ · \d+ tokens$/, ''))).toEqual([
      '#0 · slide 1 · Why we dredge',
      '#1 · slide 2 · Costs by berth',
      '#2 · slide 3',
    ])
    expect(await words('document', 'report', 'harbour.pptx')).toMatch(/^slides with text {2,}1–3$/m)
    expect(await words('ask', '-l', 'harbour', 'What does Berth 4 cost?')).toContain('harbour.pptx, slide 2\n')
    expect(await words('ask', '-l', 'birds', 'When do owls hunt?')).toContain('owl.txt, line 1\n')
  })

  test('that could be several is not guessed, and one that is none is not found', async () => {
    const several = await run('document', 'show', 'l', '-l', 'birds')
    expect(several).toMatchObject({ code: 2, result: { error: { code: 'DOCUMENT_AMBIGUOUS' } } })
    expect(several.result.error.data.documents).toHaveLength(2)
    expect(await run('document', 'show', 'heron')).toMatchObject({
      code: 3,
      result: { error: { code: 'DOCUMENT_NOT_FOUND' } },
    })
  })

  test('is tagged, trashed, restored and erased', async () => {
    const tagged = await run('document', 'tag', 'owl.txt', 'falcon.md', '--add', 'Birds of prey')
    expect(tagged.result.documents.map(({ tags }: { tags: string[] }) => tags)).toEqual([
      ['Birds of prey'],
      ['Birds of prey'],
    ])
    const { result } = await run('libraries', 'tags', 'birds')
    expect(result.tags).toEqual([{ tag: 'Birds of prey', documents: 2 }])
    expect((await run('document', 'list', '-l', 'birds', '--tag', 'birds of prey')).result.total).toBe(2)

    expect((await run('document', 'trash', 'owl.txt')).result).toMatchObject({ documents: 1 })
    expect((await run('search', 'night', '-l', 'birds')).result.passages).toEqual([])
    expect((await run('document', 'list', '-l', 'birds', '--trashed')).result.total).toBe(1)
    expect((await run('document', 'restore', 'owl.txt')).result).toMatchObject({ documents: 1 })
    expect((await run('search', 'night', '-l', 'birds')).result.passages).toHaveLength(1)

    expect(await run('document', 'erase', 'owl.txt')).toMatchObject({ code: 2 })
    const erased = await run('document', 'erase', 'owl.txt', '--yes')
    expect(erased).toMatchObject({ code: 0, result: { documents: 1 } })
    expect((await run('document', 'show', 'owl.txt')).code).toBe(3)
  })
})

describe('LIB-5.settings: how a library is cut', () => {
  test('is shown, changed, and refused when it can not be', async () => {
    const before = await run('libraries', 'configure', 'birds')
    expect(before.result.library.chunking).toMatchObject({ strategy: 'auto' })
    const after = await run('libraries', 'configure', 'birds', '--chunking', 'fixed', '--set', 'maximumTokens=128')
    expect(after).toMatchObject({
      code: 0,
      result: { library: { chunking: { strategy: 'fixed', maximumTokens: 128 } } },
    })
    expect(await run('libraries', 'configure', 'birds', '--chunking', 'semantic')).toMatchObject({ code: 4 })
    expect(await run('libraries', 'configure', 'birds', '--set', 'strategy=1')).toMatchObject({ code: 2 })
    expect(await run('libraries', 'configure', 'birds', '--set', 'overlapTokens=900')).toMatchObject({ code: 2 })
  })
})

describe('LIB-4.review: folders that a library follows', () => {
  test('are bound with review, decided on, and unbound', async () => {
    await mkdir(join(root, 'bound'))
    await writeFile(join(root, 'bound', 'one.md'), '# One\n\nFirst.\n')
    await writeFile(join(root, 'bound', 'two.tmp.md'), '# Two\n\nSecond.\n')
    await run('libraries', 'create', 'followed')
    const bound = await run('libraries', 'bind', 'followed', 'bound', '--review', '--ignore', '*.tmp.md')
    expect(bound).toMatchObject({ code: 0, result: { path: join(root, 'bound'), review: true, ignore: ['*.tmp.md'] } })
    expect(await run('libraries', 'bind', 'followed', 'bound')).toMatchObject({ code: 4 })
    // Each of these commands has an engine of its own, which ends with it: what it began must be done by then.
    expect((await run('libraries', 'review', 'followed', 'bound')).result.items).toMatchObject([
      { path: 'one.md', change: 'added' },
    ])
    expect(await run('libraries', 'review', 'followed', 'bound', '--accept', 'one.md')).toMatchObject({ code: 0 })
    expect((await run('libraries', 'documents', 'followed')).result.total).toBe(1)
    expect(await run('libraries', 'unbind', 'followed', 'bound', '--trash')).toMatchObject({
      code: 0,
      result: { documents: 1 },
    })
    expect((await run('libraries', 'folders', 'followed')).result.folders).toEqual([])
    expect(await run('libraries', 'unbind', 'followed', 'bound')).toMatchObject({ code: 3 })
  })

  test('LIB-4.add: are watched until Ctrl-C, and stay bound', async () => {
    await mkdir(join(root, 'watched'))
    await writeFile(join(root, 'watched', 'early.md'), '# Early\n\nHere from the start.\n')
    const child = startCli(['ingest', '-l', 'seen', '--watch', 'watched', '--data', data], { cwd: root })
    let printed = ''
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString()
    })
    const ended = finish(child)
    await expect.poll(() => printed, { timeout: 80_000 }).toContain('1 document read')
    await writeFile(join(root, 'watched', 'late.md'), '# Late\n\nCame while it was watched.\n')
    await expect.poll(() => printed.match(/1 document read/g)?.length, { timeout: 80_000 }).toBe(2)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('stay bound') })
    expect((await run('libraries', 'folders', 'seen')).result.folders).toMatchObject([{ files: { followed: 2 } }])
  })
})
