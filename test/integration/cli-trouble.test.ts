import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { howToRun } from '../../src/headless/installation.ts'
import { finish, firstLine, runCli, runCliHere, startCli } from '../support/cli.ts'

const entry = fileURLToPath(new URL('../../src/headless/cli.ts', import.meta.url))

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diwan-trouble-'))
  await writeFile(join(root, 'file'), '')
})
afterAll(() => rm(root, { recursive: true }))

describe('API-3.exit-codes: a data folder that cannot be used', () => {
  const cases: [what: string, folder: () => string, code: number, error: string][] = [
    ['is a file', () => join(root, 'file'), 2, 'DATA_FOLDER_NOT_A_FOLDER'],
    ['is below a file', () => join(root, 'file', 'data'), 2, 'DATA_FOLDER_NOT_A_FOLDER'],
    // Catches a command that never ends: Node makes folders here for ever.
    ['cannot be made', () => '/proc/diwan', 4, 'DATA_FOLDER_UNUSABLE'],
  ]
  test.each(cases)('%s', async (_what, folder, code, error) => {
    const dataFolder = folder()
    const result = await runCli(['libraries', 'list', '--json', '--data', dataFolder])
    expect({ code: result.code, ...JSON.parse(result.stdout) }).toMatchObject({
      code,
      error: { code: error, message: expect.stringContaining(dataFolder), data: { dataFolder } },
    })
    expect(result.stderr).not.toMatch(/^\s+at /m)
  })
})

describe('what a person reads', () => {
  // Catches a key that lies in the open without a word, and a warning that is repeated until nobody reads it.
  test('a new folder whose key lies in a file says so once, and never in the result', async () => {
    const list = () => runCliHere(['libraries', '--json', '--data', join(root, 'new')])
    const [first, second] = [await list(), await list()]
    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Note: the key lies in the data folder/) })
    expect([first.stderr.split('\n').length, second.stderr]).toEqual([2, ''])
    expect(JSON.parse(first.stdout)).toEqual({ libraries: [] })
  })

  test('a setting, a job and a path that are not there are named, with what to do', async () => {
    const data = ['--data', join(root, 'new')]
    await symlink(join(root, 'gone'), join(root, 'link'))
    const said = async (...words: string[]) => (await runCliHere([...words, ...data], { cwd: root })).stderr.trim()
    expect(await said('settings', 'set', 'theme', 'dark')).toBe(
      'diwan: There is no setting "theme".\nDid you mean appearance.theme?',
    )
    expect(await said('settings', 'set', 'appearance.theme', 'purple')).toContain('"system", "light", "dark"')
    expect(await said('jobs', 'cancel', 'nope')).toBe(
      `diwan: There is no such job. (nope)\nSee "${howToRun('jobs list')}".`,
    )
    expect(await said('ask', 'link', 'why?')).toContain('link is a link to something that is not there.')
    expect(await said('ask', 'x'.repeat(8_001))).toContain('The question is longer than 8,000 characters.')
  })

  // Catches "it may not be read" for a file that everybody may read.
  test('a file whose name is not UTF-8 is told to have the wrong name', async (context) => {
    context.skip(process.platform !== 'linux', 'other systems do not make such names')
    const folder = join(root, 'names')
    await mkdir(folder)
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]), 'text')
    const { code, stdout, stderr } = await runCliHere([
      'ingest',
      '-l',
      'n',
      folder,
      '--json',
      '--data',
      join(root, 'new'),
    ])
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('its name is not text in UTF-8'),
    })
    expect(stderr).toContain(`See them again with: ${howToRun(`jobs show ${JSON.parse(stdout).job.id}`)}`)
  })

  // Catches an uncaught error of Node with its stack.
  test('a result that cannot be written is one line and exit code 4', async (context) => {
    context.skip(!existsSync('/dev/full'), 'this system has no /dev/full')
    const child = spawn(
      'sh',
      ['-c', 'exec "$@" > /dev/full', 'sh', process.execPath, entry, 'settings', '--data', join(root, 'new')],
      {
        env: { ...process.env, DIWAN_KEYCHAIN: 'off' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    expect(await finish(child)).toMatchObject({
      code: 4,
      stderr: 'diwan: The result could not be written (ENOSPC).\n',
    })
  })
})

describe('LIB-3.resume: a host that dies', () => {
  // Catches "try again" for a job that goes on by itself.
  test('in the middle of a command’s job is told as what it is, and the job goes on when the folder is opened', async () => {
    const folder = join(root, 'many')
    await mkdir(folder)
    const text = 'Words of a long document about nothing in particular. '.repeat(400)
    const count = 80
    for (let number = 0; number < count; number += 1) await writeFile(join(folder, `${number}.md`), text)
    const data = ['--data', join(root, 'hosted')]
    const host = startCli(['serve', '--json', ...data])
    await firstLine(host)
    const reading = startCli(['ingest', '-l', 'many', folder, '--json', ...data])
    reading.stderr?.once('data', () => host.kill('SIGKILL'))
    const { code, stdout } = await finish(reading)
    const { error } = JSON.parse(stdout)
    expect({ exit: code, ...error }).toMatchObject({
      exit: 4,
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringContaining('The job is kept'),
    })
    const resumed = await runCliHere(['jobs', 'resume', error.data.jobId, '--json', ...data])
    expect({ code: resumed.code, ...JSON.parse(resumed.stdout) }).toMatchObject({
      code: 0,
      state: 'completed',
      progress: { total: count, ready: count, failed: 0 },
    })
  })
})
