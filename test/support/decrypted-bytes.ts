import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { temporaryFolder } from './temporary-folder.ts'

/**
 * Every page of a store's database as it is without encryption, free ones too. The store must be closed: reading the
 * file of an open one would drop the locks that this process has on it.
 */
export function readDecrypted({ dataFolder, key }: { dataFolder: string; key: Uint8Array }): Buffer {
  const copy = join(temporaryFolder(), 'copy.db')
  copyFileSync(join(dataFolder, 'diwan.db'), copy)
  const database = new Database(copy)
  database.pragma(`cipher = 'chacha20'`)
  database.pragma(`key = "raw:${Buffer.from(key).toString('hex')}"`)
  database.pragma('journal_mode = DELETE')
  database.pragma(`rekey = ''`)
  database.close()
  const bytes = readFileSync(copy)
  if (!bytes.subarray(0, 15).equals(Buffer.from('SQLite format 3'))) throw new Error('the copy is still encrypted')
  return bytes
}

/** Of these words, those that stand anywhere in the bytes, in any case of ASCII letters. */
export function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  const text = bytes.toString('latin1').toLowerCase()
  return words.filter((word) => text.includes(Buffer.from(word).toString('latin1').toLowerCase()))
}
