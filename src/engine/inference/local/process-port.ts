import type { ToModel } from './model-protocol.ts'
import { type LoadModel, serveModel } from './serve-model.ts'

/** Serves a model from the process that the engine started for it, which lives no longer than the engine. */
export function serveInProcess(load: LoadModel): void {
  // Sent to all processes of a terminal or a service, while the engine puts its work down: it ends this one after that.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.once('disconnect', () => process.exit(0))
  serveModel(
    {
      post: (message) => void process.send?.(message),
      onMessage: (listener) => void process.on('message', (message) => listener(message as ToModel)),
      end: () => process.exit(0),
    },
    load,
  )
}
