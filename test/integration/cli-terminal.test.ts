import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { finish, runCli, runCliHere, startCli } from '../support/cli.ts'

let root: string
const data = () => ['--data', join(root, 'data')]

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diwan-terminal-'))
})
afterAll(() => rm(root, { recursive: true }))

describe('API-3.json: what a terminal is shown', () => {
  // Catches a name that a message quotes as it stands.
  test('a message that quotes a hostile name does not command the terminal', async () => {
    const name = 'no\u001B]0;title\u0007\u202Esuch'
    const { code, stdout, stderr } = await runCli(['search', '-l', name, 'x', '--json', ...data()])
    expect(code).toBe(3)
    expect(stderr).toContain('no\uFFFD]0;title\uFFFD\uFFFDsuch')
    for (const character of ['\u001B', '\u0007', '\u202E']) expect(`${stdout}${stderr}`).not.toContain(character)
    expect(JSON.parse(stdout).error.data).toEqual({ library: name })
  })
})

describe('API-3.doctor: the file system', () => {
  // Catches a decision that says what the command does not do.
  test('the one that holds the data folder is named', async () => {
    const { stdout } = await runCliHere(['doctor', '--json', ...data()])
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({ name: 'file system', message: expect.stringMatching(/^\S+/) }),
    )
  })
})

describe('API-3.serve: opening a browser', () => {
  beforeEach((context) =>
    context.skip(process.platform !== 'linux', 'other systems open browsers without a program to stand in for'),
  )

  /** A host whose system opens browsers with this script, until it has said `until`. */
  async function serveWith(script: string, until: string) {
    const folder = join(root, 'opener')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const env = { DISPLAY: ':0', SSH_CONNECTION: '', PATH: `${folder}:${process.env.PATH}` }
    const child = startCli(['serve', '--open', '--data', join(root, 'opened')], { cwd: root, env })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      const hadSaid = said.includes(until)
      said += chunk.toString('utf8')
      // Once: who asks twice does not want to wait for a good end.
      if (!hadSaid && said.includes(until)) child.kill('SIGTERM')
    })
    return finish(child)
  }

  // Catches a person in front of nothing, without an address to open themselves.
  test('a system that cannot is reported, and the address is there in any case', async () => {
    const { code, stdout, stderr } = await serveWith('exit 3', 'No browser')
    expect(code).toBe(0)
    expect(stdout).toMatch(/within 10 minutes: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/)
    expect(stderr).toContain('No browser could be opened (xdg-open ended with 3).')
  })

  test('one that can is given the link', async () => {
    const { code, stdout, stderr } = await serveWith('echo "$1" > opened.txt', 'Ctrl-C stops it.')
    expect({ code, failed: stderr.includes('No browser') }).toEqual({ code: 0, failed: false })
    const url = /http:\S+token=\S+/.exec(stdout)?.[0]
    await expect.poll(() => readFile(join(root, 'opened.txt'), 'utf8').catch(() => '')).toBe(`${url}\n`)
  })
})
