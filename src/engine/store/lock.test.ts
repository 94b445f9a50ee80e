import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { acquireLock, DataFolderLockedError, readLock } from './lock.ts'

/** A process with the lock's functions, from the moment it first says something. */
async function start(script: string) {
  const imports = `import { acquireLock, readLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}`
  const parameters = ['--input-type=module-typescript', '-e', `${imports}\n${script}`]
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

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
  const child = await start(`
    acquireLock(${JSON.stringify(folder)}).announce({ address: 'http://127.0.0.1:1', token: 't' })
    console.log('held')
    setInterval(() => {}, 1000)`)
  expect(readLock(folder)?.pid).toBe(child.pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(join(folder, 'host.json'))).toBe(true)
  expect(readLock(folder)).toBeNull()
  acquireLock(folder).release()
})

// Catches an engine that is refused because a command asks at that moment whether there is one.
test('those who only ask are no holders, neither to an engine that starts nor to one another', async () => {
  const folder = temporaryFolder()
  acquireLock(folder).release()
  writeFileSync(join(folder, 'host.json'), JSON.stringify({ pid: 1, startedAt: 1, address: null, token: null }))
  await start(`
    console.log('asking')
    for (;;) readLock(${JSON.stringify(folder)})`)
  for (let round = 0; round < 300; round++) expect(readLock(folder)).toBeNull()
  for (let round = 0; round < 300; round++) acquireLock(folder).release()
})

// Catches a raw error of the parser where a person should be told that the folder is in use.
test.each(['', 'not json', '{}', 'null'])(
  'a record that is damaged does not hide that the folder is held: %j',
  (text) => {
    const folder = temporaryFolder()
    const lock = acquireLock(folder)
    writeFileSync(join(folder, 'host.json'), text)
    expect(() => acquireLock(folder)).toThrowError(DataFolderLockedError)
    expect(readLock(folder)).toBeNull()
    lock.release()
  },
)
