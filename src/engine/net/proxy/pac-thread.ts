import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { NetError } from '../net-error.ts'
import type { PacReply, PacTask } from './pac-task.ts'

/** Runs proxy scripts in a thread of their own, which is ended with whatever takes too long. */
export type PacThread = {
  /** @throws NetError PROXY_SCRIPT */
  run(script: string, url: URL): Promise<string>
  close(): Promise<void>
}

type Running = { worker: Worker; waiting: Map<number, PromiseWithResolvers<string>> }

export type PacLimits = {
  /** Of one answer, with the start of the thread and the names that it asks for; the thread is ended then. */
  mostMs: number
  /** Of what the script computes itself. */
  computingMs: number
}

const usualLimits: PacLimits = { mostMs: 15_000, computingMs: 3_000 }

export function createPacThread({ mostMs, computingMs }: PacLimits = usualLimits): PacThread {
  let running: Running | null = null
  let nextId = 0

  function start(): Running {
    const worker = new Worker(new URL(`./pac-worker${extname(import.meta.url)}`, import.meta.url), {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    })
    const started: Running = { worker, waiting: new Map() }
    worker.unref()
    worker.on('message', (reply: PacReply) => {
      const call = started.waiting.get(reply.id)
      if ('answer' in reply) call?.resolve(reply.answer)
      else call?.reject(new NetError('PROXY_SCRIPT', `the proxy script fails: ${shorten(reply.error)}`))
    })
    worker.on('error', (error) => end(started, error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => end(started, 'its thread ended'))
    return started
  }

  function end(ended: Running, reason: string): void {
    if (running === ended) running = null
    for (const { reject } of ended.waiting.values()) {
      reject(new NetError('PROXY_SCRIPT', `the proxy script fails: ${shorten(reason)}`))
    }
    ended.waiting.clear()
    void ended.worker.terminate()
  }

  return {
    async run(script, url) {
      running ??= start()
      const at = running
      const id = nextId++
      const call = Promise.withResolvers<string>()
      at.waiting.set(id, call)
      const limit = setTimeout(() => end(at, `no answer within ${mostMs} ms`), mostMs)
      const task: PacTask = { id, script, url: `${url.origin}/`, host: url.hostname, computingMs }
      at.worker.postMessage(task)
      try {
        return await call.promise
      } finally {
        clearTimeout(limit)
        at.waiting.delete(id)
      }
    },
    async close() {
      await running?.worker.terminate()
    },
  }
}

function shorten(message: string): string {
  const [line = ''] = message.trim().split('\n')
  return line.slice(0, 200)
}
