import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/headless/engine-host.ts'
import { howToRun } from '../../src/headless/installation.ts'
import { finish, runCli, runCliHere, startCli } from '../support/cli.ts'

let root: string
let data: string
let notes: string
const common = () => ['--data', data]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diwan-cli-'))
  data = join(root, 'data')
  notes = join(root, 'notes')
  await mkdir(notes)
  await writeFile(
    join(notes, 'falcon.md'),
    '# Falcons\n\n## Speed\n\nThe peregrine falcon reaches 389 kilometres an hour in a dive.\n',
  )
  await writeFile(join(notes, 'owl.txt'), 'Owls hunt at night and fly without a sound.\n')
})
afterAll(() => rm(root, { recursive: true }))

describe('API-3.ask: the main job in a terminal', () => {
  test('a folder is read into a library that is made for it, and the question answered with quotes', async () => {
    const words = ['ask', '--library', 'birds', 'notes', 'How fast is a peregrine falcon?']
    const { code, stdout, stderr } = await runCli([...words, ...common()], { cwd: root })
    expect({ code, stderr: stderr.split('\n') }).toMatchObject({
      code: 0,
      stderr: expect.arrayContaining(['Made the library “birds”.', 'Read 2 files.']),
    })
    expect(stdout).toContain('The peregrine falcon reaches 389 kilometres an hour in a dive.')
    expect(stdout).toContain('falcon.md › Falcons › Speed')
    expect(stdout).toContain(pathToFileURL(join(notes, 'falcon.md')).href)
    expect(stdout).toContain('Quoted from your documents; no language model was asked.')
  })

  test('API-3.json: with --json, exactly one object, whose quotes are in the file', async () => {
    const words = ['ask', '--library', 'birds', 'notes', 'How fast is a peregrine falcon?', '--json']
    const { code, stdout } = await runCliHere([...words, ...common()], { cwd: root })
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const result = JSON.parse(stdout)
    expect({ code, ...result }).toMatchObject({
      code: 0,
      mode: 'extractive',
      answer: expect.stringContaining('389 kilometres'),
      cost: { currency: 'USD', nanoDollars: 0 },
      timings: { ingest: expect.any(Number) },
      ingest: { job: { state: 'completed', progress: { ready: 0, unchanged: 2, failed: 0 } }, failures: [] },
    })
    const cited = result.sentences[0].citations[0]
    expect(result.citations[cited]).toMatchObject({
      document: 'falcon.md',
      uri: pathToFileURL(join(notes, 'falcon.md')).href,
      page: null,
      quote: expect.stringContaining('389 kilometres'),
      start: expect.any(Number),
      end: expect.any(Number),
      score: expect.any(Number),
    })
  })

  test('RET-10.says-so: a question that nothing answers says so, and is no failure', async () => {
    const { code, stdout } = await runCliHere(['ask', 'zyxwv qwertz', '--json', ...common()])
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      mode: 'nothing-found',
      citations: [],
    })
  })
})

describe('API-3.exit-codes: how a command ends', () => {
  const cases: [what: string, words: string[], code: number, error: string][] = [
    ['a library that is not there', ['search', 'owl', '-l', 'none'], 3, 'LIBRARY_NOT_FOUND'],
    ['a folder that is not there', ['ask', 'nowhere', 'why?'], 3, 'PATH_NOT_FOUND'],
    ['a path that is not there', ['ingest', '-l', 'new', 'nowhere'], 3, 'PATH_NOT_FOUND'],
    ['a job that is not there', ['jobs', 'show', '01a1fa34-ddb6-75fe-a759-8815e93f05df'], 3, 'JOB_NOT_FOUND'],
    ['an id that is none', ['jobs', 'pause', 'x'], 3, 'JOB_NOT_FOUND'],
    ['a question that is too long', ['ask', 'why '.repeat(2_001)], 2, 'USAGE'],
    ['a value that a setting has not', ['settings', 'set', 'appearance.theme', 'purple'], 2, 'SETTING_INVALID'],
    ['an empty question', ['ask', '  '], 2, 'USAGE'],
    ['a question without quotation marks', ['ask', 'how', 'fast', 'is', 'it'], 2, 'USAGE'],
    ['a count that is none', ['search', 'owl', '--limit', 'many'], 2, 'USAGE'],
    ['a setting that is none', ['settings', 'set', 'no.such', '1'], 2, 'SETTING_INVALID'],
    ['a name that is taken', ['libraries', 'create', 'BIRDS'], 4, 'LIBRARY_NAME_TAKEN'],
    ['deleting with nobody to ask', ['libraries', 'delete', 'birds'], 2, 'USAGE'],
    ['another address than loopback', ['serve', '--host', '0.0.0.0'], 2, 'NOT_LOOPBACK'],
    ['a passphrase file that is not there', ['libraries', '--passphrase-file', 'none'], 3, 'PATH_NOT_FOUND'],
    ['a passphrase file that is a folder', ['libraries', '--passphrase-file', 'notes'], 2, 'PATH_UNSUPPORTED'],
  ]
  test.each(cases)('%s', async (_what, words, code, error) => {
    const result = await runCliHere([...words, '--json', ...common()], { cwd: root })
    expect({ code: result.code, ...JSON.parse(result.stdout) }).toMatchObject({ code, error: { code: error } })
    expect(result.stderr).toMatch(/^diwan: .+/m)
    expect(result.stderr).not.toMatch(/^\s+at /m)
  })

  test('what the command line itself does not understand is a usage error, help is not', async () => {
    expect((await runCli(['frobnicate'])).code).toBe(2)
    expect((await runCli(['search', '--no-such-option', 'x'])).code).toBe(2)
    const help = await runCli(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('130  stopped by Ctrl-C')
  })

  // Catches a library left behind by a command that failed before it began.
  test('a path that is not there leaves no library', async () => {
    const { stdout } = await runCliHere(['libraries', '--json', ...common()])
    expect(JSON.parse(stdout).libraries.map(({ name }: { name: string }) => name)).toEqual(['birds'])
  })

  test('another process that has the folder and serves nobody is waited for, then named', async () => {
    const folder = join(root, 'held')
    const engine = await openEngine({ dataFolder: folder, passphrase: null, logLevel: 'silent' })
    if ('held' in engine) throw new Error('the test has the folder to itself')
    const result = await runCli(['libraries', '--json', '--data', folder, '--wait', '1'])
    await engine.close()
    expect({ code: result.code, ...JSON.parse(result.stdout) }).toMatchObject({
      code: 4,
      error: { code: 'DATA_FOLDER_LOCKED', data: { pid: process.pid } },
    })
    expect(result.stderr).toContain(`Waiting for another Diwan (process ${process.pid}) to finish…`)
    expect((await runCliHere(['libraries', '--data', folder])).code).toBe(0)
  })

  // Catches two engines in one folder, and a command that fails because another began in the same moment.
  test('commands that start in the same moment take turns', async () => {
    const folder = join(root, 'race')
    const names = ['one', 'two', 'three']
    const results = await Promise.all(names.map((name) => runCli(['libraries', 'create', name, '--data', folder])))
    expect(results.map(({ code, stderr }) => ({ code, stderr: stderr.includes('diwan:') }))).toEqual(
      names.map(() => ({ code: 0, stderr: false })),
    )
    const { stdout } = await runCliHere(['libraries', '--json', '--data', folder])
    expect(JSON.parse(stdout).libraries.map(({ name }: { name: string }) => name)).toEqual(['one', 'three', 'two'])
  })

  test('a folder that a passphrase protects opens with it and with nothing else', async () => {
    const folder = join(root, 'sealed')
    const right = join(root, 'right.txt')
    const wrong = join(root, 'wrong.txt')
    await writeFile(right, 'correct horse\r\nsecond line\n')
    await writeFile(wrong, 'incorrect horse')
    const list = async (...words: string[]) => {
      const { code, stdout } = await runCliHere(['libraries', '--json', '--data', folder, ...words])
      return { code, error: JSON.parse(stdout).error?.code }
    }
    expect(await list('--passphrase-file', right)).toEqual({ code: 0, error: undefined })
    expect(await list()).toEqual({ code: 4, error: 'PASSPHRASE_NEEDED' })
    expect(await list('--passphrase-file', wrong)).toEqual({ code: 4, error: 'PASSPHRASE_WRONG' })
    expect(await list('--passphrase-file', right)).toEqual({ code: 0, error: undefined })
  })

  // Catches the stack trace that "| head" leaves on so many terminals.
  test('a reader that goes away is no error', async () => {
    const child = startCli(['search', 'owl falcon', '--json', ...common()])
    child.stdout?.destroy()
    expect(await finish(child)).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('API-3.ingest: reading files', () => {
  test('files that fail are named with their reason, the rest is read, and the exit code says so', async () => {
    const folder = join(root, 'mixed')
    await mkdir(folder)
    await writeFile(join(folder, 'good.md'), '# Good\n\nA good file.\n')
    await writeFile(join(folder, 'empty.md'), '')
    await writeFile(join(folder, 'hostile\u001B[31m.md'), '')
    const { code, stdout, stderr } = await runCliHere(['ingest', '-l', 'mixed', 'mixed', ...common()], { cwd: root })
    expect({ code, stdout }).toEqual({ code: 5, stdout: 'mixed: 1 document read, 0 unchanged, 2 failed.\n' })
    expect(stderr).toContain('empty.md: it is empty (FILE_EMPTY)')
    // Catches a file name that colours, moves or rewrites the terminal.
    expect(stderr).not.toContain('\u001B[31m')
    expect(stderr).toContain('hostile\uFFFD[31m.md')
  })

  test('LIB-3.resume: Ctrl-C keeps what was read, and the job goes on where it stopped', async () => {
    const folder = join(root, 'many')
    await mkdir(folder)
    const text = 'Words of a long document about nothing in particular. '.repeat(400)
    const count = 80
    for (let number = 0; number < count; number += 1) {
      await writeFile(join(folder, `file-${number}.md`), `# File ${number}\n\n${text}`)
    }
    const child = startCli(['ingest', '-l', 'many', 'many', '--json', ...common()], { cwd: root })
    child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 300))
    const stopped = await finish(child)
    const { error } = JSON.parse(stopped.stdout)
    expect({ exit: stopped.code, ...error }).toMatchObject({
      exit: 130,
      code: 'INTERRUPTED',
      data: { state: 'paused' },
    })
    expect(stopped.stderr).toContain(`Go on with: ${howToRun(`jobs resume ${error.data.jobId}`)}`)

    const resumed = await runCliHere(['jobs', 'resume', error.data.jobId, '--json', ...common()])
    expect({ code: resumed.code, ...JSON.parse(resumed.stdout) }).toMatchObject({
      code: 0,
      state: 'completed',
      progress: { total: count, ready: count, failed: 0 },
    })
    const listed = await runCliHere(['libraries', 'documents', 'many', '--json', ...common()])
    const names = JSON.parse(listed.stdout).items.map(({ name }: { name: string }) => name)
    expect(new Set(names).size).toBe(count)
    expect(names).toHaveLength(count)
  })
})

test('RET-11.budget: a person is told what is done in the background, and what that took', async () => {
  // Would catch: answers that are made behind somebody's back.
  const { code, stdout } = await runCliHere(['status', ...common()])
  expect({ code, lines: stdout.trim().split('\n') }).toEqual({
    code: 0,
    lines: [
      'Jobs not at an end: 0',
      'Answering ahead: waits until there is nothing else to do',
      expect.stringMatching(/^Power: /u),
      'In 30 days: 0 answers made ahead, 0 asked for, 0 seconds of computing, nothing',
    ],
  })
})

describe('API-3.doctor: what is wrong', () => {
  test('a sound folder passes, and what could be better says what to do', async () => {
    const { code, stdout } = await runCliHere(['doctor', '--json', ...common()])
    const { findings } = JSON.parse(stdout) as { findings: { name: string; status: string; nextStep?: string }[] }
    const byName = Object.fromEntries(findings.map(({ name, status }) => [name, status]))
    expect({ code, ...byName }).toMatchObject({
      code: 0,
      version: 'ok',
      'data folder': 'ok',
      'disk space': 'ok',
      lock: 'ok',
      store: 'ok',
      encryption: 'warn',
      readers: 'ok',
    })
    for (const { status, nextStep } of findings) expect(status === 'ok' || Boolean(nextStep)).toBe(true)
  })

  test('a folder that is a file, and a database that is garbage, are found', async () => {
    const file = join(root, 'file')
    await writeFile(file, '')
    expect((await runCliHere(['doctor', '--data', file])).code).toBe(6)

    const broken = join(root, 'broken')
    await runCliHere(['libraries', '--data', broken])
    await writeFile(join(broken, 'diwan.db'), 'this is no database '.repeat(1_000))
    const { code, stdout } = await runCliHere(['doctor', '--json', '--data', broken])
    expect({ code, status: JSON.parse(stdout).status }).toEqual({ code: 6, status: 'fail' })
  })
})

describe('API-3.eval: how good the search is', () => {
  test('RET-8.sets: a public test set is read and measured', async () => {
    const set = join(root, 'tiny')
    await mkdir(set)
    const corpus = [
      { _id: 'd1', title: 'Falcons', text: 'The peregrine falcon dives fast.' },
      { _id: 'd2', title: 'Owls', text: 'Owls fly silently at night.' },
      { _id: 'd3', title: 'Bread', text: 'Dough rises when yeast works.' },
    ]
    await writeFile(join(set, 'corpus.jsonl'), corpus.map((line) => JSON.stringify(line)).join('\n'))
    const queries = [
      { _id: 'q1', text: 'silent night flight of owls' },
      { _id: 'q2', text: 'zyxwv' },
      { _id: 'q3', text: 'not judged' },
    ]
    await writeFile(join(set, 'queries.jsonl'), queries.map((line) => JSON.stringify(line)).join('\n'))
    await writeFile(join(set, 'qrels.tsv'), 'query-id\tcorpus-id\tscore\nq1\td2\t2\nq2\td3\t1\n')
    const { code, stdout } = await runCliHere(['eval', '--beir', 'tiny', '--json', ...common()], { cwd: root })
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      library: 'tiny',
      queries: 2,
      unjudged: 1,
      scores: { 'ndcg@10': 0.5, 'ndcg@10 graded': 0.5, 'recall@10': 0.5, 'recall@100': 0.5, 'mrr@10': 0.5 },
      perQuery: [
        { id: 'q1', 'ndcg@10': 1, found: expect.arrayContaining(['d2']) },
        { id: 'q2', 'ndcg@10': 0 },
      ],
    })
  })

  // Would catch: a comparison of a way with itself, a set that is not kept, settings that are read and not used.
  test('RET-8.compare RET-8.sets: a set is kept, two files of settings are compared, and what is wrong is said', async () => {
    const write = (name: string, text: string) => writeFile(join(root, name), text)
    await write('words.json', '{"mode":"keyword"}')
    await write('vectors.json', '{"mode":"dense"}')
    await write('wrong.json', '{"mode":"telepathy"}')
    await write('queries.jsonl', '{"_id":"q1","text":"silent night flight of owls"}')
    await write('qrels.tsv', 'q1\td2\t2\n')
    const evaluate = (...words: string[]) =>
      runCliHere(['eval', '--library', 'tiny', ...words, '--json', ...common()], { cwd: root })
    const kept = await evaluate('--queries', 'queries.jsonl', '--qrels', 'qrels.tsv', '--name', 'mine')
    expect({ code: kept.code, ...JSON.parse(kept.stdout) }).toMatchObject({ code: 0, scores: { 'ndcg@10': 1 } })
    const again = await evaluate('--name', 'MINE', '--settings', 'vectors.json', '--against', 'words.json', '--answers')
    expect({ code: again.code, ...JSON.parse(again.stdout) }).toMatchObject({
      code: 0,
      setId: JSON.parse(kept.stdout).setId,
      settings: { mode: 'dense' },
      against: { settings: { mode: 'keyword' }, scores: { 'ndcg@10': 1, faithfulness: 1 } },
      comparison: expect.arrayContaining([expect.objectContaining({ measure: 'ndcg@10' })]),
      differences: [{ id: 'q1' }],
    })
    const drafted = await evaluate('--draft', '2', '--name', 'drafts')
    expect({ code: drafted.code, ...JSON.parse(drafted.stdout) }).toMatchObject({ code: 0, missingDocuments: 0 })
    const refusals = [
      await evaluate('--name', 'mine', '--settings', 'wrong.json'),
      await evaluate('--name', 'nobody'),
      await evaluate('--queries', 'qrels.tsv', '--qrels', 'qrels.tsv'),
    ]
    expect(refusals.map(({ code, stdout }) => ({ code, ...JSON.parse(stdout).error }))).toMatchObject([
      { code: 'USAGE', message: expect.stringContaining('mode') },
      { code: 'EVALUATION_NOT_FOUND' },
      { code: 'EVALUATION_INVALID', message: 'Line 1: this is not JSON.' },
    ])
    expect(refusals.map(({ code }) => code)).toEqual([2, 3, 2])
  })
})
