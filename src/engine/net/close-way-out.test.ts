import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startServer } from '../../../test/support/network/way-out.ts'

// Catches a way of Node's that was forgotten, and one that code reaches by a name that it imported before.
test('SEC-5.offline: what reads files and runs models has no way out, by whatever Node offers', async () => {
  const { port, requests } = await startServer({ address: '127.0.0.1' })
  const script = join(import.meta.dirname, '../../../test/support/network/closed-process.ts')
  const child = spawn(process.execPath, [script, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { inProcess, inThread } = JSON.parse(await text(child.stdout)) as Record<string, Record<string, string>>
  expect(Object.values(inProcess ?? {}).length).toBe(10)
  expect(inProcess).toEqual(Object.fromEntries(Object.keys(inProcess ?? {}).map((way) => [way, 'NO_WAY_OUT'])))
  expect(inThread).toEqual(inProcess)
  expect(requests).toHaveLength(0)
})
