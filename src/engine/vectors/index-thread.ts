import { extname } from 'node:path'
import { Piscina } from 'piscina'
import { Failure } from '../../domain/failure.ts'
import type { IndexReply, IndexTask, IndexTaskName, IndexTasks, IndexThreadData } from './index-task.ts'

/** The thread that holds the indexes, since usearch does all its work before it returns. */
export type IndexThread = {
  /** The buffers of `moved` go to the thread instead of being copied. */
  ask<Name extends IndexTaskName>(
    name: Name,
    input: Parameters<IndexTasks[Name]>[0],
    moved?: readonly ArrayBuffer[],
  ): Promise<ReturnType<IndexTasks[Name]>>
  close(): Promise<void>
}

/** A task of the thread failed; `code` is the system's, if it has one. */
export class VectorsError extends Error {
  override readonly name = 'VectorsError'
  readonly code: string | null
  constructor(task: string, cause: { message: string; code: string | null; stack: string }) {
    super(`${task}: ${cause.message}`)
    this.code = cause.code
    this.stack = cause.stack
  }
}

/** A search may run while files are read and written. */
const tasksAtOnce = 16

/** V8 would let the thread take 128 MB for its young objects, and not run any faster. */
const youngMegabytes = 16

export function startIndexThread(data: IndexThreadData, onThreadError: (error: Error) => void): IndexThread {
  const pool = new Piscina<IndexTask, IndexReply>({
    // Beside this file both in the source tree and in the flat build.
    filename: new URL(`./vector-worker${extname(import.meta.url)}`, import.meta.url).href,
    name: 'run',
    workerData: data,
    // None until an index is asked for: many data folders have no model.
    minThreads: 0,
    maxThreads: 1,
    concurrentTasksPerWorker: tasksAtOnce,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  })
  // Without a listener the event would end the process.
  pool.on('error', onThreadError)

  let closed = false

  return {
    async ask(name, input, moved = []) {
      if (closed) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
      const reply = await pool.run({ name, input }, { transferList: [...moved] })
      if (reply.ok) return reply.result as never
      const { code } = reply.error
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('DISK_FULL', {})
      throw new VectorsError(name, reply.error)
    },
    async close() {
      if (closed) return
      closed = true
      try {
        // So that it leaves no plain copy.
        if (pool.threads.length > 0) await pool.run({ name: 'close', input: null })
      } finally {
        await pool.destroy()
      }
    },
  }
}
