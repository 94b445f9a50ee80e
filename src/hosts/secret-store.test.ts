import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { openKeychain } from './secret-store.ts'

function skipWithoutLinux(context: TestContext): void {
  context.skip(process.platform !== 'linux', 'other systems have a keychain of their own')
}

function skipWithoutBus(context: TestContext): void {
  context.skip(!existsSync('/usr/bin/dbus-daemon'), 'dbus-daemon is not on this machine')
}

/** A child that lives as long as the test; resolves to the first thing it says. */
async function start(command: string, parameters: string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return said.toString().trim()
}

async function startBus(): Promise<string> {
  const path = join(temporaryFolder(), 'bus')
  return start('/usr/bin/dbus-daemon', ['--session', '--nofork', '--print-address', `--address=unix:path=${path}`])
}

/**
 * What a process of its own finds on this bus: the library keeps to the first bus that it has seen. `null` when there is
 * no keychain, otherwise whether it answers and what asking for a key ends with.
 */
async function findOn(address: string): Promise<unknown> {
  const script = `
    import { openKeychain } from ${JSON.stringify(new URL('./secret-store.ts', import.meta.url).href)}
    const keychain = await openKeychain(process.env, { probe: 100, use: 200 })
    const refused = (asked) => asked.then(() => false, () => true)
    console.log(JSON.stringify(keychain && {
      name: keychain.name,
      answers: keychain.answers,
      refused: [await refused(keychain.get('data-key')), await refused(keychain.set('data-key', 'value'))],
    }))`
  const said = await start(process.execPath, ['--input-type=module-typescript', '-e', script], {
    DBUS_SESSION_BUS_ADDRESS: address,
    DIWAN_KEYCHAIN: undefined,
  })
  return JSON.parse(said) as unknown
}

// Catches a key put where it does not survive, or a start that hangs, on a machine without a desktop session.
test('SEC-1.keychain: without a session bus there is no keychain', async (context) => {
  skipWithoutLinux(context)
  expect(await openKeychain({})).toBeNull()
})

test('SEC-1.keychain: a bus that is not there counts as none', async (context) => {
  skipWithoutLinux(context)
  expect(await findOn('unix:path=/nonexistent/bus')).toBeNull()
})

test('SEC-1.keychain: a bus without a Secret Service counts as none', async (context) => {
  skipWithoutBus(context)
  expect(await findOn(await startBus())).toBeNull()
})

// Catches a new folder whose key lies in a file for good, because its person took time to unlock the keychain.
test('SEC-1.keychain: one that is there and does not answer is not taken for none', async (context) => {
  skipWithoutBus(context)
  const address = await startBus()
  const silent = join(import.meta.dirname, '../../test/support/silent-secret-service.ts')
  expect(await start(process.execPath, [silent], { DBUS_SESSION_BUS_ADDRESS: address })).toBe('ready')
  expect(await findOn(address)).toEqual({ name: 'Secret Service', answers: false, refused: [true, true] })
})

test('a person can say that no keychain is to be used', async () => {
  expect(await openKeychain({ DIWAN_KEYCHAIN: 'off', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' })).toBeNull()
})
