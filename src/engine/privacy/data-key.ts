import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashRaw } from '@node-rs/argon2'
import { z } from 'zod'

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
}

/** A data folder cannot be opened with what was given. Nothing was changed. */
export class KeyError extends Error {
  readonly code: 'PASSPHRASE_NEEDED' | 'PASSPHRASE_WRONG' | 'KEY_MISSING' | 'KEY_DAMAGED'
  constructor(code: KeyError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** `Algorithm.Argon2id`; the library declares it as an ambient const enum, which cannot be imported here. */
const argon2id = 2

/** Argon2id parameters: RFC 9106's second recommendation (64 MiB, 3 passes, 4 lanes). */
const argon2 = { memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32, algorithm: argon2id }

const Base64 = z.string().transform((text) => Buffer.from(text, 'base64'))

/** `<data>/key.json`. It holds no secret except with protection `file`, and is readable by its owner only. */
const KeyFile = z.discriminatedUnion('protection', [
  z.object({ version: z.literal(1), protection: z.literal('secret-store'), store: z.string(), id: z.string() }),
  z.object({
    version: z.literal(1),
    protection: z.literal('passphrase'),
    salt: Base64,
    nonce: Base64,
    sealed: Base64,
    tag: Base64,
  }),
  z.object({ version: z.literal(1), protection: z.literal('file'), key: Base64 }),
])

const plainWarning = `The file key.json in this folder holds the key to everything Diwan stores here, because this machine offers
no keychain. Whoever can read this folder can read your documents. To protect the key with a passphrase, or to
move it into a keychain, see "Where the key is" in the manual.
`

/**
 * The 32-byte key of a data folder; made on first use. A passphrase, when given, protects a new key; otherwise the
 * host's secret store does; otherwise a file of mode 0600 with a plain warning beside it.
 *
 * @throws KeyError
 */
export async function openDataKey(options: {
  dataFolder: string
  secretStore: SecretStore | null
  passphrase: string | null
}): Promise<DataKey> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 })
  const path = join(options.dataFolder, 'key.json')
  return existsSync(path) ? unlock(path, options) : create(path, options)
}

/** A key for one purpose, derived from the data key (HKDF-SHA-256, RFC 5869), so that no two uses share a key. */
export function deriveKey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `diwan/${purpose}`, 32))
}

async function create(
  path: string,
  options: { dataFolder: string; secretStore: SecretStore | null; passphrase: string | null },
): Promise<DataKey> {
  if (existsSync(join(options.dataFolder, 'diwan.db'))) {
    throw new KeyError(
      'KEY_MISSING',
      'This data folder has a database but no key.json. Put key.json back from a backup.',
    )
  }
  const key = randomBytes(32)
  if (options.passphrase !== null) {
    const salt = randomBytes(16)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', await stretch(options.passphrase, salt), nonce)
    const sealed = Buffer.concat([cipher.update(key), cipher.final()])
    const [saltText, nonceText, sealedText, tag] = [salt, nonce, sealed, cipher.getAuthTag()].map((bytes) =>
      bytes.toString('base64'),
    )
    save(path, { version: 1, protection: 'passphrase', salt: saltText, nonce: nonceText, sealed: sealedText, tag })
    return { key, protection: 'passphrase' }
  }
  if (options.secretStore !== null) {
    const id = `data-key-${randomBytes(8).toString('hex')}`
    await options.secretStore.set(id, key.toString('base64'))
    save(path, { version: 1, protection: 'secret-store', store: options.secretStore.name, id })
    return { key, protection: 'secret-store' }
  }
  writeFileSync(join(options.dataFolder, 'KEY-WARNING.txt'), plainWarning, { mode: 0o600 })
  save(path, { version: 1, protection: 'file', key: key.toString('base64') })
  return { key, protection: 'file' }
}

async function unlock(
  path: string,
  options: { secretStore: SecretStore | null; passphrase: string | null },
): Promise<DataKey> {
  const parsed = KeyFile.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new KeyError('KEY_DAMAGED', 'key.json cannot be read. Put it back from a backup.')
  const file = parsed.data
  switch (file.protection) {
    case 'file':
      return { key: checkLength(file.key), protection: 'file' }
    case 'secret-store': {
      const text = (await options.secretStore?.get(file.id)) ?? null
      if (text === null) {
        throw new KeyError('KEY_MISSING', `The key of this data folder is not in the ${file.store} of this account.`)
      }
      return { key: checkLength(Buffer.from(text, 'base64')), protection: 'secret-store' }
    }
    case 'passphrase': {
      if (options.passphrase === null) {
        throw new KeyError('PASSPHRASE_NEEDED', 'This data folder is protected by a passphrase.')
      }
      const decipher = createDecipheriv('aes-256-gcm', await stretch(options.passphrase, file.salt), file.nonce)
      decipher.setAuthTag(file.tag)
      try {
        return { key: Buffer.concat([decipher.update(file.sealed), decipher.final()]), protection: 'passphrase' }
      } catch {
        throw new KeyError('PASSPHRASE_WRONG', 'This is not the passphrase of this data folder.')
      }
    }
  }
}

function stretch(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFKC'), { ...argon2, salt })
}

function checkLength(key: Buffer): Buffer {
  if (key.length !== 32) throw new KeyError('KEY_DAMAGED', 'The key of this data folder has the wrong length.')
  return key
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new KeyError('KEY_DAMAGED', 'key.json is not JSON. Put it back from a backup.')
  }
}

function save(path: string, content: Record<string, unknown>): void {
  const temporary = `${path}.new`
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true })
  chmodSync(temporary, 0o600)
  renameSync(temporary, path)
}
