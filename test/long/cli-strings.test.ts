import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { firstLine, startCli } from '../support/cli.ts'
import { tryStrings } from '../support/naughty-strings.ts'

// Catches a question or name that ends a command with a stack trace, or that is taken for an option.
test('API-3.exit-codes: every string that breaks programs, typed as question and as name', async () => {
  const root = await mkdtemp(join(tmpdir(), 'diwan-strings-'))
  const host = startCli(['serve', '--json', '--data', join(root, 'data')])
  try {
    await firstLine(host)
    const { counts, unexpected } = await tryStrings(join(root, 'data'), () => true)
    console.info(`strings at the command line: ${JSON.stringify(counts)}`)
    expect(unexpected).toEqual([])
  } finally {
    host.kill('SIGKILL')
    await rm(root, { recursive: true, force: true })
  }
})
