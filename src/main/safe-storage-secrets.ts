import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SecretStore } from '../hosts/secret-store.ts'
import type { SafeStorageApi } from './electron-api.ts'

const SecretsFile = z.object({
  version: z.literal(1),
  /** Ciphertexts in base64, by the secret's id. Useless without the key that the system keeps for this person. */
  secrets: z.record(z.string(), z.base64()),
})
type SecretsFile = z.infer<typeof SecretsFile>

export const secretsFileName = 'safe-storage.json'

/**
 * Secrets under the operating system's encryption, in `<data>/safe-storage.json` (mode 0600).
 *
 * Null when the system offers none, or only the fixed password of Linux's `basic_text`: the engine then keeps its key in
 * a file and says so. But where secrets were stored before, the store is returned all the same and its `get` throws, so
 * that the engine stops and asks instead of making a new key for old data.
 */
export async function openSafeStorageSecrets(storage: SafeStorageApi, dataFolder: string): Promise<SecretStore | null> {
  const path = join(dataFolder, secretsFileName)
  const available = storage.backend() !== 'basic_text' && (await storage.isAvailable())
  if (!available && (await readSecrets(path)) === null) return null

  const requireStorage = () => {
    if (!available) {
      throw new Error('The system keychain that protects this data folder is not available. Unlock it and try again.')
    }
  }
  // One write at a time: two engines' generations may ask at once.
  let writing: Promise<void> = Promise.resolve()
  const store = (id: string, value: string): Promise<void> => {
    const write = async () => {
      const ciphertext = Buffer.from(await storage.encrypt(value)).toString('base64')
      const kept = (await readSecrets(path))?.secrets ?? {}
      await writeSecrets(path, { version: 1, secrets: { ...kept, [id]: ciphertext } })
    }
    const written = writing.then(write)
    // The next write waits for this one to end, however it ends; the failure is this caller's.
    writing = written.then(
      () => undefined,
      () => undefined,
    )
    return written
  }

  return {
    name: 'safeStorage',
    async get(id) {
      const ciphertext = (await readSecrets(path))?.secrets[id]
      if (ciphertext === undefined) return null
      requireStorage()
      const { text, renew } = await storage.decrypt(Buffer.from(ciphertext, 'base64'))
      if (renew) await store(id, text)
      return text
    },
    async set(id, value) {
      requireStorage()
      await store(id, value)
    },
  }
}

/** Null when there is no file; throws when there is one that cannot be read or understood. */
async function readSecrets(path: string): Promise<SecretsFile | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const parsed = SecretsFile.safeParse(parseJson(text))
  if (!parsed.success) throw new Error(`${path} is damaged: it does not hold encrypted secrets.`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Written beside and renamed into place after it has reached the disk: a power cut leaves the old file or the new. */
async function writeSecrets(path: string, content: SecretsFile): Promise<void> {
  const temporary = `${path}.new`
  {
    await using file = await open(temporary, 'w', 0o600)
    await file.writeFile(JSON.stringify(content))
    await file.sync()
  }
  await rename(temporary, path)
}

/**
 * The desktop's secrets: the account's keychain, so that the command line can open a data folder that the desktop made;
 * safeStorage only where there is no keychain; null where there is neither. A key that safeStorage took earlier stays
 * there and is found there.
 */
export async function openDesktopSecrets(
  storage: SafeStorageApi,
  options: { dataFolder: string; openKeychain: () => Promise<SecretStore | null> },
): Promise<SecretStore | null> {
  const keychain = await options.openKeychain()
  const own = await openSafeStorageSecrets(storage, options.dataFolder)
  if (keychain === null || own === null) return keychain ?? own
  return {
    name: keychain.name,
    get: async (id) => (await own.get(id)) ?? (await keychain.get(id)),
    set: (id, value) => keychain.set(id, value),
  }
}
