import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
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
    expect(first.isNew).toBe(true)
    expect({ ...again, key: Buffer.from(again.key) }).toEqual({
      key: Buffer.from(first.key),
      protection: 'secret-store',
      isNew: false,
    })
    expect(first.key.length).toBe(32)
    const [stored = ''] = secretStore.values.values()
    expect(readFileSync(join(dataFolder, 'key.json'), 'utf8')).not.toContain(stored)
    secretStore.values.clear()
    await expect(openDataKey({ dataFolder, secretStore, passphrase: null })).rejects.toMatchObject({
      code: 'KEY_MISSING',
    })
  })

  // Catches a locked keychain told as a lost key, upon which a person would restore or delete what is whole.
  test('SEC-1.keychain: a keychain that is locked or not here is told apart from one without the key', async () => {
    const dataFolder = temporaryFolder()
    const secretStore = memorySecretStore()
    const { key } = await openDataKey({ dataFolder, secretStore, passphrase: null })
    const get = () => Promise.reject(new Error('is locked'))
    const others: (SecretStore | null)[] = [
      null,
      { ...secretStore, get },
      { name: 'another', get: async () => null, set: secretStore.set },
    ]
    for (const other of others) {
      await expect(openDataKey({ dataFolder, secretStore: other, passphrase: null })).rejects.toMatchObject({
        code: 'KEY_UNAVAILABLE',
      })
    }
    expect((await openDataKey({ dataFolder, secretStore, passphrase: null })).key).toEqual(key)
  })

  // Catches a new folder that falls to a key file for good, or one whose key was never kept.
  test('SEC-1.keychain: a keychain that does not take the key leaves no folder behind that it should open', async () => {
    const dataFolder = temporaryFolder()
    const secretStore = memorySecretStore()
    const failing = { ...secretStore, set: () => Promise.reject(new Error('was dismissed')) }
    const forgetful = { ...secretStore, set: async () => undefined }
    for (const bad of [failing, forgetful]) {
      await expect(openDataKey({ dataFolder, secretStore: bad, passphrase: null })).rejects.toMatchObject({
        code: 'KEY_UNAVAILABLE',
      })
      expect(readdirSync(dataFolder)).toEqual([])
    }
    expect((await openDataKey({ dataFolder, secretStore, passphrase: null })).protection).toBe('secret-store')
  })

  test('SEC-1.keychain: a passphrase for a folder that a keychain protects is refused, not passed over', async () => {
    const dataFolder = temporaryFolder()
    await openDataKey({ dataFolder, secretStore: memorySecretStore(), passphrase: null })
    await expect(openDataKey({ dataFolder, secretStore: null, passphrase: 'words' })).rejects.toMatchObject({
      code: 'PASSPHRASE_UNUSED',
    })
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

  // Catches a person who believes that the passphrase protects a folder which opens without it.
  test('SEC-1.passphrase: given for a folder with a key file, it protects the folder from then on', async () => {
    const dataFolder = temporaryFolder()
    const { key } = await openDataKey({ dataFolder, ...nothing })
    const passphrase = 'from now on'
    const moved = await openDataKey({ dataFolder, secretStore: null, passphrase })
    expect({ key: Buffer.from(moved.key), protection: moved.protection }).toEqual({ key, protection: 'passphrase' })
    expect(readdirSync(dataFolder)).toEqual(['key.json'])
    expect(statSync(join(dataFolder, 'key.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dataFolder, 'key.json'), 'utf8')).not.toContain(Buffer.from(key).toString('base64'))
    await expect(openDataKey({ dataFolder, ...nothing })).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' })
    expect((await openDataKey({ dataFolder, secretStore: null, passphrase })).key).toEqual(key)
  })

  // Catches raw errors of the cipher, and a tag of four bytes, which is guessed soon, taken as whole.
  test('each part of a passphrase file has its length, and anything else is a damaged file', async () => {
    const dataFolder = temporaryFolder()
    const options = { dataFolder, secretStore: null, passphrase: 'words' }
    await openDataKey(options)
    const path = join(dataFolder, 'key.json')
    const sound = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    for (const name of ['salt', 'nonce', 'sealed', 'tag']) {
      const short = Buffer.from(sound[name] ?? '', 'base64').subarray(0, 4)
      for (const value of [short.toString('base64'), '', `${sound[name]}AAAA`, '*'.repeat(24), 7]) {
        writeFileSync(path, JSON.stringify({ ...sound, [name]: value }))
        await expect(openDataKey(options), `${name}: ${value}`).rejects.toMatchObject({ code: 'KEY_DAMAGED' })
      }
    }
    writeFileSync(path, JSON.stringify(sound))
    expect((await openDataKey(options)).protection).toBe('passphrase')
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
