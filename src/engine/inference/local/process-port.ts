import { closeWayOut } from '../../net/close-way-out.ts'
import type { FromModel, ToModel } from './model-protocol.ts'
import { type LoadModel, type ModelPort, serveModel } from './serve-model.ts'

/** Serves a model from the process that the engine started for it. */
export function serveInProcess(load: LoadModel): void {
  serveModel(openPort<ToModel, FromModel>(), load)
}

/** The line to the engine that started this process, which lives no longer than the engine. It is the only way out. */
export function openPort<To, From>(): ModelPort<To, From> {
  closeWayOut()
  // Sent to all processes of a terminal or a service, while the engine puts its work down: it ends this one after that.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.once('disconnect', () => process.exit(0))
  return {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as To)),
    end: () => process.exit(0),
  }
}
