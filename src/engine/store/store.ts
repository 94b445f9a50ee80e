import { extname, join } from 'node:path'
import { Piscina } from 'piscina'
import type { ErrorCode } from '../../contract/errors.ts'
import { Failure } from '../../domain/failure.ts'
import type { QueryTiming } from './connection.ts'
import { migrate } from './migrations/migrate.ts'
import type { ReadInput, ReadName, ReadResult, WriteInput, WriteName, WriteResult } from './operations.ts'
import { keepPrivate } from './private-files.ts'
import { nothing, type ReaderThreads, type StoreThread, startReaderThreads } from './reader-threads.ts'
import { emptyLog, type Flag, type StoreReply, type StoreTask, type StoreThreadData } from './store-task.ts'

/**
 * The store as the rest of the engine sees it: named reads and named writes, answered by threads of their own, so that
 * no SQL runs on the engine's thread. There is one writer; each write is one transaction. Reads run beside it, each on
 * one snapshot.
 */
export type Store = {
  /** When `signal` is aborted the call fails at once with its reason; the read is not begun, or ends at its next statement. */
  read<Name extends ReadName>(name: Name, input: ReadInput<Name>, signal?: AbortSignal): Promise<ReadResult<Name>>
  /** The buffers of `moved` go to the writer instead of being copied: the caller has them no more, even if it fails. */
  write<Name extends WriteName>(
    name: Name,
    input: WriteInput<Name>,
    moved?: readonly ArrayBuffer[],
  ): Promise<WriteResult<Name>>
  /**
   * Brings what is in the log beside the database into it and empties the log, which holds deleted rows until then. False
   * when a read that takes long was in the way.
   */
  emptyLog(): Promise<boolean>
  /**
   * Ends the reads and waits for the writes that have been accepted. When this resolves no thread has the database open:
   * a write that takes too long is undone. Calls that did not get their answer fail with ENGINE_UNAVAILABLE.
   */
  close(): Promise<void>
}

/** A statement failed in a way no caller can answer; `code` is SQLite's. */
export class StoreError extends Error {
  readonly code: string | null
  constructor(name: string, cause: { message: string; code: string | null; stack: string }) {
    super(`${name}: ${cause.message}`)
    this.code = cause.code
    this.stack = cause.stack
  }
}

/** V8 would let each thread take 128 MB for its young objects, and not run any faster. */
const youngMegabytes = 16

/** How long accepted writes may take when the store is closed. */
const defaultCloseMs = 30_000

export const databaseFile = 'diwan.db'

/**
 * Opens the store of a prepared data folder whose lock the caller holds, bringing its schema up to date first.
 *
 * @throws StoreTooNewError, MigrationError, or SQLITE_NOTADB for a wrong key
 */
export async function openStore(options: {
  dataFolder: string
  key: Uint8Array
  /** Is told what statements each operation ran and how long they took, in the asynchronous context of the call that asked for it. */
  observe: (query: QueryTiming) => void
  /** Is told of a thread that failed outside of any call, and of one that had to be ended while it worked. */
  onThreadError?: (error: Error) => void
  /** Is told after each write. */
  onWritten?: () => void
  closeMs?: number
}): Promise<Store> {
  const path = join(options.dataFolder, databaseFile)
  keepPrivate(path)
  migrate({ path, key: options.key, now: Date.now() })

  const closing = createFlag()
  function startThread(mode: StoreThreadData['mode']): StoreThread {
    const pool = new Piscina<StoreTask, StoreReply>({
      filename: new URL(`./store-worker${extname(import.meta.url)}`, import.meta.url).href,
      name: 'run',
      workerData: { path, key: options.key, mode, closing } satisfies StoreThreadData,
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      closeTimeout: options.closeMs ?? defaultCloseMs,
      recordTiming: false,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    })
    // Without a listener the event would end the process.
    pool.on('error', (error: Error) => options.onThreadError?.(error))
    return pool
  }
  const writer = startThread('write')
  const readers = startReaderThreads(() => startThread('read'))
  const writerLoaded = Promise.allSettled([writer.run(nothing)])
  let closed: Promise<void> | null = null

  async function perform(threads: Pick<ReaderThreads, 'run'>, task: StoreTask): Promise<unknown> {
    if (closed !== null) throw unavailable()
    const reply = await threads.run(task).catch((error: unknown) => {
      throw closed === null ? error : unavailable()
    })
    for (const timing of reply.timings) options.observe(timing)
    if (reply.ok) return reply.result
    if (reply.failure !== null) throw new Failure(reply.failure.code as ErrorCode, reply.failure.data as never)
    if (reply.error.code?.startsWith('SQLITE_FULL')) throw new Failure('DISK_FULL', {})
    // A read that was ended; a write that failed would have failed in any case.
    if (closed !== null && threads === readers) throw unavailable()
    throw new StoreError(task.name, reply.error)
  }

  async function read(name: string, input: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    if (signal === undefined) return perform(readers, { name, input, cancelled: null })
    signal.throwIfAborted()
    const cancelled = createFlag()
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    const cancel = () => {
      Atomics.store(cancelled, 0, 1)
      reject(signal.reason)
    }
    signal.addEventListener('abort', cancel)
    try {
      return await Promise.race([perform(readers, { name, input, cancelled }), aborted])
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  async function closeThreads(): Promise<void> {
    // A thread that is ended while it still loads the native library takes the whole process with it.
    await atMost(options.closeMs ?? defaultCloseMs, Promise.all([readers.settle(), writerLoaded]))
    Atomics.store(closing, 0, 1)
    // The threads end and their connections with them, also when what they do takes too long.
    const ended = await Promise.allSettled([readers.close(), writer.close()])
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  }

  return {
    read: async <Name extends ReadName>(name: Name, input: ReadInput<Name>, signal?: AbortSignal) =>
      (await read(name, input, signal)) as ReadResult<Name>,
    async write<Name extends WriteName>(name: Name, input: WriteInput<Name>, moved?: readonly ArrayBuffer[]) {
      const run = (task: StoreTask) => writer.run(task, { transferList: [...(moved ?? [])] })
      const result = (await perform({ run }, { name, input, cancelled: null })) as WriteResult<Name>
      options.onWritten?.()
      return result
    },
    emptyLog: async () => (await perform(writer, { name: emptyLog, input: null, cancelled: null })) as boolean,
    close() {
      closed ??= closeThreads()
      return closed
    },
  }
}

function unavailable(): Failure<'ENGINE_UNAVAILABLE'> {
  return new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
}

/** Resolves with the work, or when it takes too long. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const limit = setTimeout(timer.resolve, milliseconds)
  await Promise.race([work, timer.promise])
  clearTimeout(limit)
}

function createFlag(): Flag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}
