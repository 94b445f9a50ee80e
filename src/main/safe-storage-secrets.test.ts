import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SafeStorageApi } from './electron-api.ts'
import { openDesktopSecrets, openSafeStorageSecrets, secretsFileName } from './safe-storage-secrets.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diwan-secrets-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Reverses the bytes: enough to see that no clear text is written and that what is read was decrypted. */
function storage(options: { available?: boolean; backend?: string | null; renew?: boolean } = {}): SafeStorageApi {
  return {
    isAvailable: async () => options.available ?? true,
    backend: () => options.backend ?? null,
    encrypt: async (text) => Buffer.from(text).reverse(),
    decrypt: async (bytes) => ({ text: Buffer.from(bytes).reverse().toString(), renew: options.renew ?? false }),
  }
}

test('SEC-1.keychain: secrets survive a restart, only as ciphertext, readable by their owner only', async () => {
  const first = await openSafeStorageSecrets(storage(), folder)
  await Promise.all([first?.set('data-key', 'the clear text'), first?.set('other', 'more')])
  const second = await openSafeStorageSecrets(storage({ renew: true }), folder)
  const path = join(folder, secretsFileName)
  const written = await readFile(path, 'utf8')
  expect({
    name: second?.name,
    values: [await second?.get('data-key'), await second?.get('other'), await second?.get('none')],
    clear: written.includes('the clear text'),
    mode: ((await stat(path)).mode & 0o777).toString(8),
  }).toEqual({ name: 'safeStorage', values: ['the clear text', 'more', null], clear: false, mode: '600' })
})

test('SEC-1.keychain: without a keychain, or with one that protects nothing, there is no store', async () => {
  expect(await openSafeStorageSecrets(storage({ available: false }), folder)).toBeNull()
  expect(await openSafeStorageSecrets(storage({ backend: 'basic_text' }), folder)).toBeNull()
})

test('SEC-1.keychain: a keychain that is gone today does not look like one that never was', async () => {
  // Catches a second key for a database that the first one encrypts.
  await (await openSafeStorageSecrets(storage(), folder))?.set('data-key', 'value')
  const locked = await openSafeStorageSecrets(storage({ available: false }), folder)
  await expect(locked?.get('data-key')).rejects.toThrow('keychain')
  await expect(locked?.set('new', 'value')).rejects.toThrow('keychain')
})

test('a damaged secrets file is an error that names it, and is left as it is', async () => {
  await writeFile(join(folder, secretsFileName), '{"version":1,"secr')
  const secrets = await openSafeStorageSecrets(storage(), folder)
  await expect(secrets?.get('data-key')).rejects.toThrow(secretsFileName)
  await expect(secrets?.set('data-key', 'value')).rejects.toThrow(secretsFileName)
  expect(await readFile(join(folder, secretsFileName), 'utf8')).toBe('{"version":1,"secr')
})

test('SEC-1.keychain: a new key goes to the keychain, where the command line finds it; an old one stays', async () => {
  // Catches a data folder that the command line cannot open once the desktop that made it is closed.
  await (await openSafeStorageSecrets(storage(), folder))?.set('made-before', 'in safeStorage')
  const kept = new Map([['made-by-the-command-line', 'in the keychain']])
  const openKeychain = async () => ({
    name: 'keychain',
    get: async (id: string) => kept.get(id) ?? null,
    set: async (id: string, value: string) => void kept.set(id, value),
  })
  const secrets = await openDesktopSecrets(storage(), { dataFolder: folder, openKeychain })
  await secrets?.set('new', 'value')
  const ids = ['made-before', 'made-by-the-command-line', 'new', 'none']
  expect({
    name: secrets?.name,
    values: await Promise.all(ids.map((id) => secrets?.get(id))),
    keychain: [...kept.keys()],
  }).toEqual({
    name: 'keychain',
    values: ['in safeStorage', 'in the keychain', 'value', null],
    keychain: ['made-by-the-command-line', 'new'],
  })
})

test('SEC-1.keychain: without a keychain safeStorage is used, and without either nothing', async () => {
  const openKeychain = async () => null
  const options = { dataFolder: folder, openKeychain }
  expect((await openDesktopSecrets(storage(), options))?.name).toBe('safeStorage')
  expect(await openDesktopSecrets(storage({ available: false }), options)).toBeNull()
})

test('SEC-1.keychain: a locked keychain is an error and never a reason to keep the key elsewhere', async () => {
  const locked = async () => {
    throw new Error('The keychain is locked.')
  }
  const openKeychain = async () => ({ name: 'keychain', get: locked, set: locked })
  const secrets = await openDesktopSecrets(storage(), { dataFolder: folder, openKeychain })
  await expect(secrets?.get('data-key')).rejects.toThrow('locked')
  await expect(secrets?.set('data-key', 'value')).rejects.toThrow('locked')
})
