import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * A data folder cannot be opened with what was given. Nothing was changed.
 *
 * - `PASSPHRASE_NEEDED`, `PASSPHRASE_WRONG`: the folder is protected by a passphrase
 * - `PASSPHRASE_UNUSED`: a passphrase was given, and a keychain protects the folder
 * - `KEY_UNAVAILABLE`: the keychain that has the key cannot be reached or is locked; nothing is lost
 * - `KEY_MISSING`: the keychain answers and has no such key, or `key.json` is gone
 * - `KEY_DAMAGED`: `key.json` or the key is not what was written
 */
export class KeyError extends Error {
  readonly code:
    | 'PASSPHRASE_NEEDED'
    | 'PASSPHRASE_WRONG'
    | 'PASSPHRASE_UNUSED'
    | 'KEY_UNAVAILABLE'
    | 'KEY_MISSING'
    | 'KEY_DAMAGED'
  constructor(code: KeyError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Lengths in bytes; `tag` is the whole tag of AES-GCM, since a cut one is easier to forge. */
export const lengths = { key: 32, salt: 16, nonce: 12, tag: 16 } as const

const bytes = (length: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((decoded) => decoded.length === length)

/** `<data>/key.json`. It holds no secret except with protection `file`, and is readable by its owner only. */
const KeyFile = z.discriminatedUnion('protection', [
  z.object({ version: z.literal(1), protection: z.literal('secret-store'), store: z.string(), id: z.string() }),
  z.object({
    version: z.literal(1),
    protection: z.literal('passphrase'),
    salt: bytes(lengths.salt),
    nonce: bytes(lengths.nonce),
    /** The key, encrypted under what Argon2id makes of the passphrase. */
    sealed: bytes(lengths.key),
    tag: bytes(lengths.tag),
  }),
  z.object({ version: z.literal(1), protection: z.literal('file'), key: bytes(lengths.key) }),
])
export type KeyFile = z.output<typeof KeyFile>

/** @throws KeyError KEY_DAMAGED, and the file is left as it is */
export function readKeyFile(path: string): KeyFile {
  const parsed = KeyFile.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new KeyError('KEY_DAMAGED', 'key.json is damaged. Put it back from a backup.')
  return parsed.data
}

/** Replaces the file in one step: a power cut leaves the old one or the new one. */
export function saveKeyFile(path: string, file: KeyFile): void {
  const temporary = `${path}.new`
  const inText = (value: unknown) => (value instanceof Buffer ? value.toString('base64') : value)
  const plain = Object.fromEntries(Object.entries(file).map(([name, value]) => [name, inText(value)]))
  writeFileSync(temporary, `${JSON.stringify(plain, null, 2)}\n`, { mode: 0o600, flush: true })
  // The mode above is for a new file only, and an interrupted attempt may have left one.
  chmodSync(temporary, 0o600)
  renameSync(temporary, path)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KeyError('KEY_DAMAGED', 'key.json is not JSON. Put it back from a backup.', { cause })
  }
}
