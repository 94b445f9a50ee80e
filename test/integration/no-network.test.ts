import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Answer } from '../../src/contract/answers.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const docs = join(root, '../shared/data/docs-tree')

/** Runs a program as root of a user and network namespace of its own, in which no interface is up, loopback included. */
function withoutNetwork(command: string, parameters: readonly string[]) {
  const env = { ...process.env, DIWAN_KEYCHAIN: 'off' }
  return spawnSync('unshare', ['-rn', command, ...parameters], { encoding: 'utf8', maxBuffer: 1 << 26, env })
}

// Catches anything in the main job that waits for, or fails without, an address outside of the process.
test('API-3.ask: the main job needs no network: a folder is read, asked and cited where there is none', (context) => {
  const probe = withoutNetwork(process.execPath, ['-p', 'Object.keys(os.networkInterfaces()).length'])
  context.skip(probe.status !== 0, `namespaces are not permitted here: ${probe.error?.message ?? probe.stderr.trim()}`)
  expect(probe.stdout.trim()).toBe('0')

  const dataFolder = join(temporaryFolder(), 'data')
  const { status, stdout, stderr } = withoutNetwork(process.execPath, [
    ...[join(root, 'out/node/cli.js'), 'ask', '--library', 'docs', docs, 'How do I add a custom recognizer?'],
    ...['--json', '--data', dataFolder],
  ])
  expect(status, stderr).toBe(0)
  const answer = Answer.parse(JSON.parse(stdout))
  expect(answer.mode).toBe('extractive')
  expect(answer.citations[0]?.document).toBe('docs/analyzer/adding_recognizers.md')
  expect(answer.cost).toEqual({ currency: 'USD', nanoDollars: 0, estimated: false, inputTokens: 0, outputTokens: 0 })
  expect(readdirSync(dataFolder)).toContain('diwan.db')
})

// Catches language data that is fetched, and a recogniser that is not found beside the built reader.
test('LIB-1.scan: LIB-1.image: scans are recognised by the built program where there is no network', (context) => {
  const probe = withoutNetwork(process.execPath, ['-p', 'Object.keys(os.networkInterfaces()).length'])
  context.skip(probe.status !== 0, `namespaces are not permitted here: ${probe.error?.message ?? probe.stderr.trim()}`)

  const folder = temporaryFolder()
  const scans = join(folder, 'scans')
  mkdirSync(scans)
  for (const name of ['english.pdf', 'english.jpg'])
    copyFileSync(join(root, 'test/fixtures/scans', name), join(scans, name))
  const { status, stdout, stderr } = withoutNetwork(process.execPath, [
    ...[
      join(root, 'out/node/cli.js'),
      'ask',
      '--library',
      'docs',
      scans,
      'How many metres long is the breakwater of granite?',
    ],
    ...['--json', '--data', join(folder, 'data')],
  ])
  expect(status, stderr).toBe(0)
  const { answer, citations } = Answer.parse(JSON.parse(stdout))
  expect(answer).toContain('640 metres')
  expect(citations.map(({ document }) => document)).toEqual(
    expect.arrayContaining([expect.stringMatching(/english\.(pdf|jpg)$/)]),
  )
})
