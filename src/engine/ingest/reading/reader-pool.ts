import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import PQueue from 'p-queue'
import { Piscina } from 'piscina'
import type { ReadOutcome } from './extracted.ts'
import { watchMemory } from './reader-memory.ts'
import { watchTime } from './reader-time.ts'
import type { ReadRequest, ReadTask } from './reading.ts'

export type ReaderHealth = {
  threads: number
  reading: number
  waiting: number
  /** Workers that were lost to a timeout, to memory or to a crash since the pool was made. */
  workersReplaced: number
  /** Readings in a row, up to the last one, that lost their worker. */
  lostInARow: number
}

/** `milliseconds` is how long a worker had it, without the time that it waited for one. */
export type PoolOutcome = ReadOutcome & { milliseconds: number }

export type ReaderPool = {
  /** Never rejects for a bad file. Rejects with the signal's reason when aborted, and with an Error when closed. */
  read(request: ReadRequest, options?: { signal?: AbortSignal }): Promise<PoolOutcome>
  health(): ReaderHealth
  close(): Promise<void>
}

export type ReaderPoolOptions = {
  /** Worker threads at most; they start with the first file that needs them and end when idle. */
  threads: number
  /** JavaScript heap, and apart from it buffers, that one worker may take. */
  memoryMegabytes?: number
  /** How long a worker without work stays. */
  idleMs?: number
  /** Module that runs in the workers instead of the usual one; for trials of workers that crash. */
  workerFile?: string
}

const defaultMemoryMegabytes = 1_024
/** V8 would take three times as much per worker for its young objects, and not read any faster. */
const youngMegabytes = 32
const defaultIdleMs = 30_000

/** Why a reading was cut off from outside of its worker. */
type CutOff = 'READ_TIMEOUT' | 'READ_MEMORY'

/** A pool of worker threads that read files, one file a thread at a time, so that a bad file costs only itself. */
export function createReaderPool(options: ReaderPoolOptions): ReaderPool {
  const memoryMegabytes = options.memoryMegabytes ?? defaultMemoryMegabytes
  const piscina = new Piscina<ReadTask, ReadOutcome>({
    filename: options.workerFile ?? usualWorker(),
    name: 'read',
    minThreads: 0,
    maxThreads: options.threads,
    idleTimeout: options.idleMs ?? defaultIdleMs,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
  })
  // What a thread says when its reading has ended or was cut off: that one has its outcome, and the thread is replaced.
  // Without a listener it would end the engine.
  piscina.on('error', () => undefined)
  // Piscina's own queue would count waiting as reading; here a task is given to it only when a thread is free.
  const queue = new PQueue({ concurrency: options.threads })
  // Aborted by listeners that go with the reading: signals of AbortSignal.any stay on the books of the job's signal until
  // a major collection, a few kilobytes a file.
  const readings = new Set<AbortController>()
  let closed: Error | null = null
  let workersReplaced = 0
  let lostInARow = 0

  async function run(request: ReadRequest, stop: AbortSignal): Promise<ReadOutcome> {
    const cut = new AbortController()
    stop.addEventListener('abort', () => cut.abort(), { once: true })
    const started = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
    using _time = watchTime({
      limitMs: request.timeoutMs,
      recognised: () => Atomics.load(started, 1),
      exceeded: () => cut.abort('READ_TIMEOUT' satisfies CutOff),
    })
    using _memory = watchMemory({
      threadId: () => Atomics.load(started, 0),
      threads: () => piscina.threads,
      maximumBytes: memoryMegabytes * 1_048_576,
      exceeded: () => cut.abort('READ_MEMORY' satisfies CutOff),
    })
    try {
      const outcome = await piscina.run({ request, started }, { signal: cut.signal, transferList: givenAway(request) })
      lostInARow = 0
      return outcome
    } catch (error) {
      stop.throwIfAborted()
      workersReplaced++
      lostInARow++
      return refuseLostWorker(error, cut.signal)
    }
  }

  return {
    async read(request, { signal } = {}) {
      if (closed !== null) throw closed
      signal?.throwIfAborted()
      const stop = new AbortController()
      const giveUp = () => stop.abort(signal?.reason)
      signal?.addEventListener('abort', giveUp)
      readings.add(stop)
      try {
        return await queue.add(
          async () => {
            const begun = performance.now()
            const outcome = await run(request, stop.signal)
            return { ...outcome, milliseconds: performance.now() - begun }
          },
          { signal: stop.signal },
        )
      } finally {
        readings.delete(stop)
        signal?.removeEventListener('abort', giveUp)
      }
    },
    health: () => ({
      threads: options.threads,
      reading: queue.pending,
      waiting: queue.size,
      workersReplaced,
      lostInARow,
    }),
    async close() {
      closed ??= new Error('the reader pool is closed')
      for (const stop of readings) stop.abort(closed)
      await queue.onIdle()
      await piscina.destroy()
    },
  }
}

/** Beside this file both in the source tree and in the flat build. */
function usualWorker(): string {
  return fileURLToPath(new URL(`./reader-worker${extname(import.meta.url)}`, import.meta.url))
}

/** Bytes that own their buffer move to the worker; a view of a larger buffer is copied, or it would take its neighbours along. */
function givenAway(request: ReadRequest): ArrayBuffer[] {
  if (!('bytes' in request)) return []
  const { buffer, byteLength } = request.bytes
  return buffer.byteLength === byteLength ? [buffer] : []
}

function refuseLostWorker(error: unknown, cut: AbortSignal): ReadOutcome {
  const refused = { status: 'refused' as const, contentHash: null, bytes: 0 }
  if (cut.aborted) return { ...refused, code: cut.reason as CutOff, detail: 'the reader was stopped' }
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (outOfMemory) return { ...refused, code: 'READ_MEMORY', detail: 'the reader ran out of memory' }
  return { ...refused, code: 'READ_CRASHED', detail: kindOf(error) }
}

/** Its message may quote the file, and the detail goes into the log. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name
}
