import { Worker } from 'node:worker_threads'
import { endWithinMs, type ModelChannel } from './model-channel.ts'
import type { FromModel } from './model-protocol.ts'

/** Runs a model in a worker thread. `module` is the path of its entry. */
export function startModelThread(module: string): ModelChannel {
  const worker = new Worker(module, { name: 'model' })
  let failure: string | null = null
  let isEnding = false
  const exited = new Promise<string | null>((resolve) => {
    worker.once('error', (error) => {
      failure = error instanceof Error ? error.name : 'an error'
    })
    worker.once('exit', (code) => resolve(failure ?? (isEnding ? null : `exit code ${code}`)))
  })

  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', (message: FromModel) => listener(message)),
    onExit: (listener) => void exited.then(listener),
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    async end() {
      isEnding = true
      worker.postMessage({ end: true })
      const timer = setTimeout(() => void worker.terminate(), endWithinMs)
      await exited
      clearTimeout(timer)
    },
    kill() {
      void worker.terminate()
    },
  }
}
