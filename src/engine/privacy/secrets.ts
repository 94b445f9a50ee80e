import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { deriveKey } from './data-key.ts'

/** Keys of servers and the like: each in a file of its own, under the data key, which the host's secret store keeps. */
export type Secrets = {
  /** Null when there is none of this name. @throws SecretError when it does not open with this data key */
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

/** A kept secret is not what was written. It is to be given again. */
export class SecretError extends Error {
  readonly code = 'SECRET_DAMAGED'
}

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'))
const SecretFile = z.object({ version: z.literal(1), nonce: base64, sealed: base64, tag: base64 })

const cipher = 'aes-256-gcm'
const lengths = { nonce: 12, tag: 16 }

export function createSecrets({ dataFolder, key }: { dataFolder: string; key: Uint8Array }): Secrets {
  const folder = join(dataFolder, 'secrets')
  const ownKey = deriveKey(key, 'secrets')
  // A name may be of any letters, and says nothing in a hash.
  const pathOf = (name: string) => join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`)

  return {
    async get(name) {
      const text = await readIfThere(pathOf(name))
      return text === null ? null : open(text, { name, key: ownKey })
    },
    async set(name, value) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = pathOf(name)
      await writeFile(`${path}.new`, seal(value, { name, key: ownKey }), { mode: 0o600, flush: true })
      await rename(`${path}.new`, path)
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}

/** The name goes into the seal, so that one secret does not pass for another. */
function seal(value: string, { name, key }: { name: string; key: Buffer }): string {
  const nonce = randomBytes(lengths.nonce)
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: lengths.tag }).setAAD(Buffer.from(name))
  const sealed = Buffer.concat([sealing.update(value, 'utf8'), sealing.final()])
  const inText = (bytes: Buffer) => bytes.toString('base64')
  return JSON.stringify({ version: 1, nonce: inText(nonce), sealed: inText(sealed), tag: inText(sealing.getAuthTag()) })
}

function open(text: string, { name, key }: { name: string; key: Buffer }): string {
  try {
    const { nonce, sealed, tag } = SecretFile.parse(JSON.parse(text))
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: lengths.tag }).setAAD(Buffer.from(name))
    opening.setAuthTag(tag)
    return Buffer.concat([opening.update(sealed), opening.final()]).toString('utf8')
  } catch (cause) {
    throw new SecretError('a secret does not open with the key of this data folder', { cause })
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
