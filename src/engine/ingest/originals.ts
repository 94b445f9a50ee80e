import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, opendir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../domain/failure.ts'
import { deriveKey } from '../privacy/data-key.ts'
import { plainSize, readSealedFile, SealedFileError, writeSealedFile } from '../privacy/sealed-file.ts'

export type StoredOriginal = { hash: string; bytes: number }

/** What is kept under a hash is not what was put there: damaged, or brought from another place. */
export class OriginalDamagedError extends Error {
  readonly code = 'ORIGINAL_DAMAGED'
  constructor(hash: string, options?: ErrorOptions) {
    super(`the original ${hash} is damaged`, options)
    this.name = 'OriginalDamagedError'
  }
}

/** Bytes that a person uploaded, by their SHA-256: `<data>/blobs/ab/cd…`, each file sealed. */
export type Originals = {
  /**
   * Takes bytes in. They are pinned, so no sweep takes them, until `unpin` is called: by then something in the store
   * must need them. Answers null, with nothing kept, when there are more than `maximumBytes`.
   *
   * @throws Failure DISK_FULL
   */
  put(source: AsyncIterable<Uint8Array>, maximumBytes: number): Promise<StoredOriginal | null>
  unpin(hash: string): void
  /** Of these hashes, those of which there are bytes. */
  findKept(hashes: readonly string[]): Promise<string[]>
  /** All bytes, authentic by their seal and of this hash. Throws the system's ENOENT, or OriginalDamagedError. */
  read(hash: string): Promise<Uint8Array<ArrayBuffer>>
  /** Deletes what is neither pinned nor needed, and what a stopped upload left. */
  sweep(findNeeded: (hashes: string[]) => Promise<string[]>): Promise<{ deleted: number }>
}

const hashPattern = /^[0-9a-f]{64}$/
const sweepBatch = 500

export function createOriginals(options: { dataFolder: string; key: Uint8Array }): Originals {
  const root = join(options.dataFolder, 'blobs')
  const incoming = join(root, 'incoming')
  const key = deriveKey(options.key, 'blobs')
  const pins = new Map<string, number>()
  const arriving = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()

  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash.slice(2))

  /** One at a time: a sweep must not delete a file between an upload's finding it there and its pinning it. */
  function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  async function keep(temporary: string, hash: string): Promise<void> {
    await mkdir(join(root, hash.slice(0, 2)), { recursive: true, mode: 0o700 })
    await exclusively(async () => {
      // Replaces the same content, which repairs a copy that has been damaged.
      await rename(temporary, pathOf(hash))
      pins.set(hash, (pins.get(hash) ?? 0) + 1)
    })
  }

  /** Entries that are not Diwan's are left alone, whatever their names. */
  async function* list(): AsyncGenerator<string> {
    for await (const folder of await opendir(root)) {
      if (!folder.isDirectory() || !/^[0-9a-f]{2}$/.test(folder.name)) continue
      for await (const file of await opendir(join(root, folder.name))) {
        if (file.isFile() && hashPattern.test(folder.name + file.name)) yield folder.name + file.name
      }
    }
  }

  return {
    async put(source, maximumBytes) {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const name = randomUUID()
      const temporary = join(incoming, name)
      const hash = createHash('sha256')
      let bytes = 0
      async function* measured(): AsyncGenerator<Uint8Array> {
        for await (const piece of source) {
          bytes += piece.length
          if (bytes > maximumBytes) return
          hash.update(piece)
          yield piece
        }
      }
      arriving.add(name)
      try {
        await writeSealedFile({ path: temporary, key, source: measured() })
        if (bytes > maximumBytes) return null
        const original = { hash: hash.digest('hex'), bytes }
        await keep(temporary, original.hash)
        return original
      } catch (error) {
        throw toFailure(error)
      } finally {
        await rm(temporary, { force: true })
        arriving.delete(name)
      }
    },

    unpin(hash) {
      const count = (pins.get(hash) ?? 0) - 1
      if (count > 0) pins.set(hash, count)
      else pins.delete(hash)
    },

    async findKept(hashes) {
      const kept: string[] = []
      for (const hash of hashes) if (hashPattern.test(hash) && existsSync(pathOf(hash))) kept.push(hash)
      return kept
    },

    async read(hash) {
      const path = pathOf(hash)
      const { size } = await stat(path)
      const bytes = new Uint8Array(plainSize(size))
      let filled = 0
      const read = createHash('sha256')
      try {
        for await (const chunk of readSealedFile(path, key)) {
          bytes.set(chunk, filled)
          read.update(chunk)
          filled += chunk.length
        }
      } catch (error) {
        throw error instanceof SealedFileError ? new OriginalDamagedError(hash, { cause: error }) : error
      }
      // The seal says that Diwan wrote these bytes, not that it wrote them under this name.
      if (read.digest('hex') !== hash) throw new OriginalDamagedError(hash)
      return bytes
    },

    async sweep(findNeeded) {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      let deleted = 0
      for await (const file of await opendir(incoming)) {
        if (file.isFile() && !arriving.has(file.name)) await rm(join(incoming, file.name), { force: true })
      }
      const check = (hashes: string[]) =>
        exclusively(async () => {
          // Before the store is asked: an upload may commit its items and unpin while the answer is on its way.
          const unpinned = hashes.filter((hash) => !pins.has(hash))
          const needed = new Set(await findNeeded(unpinned))
          for (const hash of unpinned) {
            if (needed.has(hash)) continue
            await rm(pathOf(hash), { force: true })
            deleted += 1
          }
        })
      let batch: string[] = []
      for await (const hash of list()) {
        batch.push(hash)
        if (batch.length < sweepBatch) continue
        await check(batch)
        batch = []
      }
      if (batch.length > 0) await check(batch)
      return { deleted }
    },
  }
}

function toFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Failure('DISK_FULL', {}, { cause: error }) : error
}
