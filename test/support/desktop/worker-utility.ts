import { type MessagePort, Worker } from 'node:worker_threads'
import type { UtilityHandle } from '../../../src/main/electron-api.ts'

/** A worker thread in the place of a utility process. It really runs, really dies, and really is handed ports. */
export function forkWorker(engine: 'probe' | 'real'): UtilityHandle<MessagePort> & { ended: Promise<void> } {
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { workerData: engine, execArgv: [] })
  // A thread that ends by an error also exits; the exit is what counts.
  worker.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  return {
    ended,
    pid: () => worker.threadId,
    postMessage: (command, ports) => worker.postMessage({ command, ports }, ports),
    onMessage(listener) {
      worker.on('message', listener)
      return { [Symbol.dispose]: () => worker.off('message', listener) }
    },
    onExit(listener) {
      const handler = (code: number) => listener({ code, reason: null })
      worker.on('exit', handler)
      return { [Symbol.dispose]: () => worker.off('exit', handler) }
    },
    kill: () => void worker.terminate(),
  }
}
