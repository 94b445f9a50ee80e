import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { acquireLock, DataFolderLockedError, readLock } from './lock.ts'

test('a second engine is refused and told who holds the folder', () => {
  const folder = temporaryFolder()
  const lock = acquireLock(folder)
  lock.announce({ address: 'http://127.0.0.1:4711', token: 'secret' })
  expect(() => acquireLock(folder)).toThrowError(DataFolderLockedError)
  expect(readLock(folder)).toEqual({
    pid: process.pid,
    startedAt: expect.any(Number),
    address: 'http://127.0.0.1:4711',
    token: 'secret',
  })
  lock.release()
  expect(readLock(folder)).toBeNull()
  expect(existsSync(join(folder, 'host.json'))).toBe(false)
  acquireLock(folder).release()
})

test('the record with the token is readable by its owner only', () => {
  const folder = temporaryFolder()
  using cleanup = new DisposableStack()
  const lock = acquireLock(folder)
  cleanup.defer(lock.release)
  expect(statSync(join(folder, 'host.json')).mode & 0o777).toBe(0o600)
})

test('a folder that nobody opened has no holder', () => {
  expect(readLock(temporaryFolder())).toBeNull()
})

test('a holder that was killed leaves no stale lock, whatever its record says', async () => {
  const folder = temporaryFolder()
  const script = `
    import { acquireLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
    acquireLock(${JSON.stringify(folder)}).announce({ address: 'http://127.0.0.1:1', token: 't' })
    console.log('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  expect(readLock(folder)?.pid).toBe(child.pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(join(folder, 'host.json'))).toBe(true)
  expect(readLock(folder)).toBeNull()
  acquireLock(folder).release()
})
