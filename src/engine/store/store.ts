import { mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Piscina } from 'piscina'
import type { ErrorCode } from '../../contract/errors.ts'
import { Failure } from '../../domain/failure.ts'
import type { QueryTiming } from './connection.ts'
import { migrate } from './migrations/migrate.ts'
import type { ReadInput, ReadName, ReadResult, WriteInput, WriteName, WriteResult } from './operations.ts'
import type { StoreReply, StoreTask, StoreThreadData } from './store-worker.ts'

/**
 * The store as the rest of the engine sees it: named reads and named writes, answered by threads of their own, so that
 * no SQL runs on the engine's thread. There is one writer; each write is one transaction. Reads run beside it on
 * snapshots.
 */
export type Store = {
  read<Name extends ReadName>(name: Name, input: ReadInput<Name>): Promise<ReadResult<Name>>
  /** The buffers of `moved` go to the writer instead of being copied: the caller has them no more, even if it fails. */
  write<Name extends WriteName>(
    name: Name,
    input: WriteInput<Name>,
    moved?: readonly ArrayBuffer[],
  ): Promise<WriteResult<Name>>
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

/** Threads for reads: two, so that one long search does not hold up the page's small questions. */
const readThreads = 2

export const databaseFile = 'diwan.db'

/**
 * Opens the store of a data folder whose lock the caller holds, bringing its schema up to date first.
 *
 * @throws StoreTooNewError, MigrationError, or SQLITE_NOTADB for a wrong key
 */
export async function openStore(options: {
  dataFolder: string
  key: Uint8Array
  /** Is told what statements each operation ran and how long they took, in the asynchronous context of the call that asked for it. */
  observe: (query: QueryTiming) => void
}): Promise<Store> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 })
  const path = join(options.dataFolder, databaseFile)
  migrate({ path, key: options.key, now: Date.now() })

  const startThreads = (mode: StoreThreadData['mode'], threads: number) =>
    new Piscina<StoreTask, StoreReply>({
      filename: new URL(`./store-worker${extname(import.meta.url)}`, import.meta.url).href,
      name: 'run',
      workerData: { path, key: options.key, mode } satisfies StoreThreadData,
      minThreads: 1,
      maxThreads: threads,
      concurrentTasksPerWorker: 1,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    })
  const writer = startThreads('write', 1)
  const readers = startThreads('read', readThreads)
  let closing = false

  async function perform(
    threads: Piscina<StoreTask, StoreReply>,
    task: StoreTask,
    moved: readonly ArrayBuffer[] = [],
  ): Promise<unknown> {
    if (closing) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
    const reply = await threads.run(task, { transferList: [...moved] })
    for (const timing of reply.timings) options.observe(timing)
    if (reply.ok) return reply.result
    if (reply.failure !== null) throw new Failure(reply.failure.code as ErrorCode, reply.failure.data as never)
    if (reply.error.code?.startsWith('SQLITE_FULL')) throw new Failure('DISK_FULL', {})
    throw new StoreError(task.name, reply.error)
  }

  return {
    read: async <Name extends ReadName>(name: Name, input: ReadInput<Name>) =>
      (await perform(readers, { name, input })) as ReadResult<Name>,
    write: async <Name extends WriteName>(name: Name, input: WriteInput<Name>, moved?: readonly ArrayBuffer[]) =>
      (await perform(writer, { name, input }, moved)) as WriteResult<Name>,
    async close() {
      if (closing) return
      closing = true
      // Waits for what has been accepted; then the threads end and their connections with them.
      await readers.close()
      await writer.close()
    },
  }
}
