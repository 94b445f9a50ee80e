import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { deriveKey, openDataKey, type SecretStore } from './data-key.ts'

function memorySecretStore(): SecretStore & { values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    name: 'keychain',
    values,
    get: async (id) => values.get(id) ?? null,
    set: async (id, value) => void values.set(id, value),
  }
}

const nothing = { secretStore: null, passphrase: null }

describe('data key', () => {
  test('SEC-1.keychain: the key goes into the secret store and nothing of it into the folder', async () => {
    const dataFolder = temporaryFolder()
    const secretStore = memorySecretStore()
    const first = await openDataKey({ dataFolder, secretStore, passphrase: null })
    const again = await openDataKey({ dataFolder, secretStore, passphrase: null })
    expect({ ...again, key: Buffer.from(again.key) }).toEqual({
      key: Buffer.from(first.key),
      protection: 'secret-store',
    })
    expect(first.key.length).toBe(32)
    const [stored = ''] = secretStore.values.values()
    expect(readFileSync(join(dataFolder, 'key.json'), 'utf8')).not.toContain(stored)
    await expect(openDataKey({ dataFolder, ...nothing })).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })

  test('SEC-1.passphrase: a passphrase opens it (Argon2id), another does not, and none is asked for', async () => {
    const dataFolder = temporaryFolder()
    const passphrase = 'correct horse بطارية'
    const first = await openDataKey({ dataFolder, secretStore: null, passphrase })
    const again = await openDataKey({ dataFolder, secretStore: null, passphrase })
    expect(Buffer.from(again.key).equals(first.key)).toBe(true)
    await expect(openDataKey({ dataFolder, secretStore: null, passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    })
    await expect(openDataKey({ dataFolder, ...nothing })).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' })
    expect(readFileSync(join(dataFolder, 'key.json'), 'utf8')).not.toContain(Buffer.from(first.key).toString('base64'))
  })

  test('without either, a file of mode 0600 with a plain warning beside it', async () => {
    const dataFolder = temporaryFolder()
    const { protection } = await openDataKey({ dataFolder, ...nothing })
    expect(protection).toBe('file')
    expect(statSync(join(dataFolder, 'key.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dataFolder, 'KEY-WARNING.txt'), 'utf8')).toContain('key.json')
  })

  test.each(['', 'not json', '{}', '{"version":1,"protection":"file","key":"c2hvcnQ="}'])(
    'a damaged key file is refused by name and left as it is: %j',
    async (content) => {
      const dataFolder = temporaryFolder()
      writeFileSync(join(dataFolder, 'key.json'), content)
      await expect(openDataKey({ dataFolder, ...nothing })).rejects.toMatchObject({ code: 'KEY_DAMAGED' })
      expect(readFileSync(join(dataFolder, 'key.json'), 'utf8')).toBe(content)
    },
  )

  test('a database whose key file is gone never gets a new key', async () => {
    const dataFolder = temporaryFolder()
    writeFileSync(join(dataFolder, 'diwan.db'), 'encrypted rows')
    await expect(openDataKey({ dataFolder, ...nothing })).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })

  test('keys of two purposes differ', () => {
    const key = new Uint8Array(32).fill(7)
    expect(deriveKey(key, 'blobs')).toEqual(deriveKey(key, 'blobs'))
    expect(deriveKey(key, 'blobs')).not.toEqual(deriveKey(key, 'logs'))
  })
})
