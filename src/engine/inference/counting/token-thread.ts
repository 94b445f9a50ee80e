import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ModelError } from '../model-runner.ts'
import type { TextCounting } from './count-text.ts'
import type { TokenReply, TokenTask } from './token-task.ts'

/** Counts tokens in a thread of its own, which is there from the first count on. It keeps no process alive by itself. */
export type TokenThread = {
  /**
   * Tokens of all the texts together. What is asked in one turn goes over in one message.
   *
   * @throws ModelError MODEL_FAILED when the thread breaks, for all that wait for it; the next count gets a new one. The
   * signal's reason
   */
  count(texts: readonly string[], counting: TextCounting, signal?: AbortSignal): Promise<number>
  /** Ends the thread; a later count starts another. */
  close(): Promise<void>
}

type Running = { worker: Worker; waiting: Map<number, PromiseWithResolvers<number>>; unsent: TokenTask[] }

/** Without work the thread goes, and its tables with it. */
const usual = { idleMs: 180_000, memoryMegabytes: 512 }

export function createTokenThread({ idleMs, memoryMegabytes } = usual): TokenThread {
  let running: Running | null = null
  let idle: NodeJS.Timeout | undefined
  let nextId = 0

  function start(): Running {
    // Beside this file both in the source tree and in the flat build.
    const worker = new Worker(new URL(`./token-worker${extname(import.meta.url)}`, import.meta.url), {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
    })
    const started: Running = { worker, waiting: new Map(), unsent: [] }
    worker.on('message', (reply: TokenReply) => {
      const count = started.waiting.get(reply.id)
      if ('tokens' in reply) count?.resolve(reply.tokens)
      else count?.reject(brokenBy(reply.error))
    })
    worker.on('error', (error) => end(started, error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => end(started, 'it ended'))
    return started
  }

  function end(ended: Running, reason: string): Promise<unknown> {
    if (running === ended) running = null
    for (const { reject } of ended.waiting.values()) reject(brokenBy(reason))
    return ended.worker.terminate()
  }

  function restIfIdle(at: Running): void {
    if (at.waiting.size > 0) return
    at.worker.unref()
    if (at === running) idle = setTimeout(() => end(at, 'it had nothing to do'), idleMs).unref()
  }

  return {
    async count(texts, counting, signal) {
      signal?.throwIfAborted()
      clearTimeout(idle)
      running ??= start()
      const at = running
      const id = nextId++
      const count = Promise.withResolvers<number>()
      const { encoding, factor, perForeignCharacter, perDigit = 0 } = counting
      function giveUp(): void {
        send(at, { id, texts: null })
        count.reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      at.waiting.set(id, count)
      at.worker.ref()
      send(at, { id, texts, counting: { encoding, factor, perForeignCharacter, perDigit } })
      try {
        return await count.promise
      } finally {
        signal?.removeEventListener('abort', giveUp)
        at.waiting.delete(id)
        restIfIdle(at)
      }
    },
    async close() {
      clearTimeout(idle)
      if (running !== null) await end(running, 'it was closed')
    },
  }
}

function send({ worker, unsent }: Running, task: TokenTask): void {
  unsent.push(task)
  if (unsent.length === 1) queueMicrotask(() => worker.postMessage(unsent.splice(0)))
}

function brokenBy(reason: string): ModelError {
  const [line = ''] = reason.trim().split('\n')
  return new ModelError('MODEL_FAILED', `the thread that counts tokens broke: ${line.slice(0, 200)}`, {
    isTransient: true,
  })
}
