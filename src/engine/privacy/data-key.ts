import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashRaw } from '@node-rs/argon2'
import { KeyError, type KeyFile, lengths, readKeyFile, saveKeyFile } from './key-file.ts'

/** What a host lends for secrets: the OS keychain, or Electron's safeStorage. */
export type SecretStore = {
  name: string
  get(id: string): Promise<string | null>
  set(id: string, value: string): Promise<void>
}

/** How the data key is kept. `file` is the weakest: whoever can read the folder can read the data. */
export type KeyProtection = 'secret-store' | 'passphrase' | 'file'

export type DataKey = {
  key: Uint8Array
  protection: KeyProtection
  /** The folder had none until now. */
  isNew: boolean
}

/** `Algorithm.Argon2id`; the library declares it as an ambient const enum, which cannot be imported here. */
const argon2id = 2

/** Argon2id parameters: RFC 9106's second recommendation (64 MiB, 3 passes, 4 lanes). */
const argon2 = { memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32, algorithm: argon2id }

const warningFile = 'KEY-WARNING.txt'

const plainWarning = `The file key.json in this folder holds the key to everything Diwan stores here. Whoever can read this folder can
read your documents, and so can whoever has a copy of it.

To protect the key with a passphrase, open the folder once with

    diwan serve --passphrase-file FILE

(in a clone: npm run -s diwan -- serve --passphrase-file FILE), where the first line of FILE is the passphrase. From then on this folder opens with that passphrase only. The guide
"Where the key is" (docs/guides/where-the-key-is.md) says what each protection means.
`

type KnownKey = Omit<DataKey, 'isNew'>
type KeyOptions = { dataFolder: string; secretStore: SecretStore | null; passphrase: string | null }

/**
 * The 32-byte key of a prepared data folder; made on first use. A passphrase, when given, protects a new key, and one that lay in
 * a file until now; otherwise the host's secret store protects a new key; otherwise it lies in a file of mode 0600 with a
 * plain warning beside it. A secret store that is there and fails is never passed over: the key would stay in a file.
 *
 * @throws KeyError
 */
export async function openDataKey(options: KeyOptions): Promise<DataKey> {
  const path = join(options.dataFolder, 'key.json')
  const isNew = !existsSync(path)
  const opened = isNew ? await create(path, options) : await unlock(path, options)
  // Also what an interrupted change of the protection has left.
  if (opened.protection !== 'file') rmSync(join(options.dataFolder, warningFile), { force: true })
  return { ...opened, isNew }
}

/** A key for one purpose, derived from the data key (HKDF-SHA-256, RFC 5869), so that no two uses share a key. */
export function deriveKey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `diwan/${purpose}`, 32))
}

async function create(path: string, options: KeyOptions): Promise<KnownKey> {
  if (existsSync(join(options.dataFolder, 'diwan.db'))) {
    throw new KeyError(
      'KEY_MISSING',
      'This data folder has a database but no key.json. Put key.json back from a backup.',
    )
  }
  const key = randomBytes(lengths.key)
  if (options.passphrase !== null) {
    saveKeyFile(path, await seal(key, options.passphrase))
    return { key, protection: 'passphrase' }
  }
  if (options.secretStore !== null) {
    const id = await store(key, options.secretStore)
    saveKeyFile(path, { version: 1, protection: 'secret-store', store: options.secretStore.name, id })
    return { key, protection: 'secret-store' }
  }
  writeFileSync(join(options.dataFolder, warningFile), plainWarning, { mode: 0o600 })
  saveKeyFile(path, { version: 1, protection: 'file', key })
  return { key, protection: 'file' }
}

async function unlock(path: string, { secretStore, passphrase }: KeyOptions): Promise<KnownKey> {
  const file = readKeyFile(path)
  switch (file.protection) {
    case 'file': {
      if (passphrase === null) return { key: file.key, protection: 'file' }
      saveKeyFile(path, await seal(file.key, passphrase))
      return { key: file.key, protection: 'passphrase' }
    }
    case 'secret-store': {
      if (passphrase !== null) {
        throw new KeyError(
          'PASSPHRASE_UNUSED',
          `The key of this data folder is in the ${file.store} of this account; a passphrase would protect nothing.`,
        )
      }
      return { key: await fetchKey(file, secretStore), protection: 'secret-store' }
    }
    case 'passphrase': {
      if (passphrase === null) {
        throw new KeyError('PASSPHRASE_NEEDED', 'This data folder is protected by a passphrase.')
      }
      return { key: await unseal(file, passphrase), protection: 'passphrase' }
    }
  }
}

/** Puts a new key into the store and reads it back, before anything is encrypted with it. Resolves to its id. */
async function store(key: Buffer, secretStore: SecretStore): Promise<string> {
  const id = `data-key-${randomBytes(8).toString('hex')}`
  const text = key.toString('base64')
  const refuse = (cause?: unknown) =>
    new KeyError('KEY_UNAVAILABLE', `The ${secretStore.name} did not take the key of this new data folder.`, { cause })
  try {
    await secretStore.set(id, text)
    if ((await secretStore.get(id)) === text) return id
  } catch (error) {
    throw refuse(error)
  }
  throw refuse()
}

async function fetchKey(file: KeyFile & { protection: 'secret-store' }, secretStore: SecretStore | null) {
  const where = `The key of this data folder is in the ${file.store} of this account`
  if (secretStore === null) throw new KeyError('KEY_UNAVAILABLE', `${where}, which cannot be reached from here.`)
  let text: string | null
  try {
    text = await secretStore.get(file.id)
  } catch (cause) {
    throw new KeyError('KEY_UNAVAILABLE', `${where}, which is locked or does not answer.`, { cause })
  }
  if (text === null && secretStore.name !== file.store) {
    throw new KeyError('KEY_UNAVAILABLE', `${where}, which cannot be reached from here.`)
  }
  if (text === null) {
    throw new KeyError('KEY_MISSING', `The key of this data folder is not in the ${file.store} of this account.`)
  }
  const key = Buffer.from(text, 'base64')
  if (key.length !== lengths.key) {
    throw new KeyError('KEY_DAMAGED', 'The key of this data folder has the wrong length.')
  }
  return key
}

const cipher = 'aes-256-gcm'

async function seal(key: Buffer, passphrase: string): Promise<KeyFile> {
  const salt = randomBytes(lengths.salt)
  const nonce = randomBytes(lengths.nonce)
  const sealing = createCipheriv(cipher, await stretch(passphrase, salt), nonce, { authTagLength: lengths.tag })
  const sealed = Buffer.concat([sealing.update(key), sealing.final()])
  return { version: 1, protection: 'passphrase', salt, nonce, sealed, tag: sealing.getAuthTag() }
}

async function unseal(file: KeyFile & { protection: 'passphrase' }, passphrase: string): Promise<Buffer> {
  const options = { authTagLength: lengths.tag }
  const opening = createDecipheriv(cipher, await stretch(passphrase, file.salt), file.nonce, options)
  opening.setAuthTag(file.tag)
  try {
    return Buffer.concat([opening.update(file.sealed), opening.final()])
  } catch (cause) {
    throw new KeyError('PASSPHRASE_WRONG', 'This is not the passphrase of this data folder.', { cause })
  }
}

function stretch(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFKC'), { ...argon2, salt })
}
