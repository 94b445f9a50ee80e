import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * What a model that is put to rest knew of its conversations, on the disk until it is asked again. Texts can be made out of
 * such states, so nothing of them lies there in clear: they are sealed with keys that only this process's memory holds, and
 * are dust once it has ended. The runtime itself reads and writes plain files: those lie in a file system in memory, for
 * as long as they are passed on.
 */
export type KeptStates = {
  /** A folder in memory that the runtime may write to; null where this system has none. */
  stage(): Promise<string | null>
  /** Seals all files of that folder, which is gone after it. `mark` says what they belong to. */
  keep(folder: string, mark: string): Promise<void>
  /** The files in a folder in memory again, for the caller to remove; null when nothing with this mark is kept. */
  restore(mark: string): Promise<string | null>
  clear(): Promise<void>
}

const cipher = 'aes-256-gcm'
const memoryFolder = '/dev/shm'
/** Of `tmpfs`, as Linux numbers file systems. */
const inMemory = 0x01021994

type Sealed = { name: string; key: Buffer; nonce: Buffer; tag: Buffer }

/** `folder`: for the sealed files only. */
export function createKeptStates(folder: string): KeptStates {
  let kept: { mark: string; files: Sealed[] } | null = null

  async function clear(): Promise<void> {
    kept = null
    await rm(folder, { recursive: true, force: true })
  }

  return {
    async stage() {
      return (await hasMemoryFolder()) ? mkdtemp(join(memoryFolder, 'diwan-states-')) : null
    },
    async keep(stage, mark) {
      try {
        await clear()
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const names = await readdir(stage)
        kept = { mark, files: await Promise.all(names.map((name) => seal(join(stage, name), join(folder, name)))) }
      } finally {
        await rm(stage, { recursive: true, force: true })
      }
    },
    async restore(mark) {
      if (kept === null || kept.mark !== mark) return null
      const { files } = kept
      // Once: what a process could not take up is not given to the next one.
      kept = null
      const stage = await mkdtemp(join(memoryFolder, 'diwan-states-'))
      try {
        for (const sealed of files)
          await unseal(sealed, { from: join(folder, sealed.name), to: join(stage, sealed.name) })
        return stage
      } catch (error) {
        await rm(stage, { recursive: true, force: true })
        await clear()
        throw error
      }
    },
    clear,
  }
}

async function hasMemoryFolder(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const { type } = await statfs(memoryFolder)
  return type === inMemory
}

async function seal(from: string, to: string): Promise<Sealed> {
  const [key, nonce] = [randomBytes(32), randomBytes(12)]
  const sealing = createCipheriv(cipher, key, nonce)
  await pipeline(createReadStream(from), sealing, createWriteStream(to, { flags: 'wx', mode: 0o600 }))
  return { name: to.slice(to.lastIndexOf('/') + 1), key, nonce, tag: sealing.getAuthTag() }
}

async function unseal({ key, nonce, tag }: Sealed, { from, to }: { from: string; to: string }): Promise<void> {
  const opening = createDecipheriv(cipher, key, nonce)
  opening.setAuthTag(tag)
  await pipeline(createReadStream(from), opening, createWriteStream(to, { flags: 'wx', mode: 0o600 }))
}
