import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exitCodes } from './exit-codes.ts'

// Catches a table in the guide that no longer says what the commands do.
test('API-3.exit-codes: the guide has the same table as the code', () => {
  const guide = readFileSync(new URL('../../docs/guides/cli.md', import.meta.url), 'utf8')
  const rows = [...guide.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, code, meaning]) => ({
    code: Number(code),
    meaning,
  }))
  expect(rows).toEqual(Object.values(exitCodes))
})
