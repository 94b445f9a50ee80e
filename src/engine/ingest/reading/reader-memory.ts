import type { Worker } from 'node:worker_threads'

const intervalMs = 250

export type MemoryWatch = {
  /** Thread that reads, 0 while none has started. */
  threadId: () => number
  threads: () => readonly Worker[]
  maximumBytes: number
  /** Called at most once. */
  exceeded: () => void
}

/**
 * Watches the buffers of a worker, which the resource limits of a thread do not cover: a stream in a PDF that unpacks a
 * thousandfold fills buffers, not the heap. Ends when disposed.
 */
export function watchMemory(watch: MemoryWatch): Disposable {
  let over = false
  async function look(): Promise<void> {
    const worker = watch.threads().find((thread) => thread.threadId === watch.threadId())
    if (worker === undefined || over) return
    // The worker answers between two steps of its own JavaScript; one that has just ended has nothing to tell.
    const statistics = await worker.getHeapStatistics().catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_NOT_RUNNING') return null
      throw error
    })
    if (statistics === null || over || statistics.external_memory <= watch.maximumBytes) return
    over = true
    watch.exceeded()
  }
  const timer = setInterval(look, intervalMs)
  timer.unref()
  return {
    [Symbol.dispose]() {
      over = true
      clearInterval(timer)
    },
  }
}
