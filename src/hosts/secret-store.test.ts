import { expect, test } from 'vitest'
import { openKeychain } from './secret-store.ts'

// Catches a key put where it does not survive, or a start that hangs, on a machine without a desktop session.
test.runIf(process.platform === 'linux')('SEC-1.keychain: without a session bus there is no keychain', async () => {
  expect(await openKeychain({})).toBeNull()
})

test.runIf(process.platform === 'linux')('SEC-1.keychain: a bus that does not answer counts as none', async () => {
  const started = performance.now()
  expect(await openKeychain({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' })).toBeNull()
  expect(performance.now() - started).toBeLessThan(5_000)
})

test('a person can say that no keychain is to be used', async () => {
  expect(await openKeychain({ DIWAN_KEYCHAIN: 'off', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus' })).toBeNull()
})
