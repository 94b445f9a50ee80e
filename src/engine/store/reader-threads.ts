import PQueue from 'p-queue'
import type { Piscina } from 'piscina'
import type { StoreReply, StoreTask } from './store-task.ts'

export type StoreThread = Piscina<StoreTask, StoreReply>

export type ReaderThreads = {
  /** Rejects with whatever its thread ended by, and once the threads were closed. */
  run(task: StoreTask): Promise<StoreReply>
  /** Starts no more threads. Resolves when those that were started have loaded, or failed to. */
  settle(): Promise<void>
  /** Ends the reads, those that wait as well. */
  close(): Promise<void>
}

/** Two, so that one long search does not hold up the page's small questions. */
const mostThreads = 2
/**
 * So long a read waits until there is a second thread, in milliseconds. Most commands end without one: it loads as long as
 * the engine itself does.
 */
const patienceMs = 200
/** Comes back once its thread is there. */
export const nothing: StoreTask = { name: '', input: null, cancelled: null }

/** @param start starts one thread for reads */
export function startReaderThreads(start: () => StoreThread): ReaderThreads {
  const turns = new PQueue({ concurrency: 1 })
  const threads: StoreThread[] = []
  const idle: StoreThread[] = []
  const loads: Promise<unknown>[] = []
  let settled = false
  let closed = false

  function addThread(): void {
    if (settled || threads.length === mostThreads) return
    const thread = start()
    threads.push(thread)
    idle.push(thread)
    loads.push(Promise.allSettled([thread.run(nothing)]))
    turns.concurrency = threads.length
  }
  addThread()
  const [first] = loads

  async function runNow(task: StoreTask): Promise<StoreReply> {
    // A pool that was closed would start again.
    if (closed) throw new Error('the store is closed')
    // There is one: there are no more turns than threads.
    const thread = idle.pop() as StoreThread
    try {
      return await thread.run(task)
    } finally {
      idle.push(thread)
    }
  }

  return {
    async run(task) {
      // Waiting for a thread that loads says nothing about how busy it is.
      await first
      const waiting = threads.length < mostThreads ? setTimeout(addThread, patienceMs).unref() : undefined
      return turns.add(() => {
        clearTimeout(waiting)
        return runNow(task)
      })
    },
    async settle() {
      settled = true
      await Promise.all(loads)
    },
    async close() {
      settled = true
      closed = true
      const ended = await Promise.allSettled(threads.map((thread) => thread.close({ force: true })))
      for (const end of ended) if (end.status === 'rejected') throw end.reason
    },
  }
}
