import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Chunking } from '../../../contract/chunking.ts'
import type { Chunk } from '../../../contract/document-care.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { PackedChunks } from '../../store/packed-content.ts'
import type { ChunkingTask } from './chunking-worker.ts'

/** Threads that cut stored documents anew, apart from the readers, so that a preview waits for no file. */
export type ChunkingRoom = {
  /** @throws ChunkingError when the document can't be cut, and the signal's reason when aborted */
  cut(source: Uint8Array<ArrayBuffer>, chunking: Chunking, signal: AbortSignal): Promise<PackedChunks>
  /** Some of the chunks that a document would have. Throws as `cut` does. */
  preview(
    source: Uint8Array<ArrayBuffer>,
    chunking: Chunking,
    options: { offset: number; limit: number; signal?: AbortSignal | undefined },
  ): Promise<{ total: number; items: Chunk[] }>
  close(): Promise<void>
}

/** A document could not be cut within the limits of time and memory, or not at all. */
export class ChunkingError extends Error {
  readonly code: FileErrorCode

  constructor(code: FileErrorCode, options?: ErrorOptions) {
    super(`a document could not be cut: ${code}`, options)
    this.code = code
  }
}

/** One for the job at work, one for the person who tries settings. */
const threads = 2
const memoryMegabytes = 1_024
const idleMs = 30_000
const timeoutMs = 300_000

export function createChunkingRoom(): ChunkingRoom {
  const piscina = new Piscina<ChunkingTask, unknown>({
    // Beside this file both in the source tree and in the flat build.
    filename: fileURLToPath(new URL(`./chunking-worker${extname(import.meta.url)}`, import.meta.url)),
    name: 'cut',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 32 },
  })
  // What a thread says when its task was cut off or has ended; without a listener it would end the engine.
  piscina.on('error', () => undefined)
  const closing = new AbortController()

  async function run(task: ChunkingTask, signal: AbortSignal | undefined): Promise<unknown> {
    const timeout = AbortSignal.timeout(timeoutMs)
    const stops = signal === undefined ? [closing.signal, timeout] : [closing.signal, timeout, signal]
    try {
      return await piscina.run(task, { signal: AbortSignal.any(stops), transferList: [task.packed.buffer] })
    } catch (error) {
      closing.signal.throwIfAborted()
      signal?.throwIfAborted()
      throw new ChunkingError(timeout.aborted ? 'READ_TIMEOUT' : codeOf(error), { cause: error })
    }
  }

  return {
    cut: async (packed, chunking, signal) => (await run({ packed, chunking, window: null }, signal)) as PackedChunks,
    preview: async (packed, chunking, { signal, ...window }) =>
      (await run({ packed, chunking, window }, signal)) as { total: number; items: Chunk[] },
    async close() {
      closing.abort(new Error('the chunking room is closed'))
      await piscina.destroy()
    },
  }
}

function codeOf(error: unknown): FileErrorCode {
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return outOfMemory ? 'READ_MEMORY' : 'READ_CRASHED'
}
