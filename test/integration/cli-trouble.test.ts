import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'

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
