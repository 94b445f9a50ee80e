import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Chunking } from '../../../contract/chunking.ts'
import type { Chunk } from '../../../contract/document-care.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import type { PackedChunks } from '../../store/packed-content.ts'
import type { Embed } from './chunk-semantically.ts'
import type { ChunkingTask } from './chunking-worker.ts'
import { serveModel } from './embed-over.ts'

/** Threads that cut stored documents anew, apart from the readers, so that a preview waits for no file. */
export type ChunkingRoom = {
  /**
   * @throws ChunkingError when the document can't be cut, what the model throws, and the signal's reason when aborted
   */
  cut(
    source: Uint8Array<ArrayBuffer>,
    chunking: Chunking,
    work: CutWork & { signal: AbortSignal },
  ): Promise<PackedChunks>
  /** Some of the chunks that a document would have. Throws as `cut` does. */
  preview(
    source: Uint8Array<ArrayBuffer>,
    chunking: Chunking,
    options: CutWork & { offset: number; limit: number; signal?: AbortSignal | undefined },
  ): Promise<{ total: number; items: Chunk[] }>
  close(): Promise<void>
}

/** `embed` where the subject decides, null for every other way of cutting. */
export type CutWork = { embed: Embed | null }

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
/** A model reads every sentence of a document. */
const modelTimeoutMs = 3_600_000

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

  type Request = Omit<ChunkingTask, 'model'>

  async function run(request: Request, { embed, signal }: CutWork & { signal: AbortSignal | undefined }) {
    const timeout = AbortSignal.timeout(embed === null ? timeoutMs : modelTimeoutMs)
    const stops = signal === undefined ? [closing.signal, timeout] : [closing.signal, timeout, signal]
    const model = embed === null ? null : serveModel(embed)
    const task: ChunkingTask = { ...request, model: model?.port ?? null }
    const transferList = task.model === null ? [task.packed.buffer] : [task.packed.buffer, task.model]
    try {
      return await piscina.run(task, { signal: AbortSignal.any(stops), transferList })
    } catch (error) {
      closing.signal.throwIfAborted()
      signal?.throwIfAborted()
      const failure = model?.failure() ?? null
      if (failure !== null) throw failure
      throw new ChunkingError(timeout.aborted ? 'READ_TIMEOUT' : codeOf(error), { cause: error })
    } finally {
      model?.close()
    }
  }

  return {
    cut: async (packed, chunking, work) => (await run({ packed, chunking, window: null }, work)) as PackedChunks,
    preview: async (packed, chunking, { signal, embed, ...window }) =>
      (await run({ packed, chunking, window }, { signal, embed })) as { total: number; items: Chunk[] },
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
