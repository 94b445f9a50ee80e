import type { FileHandle } from 'node:fs/promises'
import { ModelError } from '../model-runner.ts'

/** Small, because what is in it is read without a pause, and the engine's own thread reads here too. */
const windowBytes = 262_144

/** Reads a file's numbers and texts in order, a window at a time; what is skipped is not read. */
export type ByteReader = {
  /** Where the next read begins. */
  position(): number
  uint32(): Promise<number>
  /** @throws ModelError for a number that no double holds exactly */
  uint64(): Promise<number>
  bytes(length: number): Promise<Buffer>
  skip(length: number): void
}

/** @throws ModelError MODEL_FAILED for what reaches beyond `size`, the file's own */
export function createByteReader(handle: FileHandle, size: number): ByteReader {
  let window: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  let windowStart = 0
  let at = 0

  function claim(length: number): number {
    if (!Number.isSafeInteger(length) || length < 0 || at + length > size) {
      throw new ModelError('MODEL_FAILED', 'the file is damaged: it ends before what its header tells of')
    }
    const start = at
    at += length
    return start
  }

  async function bytes(length: number): Promise<Buffer> {
    const start = claim(length)
    if (start < windowStart || start + length > windowStart + window.length) {
      const fresh = Buffer.alloc(Math.min(Math.max(length, windowBytes), size - start))
      const { bytesRead } = await handle.read(fresh, 0, fresh.length, start)
      if (bytesRead < length) throw new ModelError('MODEL_FAILED', 'the file became shorter while it was read')
      window = fresh.subarray(0, bytesRead)
      windowStart = start
    }
    return window.subarray(start - windowStart, start - windowStart + length)
  }

  return {
    position: () => at,
    uint32: async () => (await bytes(4)).readUInt32LE(),
    async uint64() {
      const value = (await bytes(8)).readBigUInt64LE()
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
        throw new ModelError('MODEL_FAILED', 'the file is damaged: a number in its header can not be')
      }
      return Number(value)
    },
    bytes,
    skip: (length) => void claim(length),
  }
}
